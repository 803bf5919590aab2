"""Faults in files of a stranger, each with its place; and the same files without one.

Every command that reads such a file must find the fault: `tests/whole/test_faults_by_command.py`
holds each of them to it, and ``docs/faults.md`` shows what they say.
"""

import io
import json
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import openpyxl
import shapely
from support import books

Kind = Literal["numbers", "points", "layer"]
Command = Literal["inspect", "check", "convert", "locate", "match"]
COMMANDS: tuple[Command, ...] = ("inspect", "check", "convert", "locate", "match")
READS: dict[Kind, tuple[Command, ...]] = {
    "numbers": ("inspect", "check", "match"),
    "points": ("inspect", "check", "convert", "locate", "match"),
    "layer": ("inspect", "check", "convert"),
}
Rows = list[list[Any]]
NUMBERS: Rows = [
    ["区划代码", "区县", "常住人口（人）", "城镇化率（%）"],
    ["500101", "万州区", "1564449", "68.92"],
    ["500102", "涪陵区", "1115016", "71.85"],
    ["500103", "渝中区", "588717", "100"],
    ["500104", "大渡口区", "421904", "97.75"],
    ["500105", "江北区", "925800", "99.15"],
    ["500106", "沙坪坝区", "1477345", "96.62"],
    ["500107", "九龙坡区", "1526821", "93.54"],
]
POINTS: Rows = [
    ["名称", "所在区县", "经度", "纬度"],
    ["甲站", "渝中区", "106.56", "29.55"],
    ["乙站", "沙坪坝区", "106.46", "29.54"],
    ["丙站", "江北区", "106.57", "29.60"],
    ["丁站", "万州区", "108.40", "30.80"],
    ["戊站", "涪陵区", "107.40", "29.70"],
]
_BOX = shapely.box(106.45, 29.5, 106.5, 29.55)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a stranger: its kind, the end of its name and its bytes."""

    kind: Kind
    suffix: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a file.

    Attributes:
        zh: What it is, in Chinese.
        en: The same in English.
        file: The file that has it.
        row: Where it is; None where it is the file's.
        unread: Commands that read the file and not the cells where the fault is.
    """

    zh: str
    en: str
    file: File
    row: int | None = None
    unread: tuple[Command, ...] = ()

    @property
    def reads(self) -> tuple[Command, ...]:
        """The commands that must find it."""
        return tuple(c for c in READS[self.file.kind] if c not in self.unread)


# --- Files


def text(rows: Sequence[Sequence[Any]], sep: str = ",") -> str:
    return "".join(sep.join(map(str, row)) + "\r\n" for row in rows)


def table(kind: Kind, rows: Rows, encoding: str = "utf-8") -> File:
    return File(kind, ".csv", text(rows).encode(encoding))


def base(kind: Kind) -> Rows:
    return [[*row] for row in (NUMBERS if kind == "numbers" else POINTS)]


def with_cell(kind: Kind, row: int, column: int, words: str) -> File:
    rows = base(kind)
    rows[row - 1][column] = words
    return table(kind, rows)


def book(kind: Kind, change: Callable[[Any], None] = lambda _: None) -> File:
    """The table as .xlsx, with a change to its sheet; numbers are numbers."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in base(kind):
        sheet.append([_plain(cell) for cell in row])
    change(sheet)
    stream = io.BytesIO()
    made.save(stream)
    return File(kind, ".xlsx", stream.getvalue())


def _quoted(words: str) -> str:
    return f'"{words}"' if "," in words else words


def _plain(cell: str) -> str | float:
    number = cell.replace(".", "", 1)
    return float(cell) if number.isdigit() and len(number) != 6 else cell


def layer(change: Callable[[dict[str, Any]], None] = lambda _: None) -> File:
    """Two areas and a point, as GeoJSON, with a change to its document."""
    shapes = [_BOX, shapely.box(106.5, 29.5, 106.55, 29.55), shapely.Point(106.57, 29.6)]
    features = [
        {
            "type": "Feature",
            "properties": {"id": f"p{number}", "name": f"项目{number}"},
            "geometry": json.loads(shapely.to_geojson(shapely.orient_polygons(shape))),
        }
        for number, shape in enumerate(shapes, 1)
    ]
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    change(document)
    return File("layer", ".geojson", json.dumps(document, ensure_ascii=False).encode())


def moved(number: int, shape: shapely.Geometry) -> Callable[[dict[str, Any]], None]:
    """A change of the geometry of a feature."""

    def change(document: dict[str, Any]) -> None:
        document["features"][number - 1]["geometry"] = json.loads(shapely.to_geojson(shape))

    return change


def member(number: int | None, name: str, value: Any) -> Callable[[dict[str, Any]], None]:  # noqa: ANN401
    """A change of a member of a feature, or of the document."""

    def change(document: dict[str, Any]) -> None:
        owner = document if number is None else document["features"][number - 1]
        owner[name] = value

    return change


def renamed(number: int, old: str, new: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        feature = document["features"][number - 1]
        feature[new] = feature.pop(old)

    return change


def written(folder: Path, driver: str, suffix: str, crs: str | None) -> File:
    """The two areas by GDAL, in a CRS."""
    frame = gpd.GeoDataFrame(
        {"id": ["p1", "p2"], "name": ["甲", "乙"]},
        geometry=[_BOX, shapely.box(106.5, 29.5, 106.55, 29.55)],
        crs=crs,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that there is no CRS
        frame.to_file(folder / f"x{suffix}", driver=driver)
    return File("layer", suffix, (folder / f"x{suffix}").read_bytes())


def _put(place: str, value: Any) -> Callable[[Any], None]:  # noqa: ANN401 # any cell
    def change(sheet: Any) -> None:  # noqa: ANN401 # openpyxl's sheet
        sheet[place] = value

    return change


# --- Faults of any table


def of_tables(kind: Kind) -> Iterator[Fault]:
    rows = base(kind)
    words = text(rows)
    name = rows[1][1]
    what = "数值表" if kind == "numbers" else "点位表"
    en = "numbers" if kind == "numbers" else "points"

    def fault(zh: str, said: str, file: File | bytes, row: int | None = None) -> Fault:
        made = File(kind, ".csv", file) if isinstance(file, bytes) else file
        return Fault(f"{zh}（{what}）", f"{said} ({en})", made, row)

    yield fault("GBK 编码", "saved in GBK", words.encode("gbk"))
    yield fault("UTF-16 无标记", "UTF-16 without a mark", words.encode("utf-16-le"))
    first, rest = words.split("\r\n", 1)
    mixed = first.encode() + b"\r\n" + rest.encode("gbk")
    yield fault("一个文件两种编码", "two encodings in one file", mixed)
    yield fault(
        "不可见字符", "an invisible character", words.replace(name, f"{name}\u200b").encode()
    )
    yield fault("空行", "a blank row", table(kind, [*rows[:3], [""] * len(rows[0]), *rows[3:]]))
    yield fault("只有表头", "a heading alone", table(kind, rows[:1]))
    yield fault("文件为空", "an empty file", b"")
    yield fault("表头上有标题", "a title above the heading", f"2020年统计\r\n\r\n{words}".encode())
    yield fault(
        "列名重复", "a heading twice", table(kind, [[*rows[0], rows[0][2]], *_wide(rows)]), 1
    )
    yield fault(
        "列没有名字", "a column without a name", table(kind, [[*rows[0], ""], *_wide(rows)]), 1
    )
    yield fault(
        "一行多一格", "a row with a cell too many", table(kind, [*rows[:2], [*rows[2], "x"]]), 3
    )
    yield fault("没有表头", "no heading", table(kind, rows[1:]), 1)
    yield fault(
        "引号不成对",
        "a quotation mark that is not closed",
        words.replace(name, f'"{name}').encode(),
    )
    yield fault("合并单元格", "merged cells", book(kind, lambda s: s.merge_cells("B2:B3")))
    yield fault(
        "还有工作表",
        "a second sheet",
        book(kind, lambda s: s.parent.create_sheet("乙").append(["x"])),
    )
    yield fault("错误值", "#DIV/0!", book(kind, _put("C3", "#DIV/0!")), 3)
    yield fault("公式没有结果", "a formula without a value", book(kind, _put("C3", "=1+1")), 3)
    yield fault(
        "网页冒充 .xls",
        "a web page called .xls",
        File(kind, ".xls", b"<html><table></table></html>"),
    )
    yield fault(
        "文件被截断", "a workbook that was cut", File(kind, ".xlsx", book(kind).data[:2000])
    )


def _wide(rows: Rows) -> Rows:
    return [[*row, "7"] for row in rows[1:]]


# --- Faults of numbers, of districts, of positions, of layers


def of_numbers() -> Iterator[Fault]:
    def fault(zh: str, en: str, row: int, column: int, words: str) -> Fault:
        return Fault(zh, en, with_cell("numbers", row, column, _quoted(words)), row, ("match",))

    yield fault("数字前有“约”", "about 12", 3, 2, "约12")
    yield fault("逗号写法不明", "a comma that may be either", 3, 2, "1,5")
    yield fault("人数写成百分数", "a percentage among counts", 3, 2, "12%")
    yield fault("全角公式", "a formula in full width", 3, 2, "＝1＋1")
    yield fault("百分率超过 100", "a share above 100", 3, 3, "171.2")
    yield fault("人口为负", "a negative population", 3, 2, "-1115016")
    yield fault("百分数写成比值", "a ratio among percentages", 3, 3, "0.7185")
    yield fault("单位差一万倍", "off by ten thousand", 3, 2, "111.5")
    yield fault("数字写成文字", "a number in words", 3, 2, "一百一十万")
    total = table("numbers", [*NUMBERS, ["", "合计", "99", ""]])
    yield Fault("合计与各行之和不符", "a total that is not the sum", total, 9, ("match",))


def of_districts() -> Iterator[Fault]:
    def numbers(zh: str, en: str, code: str, name: str) -> Fault:
        rows = base("numbers")
        rows[2][:2] = [code, name]
        return Fault(zh, en, table("numbers", rows), 3)

    yield numbers("代码不存在", "a code that is none", "500199", "涪陵区")
    yield numbers("代码少一位", "a code of five digits", "50010", "涪陵区")
    yield numbers("代码成了科学记数", "a code in scientific notation", "5.00102E+05", "涪陵区")
    yield numbers("代码中混入字母", "a letter in a code", "5OO102", "涪陵区")
    yield numbers("代码与名称不符", "code and name of two districts", "500102", "渝北区")
    yield numbers("同一区县两行", "a district in two rows", "500101", "万州区")
    yield numbers("没有代码", "no code", "", "涪陵区")
    yield numbers("万盛区的旧代码", "a reused code with the former name", "500110", "万盛区")

    def points(zh: str, en: str, words: str) -> Fault:
        return Fault(zh, en, with_cell("points", 3, 1, words), 3, ("convert", "locate"))

    yield points("区县写错", "a misspelt district", "沙坪霸区")
    yield points("晚于边界的区", "a district founded later", "两江新区")
    yield points("别处的区", "a district elsewhere", "东坡区")
    yield points("已撤销的县", "a county that was given up", "万盛区")


def of_positions() -> Iterator[Fault]:
    def fault(zh: str, en: str, lon: str, lat: str) -> Fault:
        rows = base("points")
        rows[2][2:] = [lon, lat]
        return Fault(zh, en, table("points", rows), 3, ("match",))

    yield fault("位于 0, 0", "at 0, 0", "0", "0")
    yield fault("没有位置", "no position", "", "")
    yield fault("只有经度", "a longitude alone", "106.46", "")
    yield fault("经纬度颠倒", "axes exchanged", "29.54", "106.46")
    yield fault("坐标是米", "metres", "447000", "3268000")
    yield fault("不在中国", "abroad", "2.35", "48.86")
    yield fault("不是坐标", "words for a coordinate", "东边", "29.54")
    yield fault("纬度超过 90", "a latitude above 90", "106.46", "95")
    rows = base("points")
    rows[2][2:] = ["104.07", "30.66"]
    unread: tuple[Command, ...] = ("convert", "match")  # convert knows of no districts
    yield Fault("在所有区县之外", "outside all districts", table("points", rows), 3, unread)
    yield fault("百分数作坐标", "a percentage for a coordinate", "50%", "29.54")


def of_layers(folder: Path) -> Iterator[Fault]:
    """Those whose files GDAL writes go through a folder."""

    def fault(zh: str, en: str, change: Callable[[dict[str, Any]], None], row: int | None) -> Fault:
        return Fault(zh, en, layer(change), row)

    bow = shapely.Polygon([(106.45, 29.5), (106.5, 29.55), (106.5, 29.5), (106.45, 29.55)])
    yield fault("自相交的面", "a bow tie", moved(2, bow), 2)
    yield fault("没有几何", "no geometry", member(2, "geometry", None), 2)
    yield fault("图层点在 0, 0", "a feature at 0, 0", moved(3, shapely.Point(0, 0)), 3)
    yield fault("geometry 拼错", "a misspelt member", renamed(2, "geometry", "geometri"), 2)
    yield fault("id 是对象", "an id that is an object", member(2, "id", {"a": 1}), 2)
    yield fault("type 是列表", "a type that is a list", member(2, "type", ["Feature"]), 2)
    yield fault("crs 是链接", "a crs that is a link", member(None, "crs", {"type": "link"}), None)
    yield fault("坐标是文字", "coordinates in words", _worded, 3)
    yield fault("环方向相反", "rings that run the wrong way", _turned, 2)
    yield fault("经纬度颠倒（图层）", "axes exchanged (layer)", _swapped, None)
    yield fault("度数处是米", "metres under degrees", _metric, None)
    doubled = layer().data.replace(b'"name":', b'"name": "x", "name":', 1)
    yield Fault("JSON 键重复", "a JSON key twice", File("layer", ".geojson", doubled))
    yield Fault("JSON 被截断", "JSON that was cut", File("layer", ".geojson", layer().data[:-40]))
    yield Fault("没有坐标系", "no CRS", written(folder, "GPKG", ".gpkg", None))
    yield Fault("西安 80", "Xi'an 1980", written(folder, "GPKG", ".gpkg", "EPSG:4610"))


def _worded(document: dict[str, Any]) -> None:
    document["features"][2]["geometry"]["coordinates"] = ["106", "29"]


def _turned(document: dict[str, Any]) -> None:
    ring = document["features"][1]["geometry"]["coordinates"]
    ring[0] = ring[0][::-1]


def _swapped(document: dict[str, Any]) -> None:
    _each(document, lambda x, y: (y, x))


def _metric(document: dict[str, Any]) -> None:
    _each(document, lambda x, y: (x * 100_000, y * 100_000))


def _each(document: dict[str, Any], change: Callable[[Any, Any], tuple[Any, Any]]) -> None:
    for feature in document["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        made = shapely.transform(shape, lambda p: np.column_stack(change(p[:, 0], p[:, 1])))
        feature["geometry"] = json.loads(shapely.to_geojson(made))


def faults(folder: Path) -> list[Fault]:
    """All of them, in the order of the docs."""
    return [
        *of_tables("numbers"),
        *of_tables("points"),
        *of_numbers(),
        *of_districts(),
        *of_positions(),
        *of_layers(folder),
    ]


# --- Clean files


def clean(folder: Path) -> list[tuple[str, File]]:
    """Files that nothing is wrong with, as different as offices make them."""
    found: list[tuple[str, File]] = []
    kinds: tuple[Kind, ...] = ("numbers", "points")
    for kind in kinds:
        rows = base(kind)
        words = text(rows)
        found += [
            (f"{kind}: plain", table(kind, rows)),
            (f"{kind}: with a mark", File(kind, ".csv", words.encode("utf-8-sig"))),
            (f"{kind}: lines of Unix", File(kind, ".csv", words.replace("\r\n", "\n").encode())),
            (f"{kind}: no last line end", File(kind, ".csv", words.rstrip().encode())),
            (f"{kind}: tabs", File(kind, ".tsv", text(rows, "\t").encode())),
            (f"{kind}: semicolons", File(kind, ".csv", text(rows, ";").encode())),
            (f"{kind}: UTF-16 with a mark", File(kind, ".csv", words.encode("utf-16"))),
            (
                f"{kind}: quoted",
                File(kind, ".csv", text([[f'"{c}"' for c in r] for r in rows]).encode()),
            ),
            (f"{kind}: .xlsx", book(kind)),
            (f"{kind}: .xls", File(kind, ".xls", books.xls({"a": rows}))),
            (f"{kind}: .xlsb", File(kind, ".xlsb", books.xlsb({"a": rows}))),
            (f"{kind}: .ods", File(kind, ".ods", books.ods({"a": rows}))),
        ]
    short = [[r[0], r[1].removesuffix("区"), *r[2:]] for r in base("numbers")[1:]]
    commas = [[*r[:2], f'"{int(r[2]):,}"', r[3]] for r in base("numbers")[1:]]
    dms = [[r[0], "渝中区", "106°33′36″", "29°33′"] for r in base("points")[1:4]]
    found += [
        ("numbers: short names", table("numbers", [NUMBERS[0], *short])),
        ("numbers: thousands with commas", table("numbers", [NUMBERS[0], *commas])),
        ("numbers: no value as —", with_cell("numbers", 3, 2, "—")),
        ("points: degrees and minutes", table("points", [POINTS[0], *dms])),
        ("layer: GeoJSON", layer()),
        ("layer: GeoPackage", written(folder, "GPKG", ".gpkg", "EPSG:4490")),
        ("layer: FlatGeobuf", written(folder, "FlatGeobuf", ".fgb", "EPSG:4326")),
        ("layer: KML", File("layer", ".kml", _KML)),
    ]
    return found


_KML = (
    "<kml><Placemark><name>项目</name><Point><coordinates>106.5,29.5</coordinates></Point>"
    "</Placemark></kml>"
).encode()
