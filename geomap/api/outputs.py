"""The one way out: every format that a map can be made into, a line each.

A new format is one module and one line in `OUTPUTS`; ``build -f``, ``export -o``, ``to_file``, the
help texts and the docs' test read this list and nothing else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geomap.errors import RenderError
from geomap.text import Text

if TYPE_CHECKING:
    from geomap.api.product import Product
    from geomap.geo.target import Target
    from geomap.writers.encodings import Encoding

# What a format is made from: the spec (a page), the laid-out sheet (a picture), the frames (data),
# the spec and the sheet (a slide), or the spec alone, laid out for a column of text (a document).
Kind = Literal["page", "sheet", "data", "report", "document"]


@dataclass(frozen=True, slots=True)
class Output:
    """A format.

    Attributes:
        name: As ``-f`` and the ends of file names say it.
        title: What it is, for people.
        kind: What it is made from.
        module: Who makes it; imported when it is first asked for. By its kind it offers
            ``render(spec, basemap, profiles) -> bytes``, ``write(sheet) -> bytes``,
            ``write(spec, frames, path) -> names``, ``write(spec, sheet, path) -> names`` or
            ``write(spec, lang, path) -> names``, the names being those of all files made beside
            ``path``.
        degrees: It is defined for degrees on WGS84 and for nothing else.
        encodings: Its text can be in another encoding; ``write`` takes it as ``encoding``.
    """

    name: str
    title: Text
    kind: Kind
    module: str
    degrees: bool = False
    encodings: bool = False

    @property
    def suffix(self) -> str:
        """The end of its files' names."""
        return f".{self.name}"

    def make(self, product: "Product", path: Path) -> tuple[str, ...]:
        """Make a map's file at a path that nobody reads yet, and what belongs beside it.

        Returns:
            The names of the files made, all in the folder of ``path``, ``path`` itself first.

        Raises:
            RenderError: The map cannot be made into this format, or not in the CRS asked for.
            OSError: The disk refuses.
        """
        self._check(product.options.target)
        self.check_encoding(product.options.encoding)
        if product.options.simplestyle:
            from geomap.api import simplestyle  # noqa: PLC0415 # heavy

            simplestyle.check(self.name)
        return _MAKERS[self.kind](import_module(self.module), product, path)

    def check_encoding(self, encoding: "Encoding | None") -> None:
        """Refuse an encoding where the format has one of its own.

        Raises:
            RenderError: The message names the formats that can be asked for one.
        """
        if encoding is None or self.encodings:
            return
        fitting = ", ".join(other.name for other in OUTPUTS if other.encodings)
        raise RenderError(
            Text(
                f"{self.name} 不能选编码（可选的是 {fitting}）；请去掉该选项",
                f"{self.name} is in no encoding of choice ({fitting} is): leave that option out",
            )
        )

    def _check(self, target: "Target") -> None:
        """Refuse a CRS that the format cannot be in."""
        if target.is_wgs84 or (self.kind == "data" and not self.degrees):
            return
        fitting = [o.name for o in OUTPUTS if o.kind == "data" and not o.degrees]
        where = target.code or str(target.datum)
        why = (
            Text(
                f"按其标准只能是 WGS84 经纬度，不能用 {where}",
                f"takes degrees on WGS84 only, not {where}",
            )
            if self.degrees
            else Text(
                f"不是数据格式，不能选坐标系（{where}）",
                f"is no format of data, so {where} is not for it",
            )
        )
        listed = ", ".join(fitting)
        raise RenderError(
            Text(
                f"{self.name} {why.zh}；请去掉该选项，或改用 {listed}",
                f"{self.name} {why.en}: leave that option out, or use one of {listed}",
            )
        )


def _page(module: Any, product: "Product", path: Path) -> tuple[str, ...]:  # noqa: ANN401 # a module
    options = product.options
    path.write_bytes(module.render(product.spec, options.basemap, options.profiles))
    return (path.name,)


def _sheet(module: Any, product: "Product", path: Path) -> tuple[str, ...]:  # noqa: ANN401 # a module
    path.write_bytes(module.write(product.sheet))
    return (path.name,)


def _data(module: Any, product: "Product", path: Path) -> tuple[str, ...]:  # noqa: ANN401 # a module
    from geomap.api import simplestyle  # noqa: PLC0415 # heavy
    from geomap.api.moved import moved  # noqa: PLC0415 # heavy
    from geomap.writers.refused import as_os_error  # noqa: PLC0415 # heavy

    target, encoding = product.options.target, product.options.encoding
    write = module.write if encoding is None else partial(module.write, encoding=encoding)
    spec, frames = moved(product.spec, product.frames, target)
    if product.options.simplestyle:
        frames = simplestyle.styled(frames)
    with as_os_error():
        names = tuple(write(spec, frames, path))
        if not product.options.metadata:
            return names
        from geomap.writers import metadata  # noqa: PLC0415 # heavy

        return (*names, *metadata.write(spec, frames, path, names, target.datum))


def _report(module: Any, product: "Product", path: Path) -> tuple[str, ...]:  # noqa: ANN401 # a module
    return tuple(module.write(product.spec, product.sheet, path))


def _document(module: Any, product: "Product", path: Path) -> tuple[str, ...]:  # noqa: ANN401 # a module
    return tuple(module.write(product.spec, product.options.lang, path))


_MAKERS: dict[Kind, Callable[[Any, "Product", Path], tuple[str, ...]]] = {
    "page": _page,
    "sheet": _sheet,
    "data": _data,
    "report": _report,
    "document": _document,
}

OUTPUTS: tuple[Output, ...] = (
    Output("html", Text("离线交互网页", "interactive page"), "page", "geomap.renderers.html"),
    Output("png", Text("图片", "picture"), "sheet", "geomap.renderers.png"),
    Output("svg", Text("矢量图", "vector picture"), "sheet", "geomap.renderers.svg"),
    Output("pdf", Text("PDF 图幅", "sheet as PDF"), "sheet", "geomap.renderers.pdf"),
    Output("pptx", Text("幻灯片，原生形状", "slide of shapes"), "report", "geomap.reports.pptx"),
    Output("docx", Text("Word 插图", "figure for Word"), "document", "geomap.reports.docx"),
    Output(
        "geojson",
        Text("GIS 数据", "data for a GIS"),
        "data",
        "geomap.writers.geojson",
        degrees=True,
    ),
    Output(
        "gpkg",
        Text("GeoPackage，带 QGIS 工程", "GeoPackage with a QGIS project"),
        "data",
        "geomap.writers.gpkg",
    ),
    Output(
        "geojsonl",
        Text("GeoJSON，每行一个要素", "GeoJSON, a feature a line"),
        "data",
        "geomap.writers.geojsonl",
        degrees=True,
    ),
    Output(
        "topojson",
        Text("TopoJSON，共享边界", "TopoJSON with shared borders"),
        "data",
        "geomap.writers.topojson",
        degrees=True,
    ),
    Output(
        "shp.zip",
        Text("Shapefile", "Shapefile"),
        "data",
        "geomap.writers.shapefile",
        encodings=True,
    ),
    Output("fgb", Text("FlatGeobuf", "FlatGeobuf"), "data", "geomap.writers.fgb"),
    Output("parquet", Text("GeoParquet", "GeoParquet"), "data", "geomap.writers.parquet"),
    Output("kml", Text("KML", "KML"), "data", "geomap.writers.kml", degrees=True),
    Output("kmz", Text("KMZ", "KMZ"), "data", "geomap.writers.kmz", degrees=True),
    Output("xlsx", Text("Excel 工作簿", "Excel workbook"), "data", "geomap.writers.xlsx"),
    Output("csv", Text("表格", "tables"), "data", "geomap.writers.csv"),
)
_PROJECT = "qgz"  # no format: it comes with gpkg
DEFAULT_FORMATS = ("html", "png", "svg", "geojson")
DEFAULT_PAGE = "A4-landscape"


def names(outputs: Iterable[Output] | None = None) -> tuple[str, ...]:
    """What ``-f`` takes."""
    return tuple(output.name for output in (OUTPUTS if outputs is None else outputs))


def find(name: str) -> Output:
    """The output of that name.

    Raises:
        RenderError: There is none; the message lists those there are.
    """
    for output in OUTPUTS:
        if output.name == name:
            return output
    raise _unknown(name)


def for_file(path: Path) -> Output:
    """The output that a file's name asks for by its end; the longest end counts.

    Raises:
        RenderError: There is none; the message lists those there are.
    """
    name = path.name.lower()
    fitting = [output for output in OUTPUTS if name.endswith(output.suffix)]
    if not fitting:
        raise _unknown(path.suffix.removeprefix(".") or path.name)
    return max(fitting, key=lambda output: len(output.suffix))


def _unknown(name: str) -> RenderError:
    if name == _PROJECT:
        return RenderError(
            Text(
                "QGIS 工程（qgz）与 GeoPackage 一同生成；请用 gpkg",
                "a QGIS project (qgz) is made with its GeoPackage: use gpkg",
            )
        )
    known = ", ".join(names())
    return RenderError(
        Text(
            f"不支持的格式“{name}”；可用：{known}", f"Unknown format {name!r}; use one of: {known}"
        )
    )
