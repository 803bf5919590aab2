"""What a reader has to tell about a file that it could read: warnings, as findings."""

from geomap.model import Finding, Level, Place
from geomap.text import Text


def note(code: str, place: Place, message: Text, remedy: Text) -> Finding:
    """A warning about a file."""
    return Finding(code, Level.WARNING, place, message, remedy)


def guessed_encoding(file: str, encoding: str) -> Finding:
    """The encoding was told by the words alone."""
    return note(
        "GM-F001",
        Place(file),
        Text(f"编码按内容判断为 {encoding}", f"the encoding was taken for {encoding}"),
        Text("请核对文字；另存为 UTF-8 更稳妥", "check the words; saving as UTF-8 is safer"),
    )


def blank_rows(file: str, count: int) -> Finding:
    """Rows without any cell were passed over."""
    return note(
        "GM-F002",
        Place(file),
        Text(f"跳过 {count} 个空行", f"{count} blank rows were passed over"),
        Text("可以删去", "they can be removed"),
    )


def no_rows(file: str) -> Finding:
    """A header and nothing below."""
    return note(
        "GM-F003",
        Place(file),
        Text("只有表头，没有数据行", "there is a header but no row"),
        Text("请检查是否导出完整", "check that all of it was exported"),
    )


def cleaned_cells(place: Place, count: int) -> Finding:
    """Invisible characters were taken out."""
    return note(
        "GM-F004",
        place,
        Text(
            f"{count} 格含不可见或私用字符，已去除",
            f"invisible or private characters were taken out of {count} cells",
        ),
        Text("请核对这些文字", "check the words there"),
    )


def header_below(file: str, row: int) -> Finding:
    """Title rows stand above the header."""
    return note(
        "GM-F005",
        Place(file, row),
        Text(
            f"表头在第 {row} 行，以上各行未读",
            f"the header is in row {row}; what is above was left",
        ),
        Text("请核对列名", "check the names of the columns"),
    )


def merged_cells(file: str) -> Finding:
    """Merged cells hold their value once."""
    return note(
        "GM-F006",
        Place(file),
        Text("有合并单元格，其值只算在左上一格", "merged cells count as their first cell only"),
        Text("请取消合并并填满各格", "unmerge them and fill in every cell"),
    )


def other_sheets(file: str, names: list[str]) -> Finding:
    """A workbook has more sheets with cells than the one read."""
    return note(
        "GM-F007",
        Place(file),
        Text(
            f"还有工作表未读：{'、'.join(names)}", f"other sheets were not read: {', '.join(names)}"
        ),
        Text("可用 --sheet 选择", "choose one with --sheet"),
    )


def repeated_keys(file: str, key: str, count: int) -> Finding:
    """JSON objects name a key twice."""
    return note(
        "GM-F008",
        Place(file),
        Text(
            f"键“{key}”等重复 {count} 次，取后一个值",
            f"{count} keys are repeated, {key!r} among them; the last value counts",
        ),
        Text("请删去重复的键", "remove the repeated keys"),
    )


def no_geometry(file: str, count: int, first: int) -> Finding:
    """Features without a place."""
    return note(
        "GM-F009",
        Place(file, first),
        Text(f"{count} 个要素没有几何", f"{count} features have no geometry"),
        Text("它们不会出现在图上", "they will not be on the map"),
    )


def unclear_ids(file: str, row: int) -> Finding:
    """The property ``id`` does not tell features apart."""
    return note(
        "GM-F010",
        Place(file, row, "id"),
        Text("属性 id 重复或为空", "the property id is repeated or empty"),
        Text("不能用它连接表格", "it cannot serve to join tables"),
    )


def invalid_rings(file: str, count: int, first: int, reason: str) -> Finding:
    """Polygons that are not valid."""
    return note(
        "GM-F011",
        Place(file, first),
        Text(f"{count} 个面无效（{reason}）", f"{count} polygons are invalid ({reason})"),
        Text("请修复", "repair them"),
    )


def wound_wrong(file: str, count: int, first: int) -> Finding:
    """Rings that run against RFC 7946."""
    return note(
        "GM-F012",
        Place(file, first),
        Text(
            f"{count} 个面的环方向相反，已转正",
            f"the rings of {count} polygons ran the wrong way and were turned",
        ),
        Text("无需处理", "nothing to do"),
    )


def outside_china(file: str, *, swapped: bool) -> Finding:
    """Positions that are not in China, perhaps because the axes are exchanged."""
    return note(
        "GM-F013",
        Place(file),
        Text("范围不在中国境内", "the extent is not in China"),
        Text("经纬度似乎颠倒，请对调", "longitude and latitude seem swapped: exchange them")
        if swapped
        else Text("请核对坐标系", "check the coordinate reference system"),
    )


def no_crs(file: str) -> Finding:
    """A layer that does not say what its coordinates are."""
    return Finding(
        "GM-F014",
        Level.ERROR,
        Place(file),
        Text("文件没有说明坐标系", "the file does not say its coordinate reference system"),
        Text("请用 --crs 指明，如 EPSG:4490", "say it with --crs, such as EPSG:4490"),
    )


def bad_positions(file: str, reason: Text) -> Finding:
    """Coordinates that are not what the CRS says."""
    return Finding(
        "GM-F015",
        Level.ERROR,
        Place(file),
        reason,
        Text("请核对坐标系", "check the coordinate reference system"),
    )


def unnamed_columns(file: str, row: int) -> Finding:
    """Columns of a workbook without a name are called by their letters."""
    return note(
        "GM-F016",
        Place(file, row),
        Text("有的列没有名字，以列标代之", "columns without a name are called by their letters"),
        Text("请为每列取一个名字", "give each column a name of its own"),
    )


def odd_cell(place: Place, words: str, remedy: Text) -> Finding:
    """A cell that is no number, in a column of numbers."""
    return note(
        "GM-F017",
        place,
        Text(f"“{words}”不是数字，该列多为数字", f"{words!r} is no number; the column has numbers"),
        remedy,
    )
