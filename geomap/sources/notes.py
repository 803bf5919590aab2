"""What a reader has to tell about a file that it could read: warnings, as findings."""

from collections.abc import Sequence

from geomap.geo.datum import Datum
from geomap.model import Finding, Location
from geomap.model.catalogue import finding
from geomap.text import Text, counted

_SAVE = Text("请核对文字；另存为 UTF-8 更稳妥", "check the words; saving as UTF-8 is safer")

_PLACES = 3  # how many a finding names


def guessed_encoding(file: str, encoding: str, remedy: Text = _SAVE) -> Finding:
    """The encoding was inferred from the content."""
    return finding(
        "GM-F001",
        Location(file),
        Text(
            f"编码按内容判断为 {encoding}",
            f"the encoding was inferred from the content: {encoding}",
        ),
        remedy,
    )


def blank_rows(file: str, count: int) -> Finding:
    """Rows without any cell were passed over."""
    return finding(
        "GM-F002",
        Location(file),
        Text(
            f"跳过 {count} 个空行", f"{counted(count, 'blank row was', 'blank rows were')} skipped"
        ),
        Text("可以删去", "they can be removed"),
    )


def no_rows(file: str, *, layer: bool = False) -> Finding:
    """A header and nothing below, or a sound layer without a feature."""
    row = Text("只有表头，没有数据行", "there is a header but no row")
    feature = Text("图层合格，但没有要素", "the layer is sound, but has no feature")
    remedy = Text("请检查是否导出完整", "check that all of it was exported")
    return finding("GM-F003", Location(file), feature if layer else row, remedy)


def cleaned_cells(place: Location, count: int) -> Finding:
    """Invisible characters were taken out."""
    return finding(
        "GM-F004",
        place,
        Text(
            f"{count} 格含不可见或私用字符，已去除",
            f"invisible or private characters were removed from {counted(count, 'cell')}",
        ),
        Text("请核对这些文字", "check the words there"),
    )


def header_below(file: str, row: int) -> Finding:
    """Title rows stand above the header."""
    return finding(
        "GM-F005",
        Location(file, row),
        Text(
            f"表头在第 {row} 行，以上各行未读",
            f"the header is in row {row}; the rows above it were not read",
        ),
        Text("请核对列名", "check the names of the columns"),
    )


def merged_cells(file: str, areas: int, filled: int, header: int) -> Finding:
    """Merged cells stand for each of their cells; those of a header make it several rows high."""
    joined = Text(f"，{header} 行表头合为一行", f", and {header} header rows were joined into one")
    tail = joined if header > 1 else Text("", "")
    return finding(
        "GM-F006",
        Location(file),
        Text(
            f"有 {areas} 处合并单元格，其值填入另外 {filled} 格{tail.zh}",
            f"the values of {counted(areas, 'merged area')} were copied into "
            f"{counted(filled, 'more cell')}{tail.en}",
        ),
        Text(
            "请核对：合计或数值不应重复计入",
            "check them: a total or a number must not count several times",
        ),
    )


def unit_row(place: Location) -> Finding:
    """The row below the header has units, which the columns are called by now."""
    return finding(
        "GM-F025",
        place,
        Text(
            "表头下一行是单位，已并入列名",
            "the row below the header has units; they were joined to it",
        ),
        Text("请核对列名", "check the names of the columns"),
    )


def other_sheets(file: str, names: list[str]) -> Finding:
    """A workbook has more sheets with cells than the one read."""
    return finding(
        "GM-F007",
        Location(file),
        Text(
            f"还有工作表未读：{'、'.join(names)}", f"other sheets were not read: {', '.join(names)}"
        ),
        Text(
            "可用 --sheet 选择，在 geomap.toml 中写 sheet",
            "choose one with --sheet, in geomap.toml with sheet",
        ),
    )


def repeated_keys(file: str, key: str, count: int) -> Finding:
    """JSON objects name a key twice."""
    return finding(
        "GM-F008",
        Location(file),
        Text(
            f"键“{key}”等重复 {count} 次，取后一个值",
            f"{counted(count, 'key is', 'keys are')} repeated, {key!r} among them; "
            "the last value counts",
        ),
        Text("请删去重复的键", "remove the repeated keys"),
    )


def no_geometry(file: str, count: int, first: int) -> Finding:
    """Features without a place."""
    return finding(
        "GM-F009",
        Location(file, first),
        Text(
            f"{count} 个要素没有几何",
            f"{counted(count, 'feature has', 'features have')} no geometry",
        ),
        Text("它们不会出现在图上", "they will not be on the map"),
    )


def unclear_ids(file: str, row: int) -> Finding:
    """The property ``id`` does not tell features apart."""
    return finding(
        "GM-F010",
        Location(file, row, "id"),
        Text("属性 id 重复或为空", "the property id is repeated or empty"),
        Text("不能用它连接表格", "it cannot serve to join tables"),
    )


def wound_wrong(file: str, count: int, first: int) -> Finding:
    """Rings that run against RFC 7946."""
    return finding(
        "GM-F012",
        Location(file, first),
        Text(
            f"{count} 个面的环方向相反，已转正",
            f"the rings of {counted(count, 'polygon')} ran the wrong way and were reversed",
        ),
        Text("无需处理", "nothing to do"),
    )


_CHECK_CRS = Text("请核对坐标系", "check the coordinate reference system")
_SWAPPED = Text(
    "经纬度（或东、北坐标）似乎颠倒，请对调",
    "longitude and latitude (or easting and northing) seem swapped: exchange them",
)


def outside_china(file: str, *, swapped: bool) -> Finding:
    """Positions that are not in China, perhaps because the axes are exchanged."""
    return finding(
        "GM-F013",
        Location(file),
        Text("范围不在中国境内", "the extent is not in China"),
        _SWAPPED if swapped else _CHECK_CRS,
    )


def other_datum(file: str, declared: Datum | None, found: Datum | None) -> Finding:
    """A layer whose declaration and positions speak of two datums."""
    return finding(
        "GM-F023",
        Location(file),
        Text(
            f"文件注明为 {declared}，位置却像 {found}",
            f"the file declares {declared}, but its positions fit {found}",
        ),
        Text("请核对后更正其中之一", "find out which is right, and mend the other"),
    )


def no_crs(file: str) -> Finding:
    """A layer that does not say what its coordinates are."""
    return finding(
        "GM-F014",
        Location(file),
        Text("文件没有说明坐标系", "the file does not say its coordinate reference system"),
        Text("请用 --crs 指明，如 EPSG:4490", "say it with --crs, such as EPSG:4490"),
    )


def bad_positions(file: str, reason: Text, *, swapped: bool) -> Finding:
    """Coordinates that are not what the CRS says, perhaps because the axes are exchanged."""
    remedy = _SWAPPED if swapped else _CHECK_CRS
    return finding("GM-F015", Location(file), reason, remedy)


def old_datum(file: str, datum: str) -> Finding:
    """A Chinese datum whose transformation is not public."""
    return finding(
        "GM-F018",
        Location(file),
        Text(
            f"{datum} 没有公开的转换参数，位置可能偏差数十米至百余米",
            f"{datum} has no public transformation: positions may be some 10 to over 100 m off",
        ),
        Text("请换用 CGCS2000 的数据", "use data in CGCS2000"),
    )


def unnamed_columns(header: Location) -> Finding:
    """Columns without a name are called by their letters."""
    return finding(
        "GM-F016",
        header,
        Text("有的列没有名字，以列标代之", "columns without a name are called by their letters"),
        Text("请为每列取一个名字", "give each column a name of its own"),
    )


def macros(file: str) -> Finding:
    """A workbook has macros, which nothing here runs."""
    return finding(
        "GM-F019",
        Location(file),
        Text("工作簿含宏，未运行", "the workbook has macros; they were not run"),
        Text(
            "单元格取上次计算的值，请核对；另存为 .xlsx 更稳妥",
            "its cells have the values last computed: check them; saving as .xlsx is safer",
        ),
    )


def error_cells(file: str, cells: Sequence[tuple[int, str, str]]) -> Finding:
    """Cells that could not be computed are taken as empty; each with its row, column and words."""
    first, more = _listed([f"{letters}{row} {words}" for row, letters, words in cells])
    return finding(
        "GM-F020",
        Location(file, cells[0][0]),
        Text(
            f"{len(cells)} 格是错误值，按空格处理：{first.zh}{more.zh}",
            f"{counted(len(cells), 'cell has an error and is', 'cells have errors and are')} "
            f"taken as empty: {first.en}{more.en}",
        ),
        Text("请在表中改正公式", "correct the formulas in the workbook"),
    )


def uncomputed_cells(file: str, cells: Sequence[tuple[int, str]]) -> Finding:
    """Formulas that no program has worked out are taken as empty; each with its row and column."""
    first, more = _listed([f"{letters}{row}" for row, letters in cells])
    return finding(
        "GM-F024",
        Location(file, cells[0][0]),
        Text(
            f"{len(cells)} 格的公式没有计算结果，按空格处理：{first.zh}{more.zh}",
            f"{counted(len(cells), 'formula has', 'formulas have')} no value and "
            f"{'is' if len(cells) == 1 else 'are'} taken as empty: {first.en}{more.en}",
        ),
        Text("请用 Excel 或 WPS 打开并保存一次", "open the workbook in Excel and save it once"),
    )


def _listed(places: Sequence[str]) -> tuple[Text, Text]:
    """The first of some places, and a sign that there are more."""
    first = places[:_PLACES]
    more = Text("等", " …") if len(places) > _PLACES else Text("", "")
    return Text("、".join(first), ", ".join(first)), more


def first_row_is_data(place: Location) -> Finding:
    """The row that was taken for names of columns looks like data."""
    return finding(
        "GM-F021",
        place,
        Text("用作列名的一行像是数据", "the row that names the columns looks like data"),
        Text(
            "请加一行列名；确无列名时用 --no-header（Python：header=False）",
            "add a row of names; if there is none, say --no-header (in Python header=False)",
        ),
    )


def repeated_columns(header: Location, names: Sequence[str]) -> Finding:
    """Columns of the same name got a number."""
    first, more = [*names[:_PLACES]], len(names) > _PLACES
    return finding(
        "GM-F022",
        header,
        Text(
            f"列名重复，以编号区分：{'、'.join(first)}{'等' if more else ''}",
            f"names of columns are repeated and got a number: "
            f"{', '.join(first)}{' …' if more else ''}",
        ),
        Text("请为每列取一个名字", "give each column a name of its own"),
    )
