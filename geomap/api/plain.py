"""A user's own rows written in any format of data: no map, no classes, cells as text."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geomap.api import outputs
from geomap.api.product import OutputOptions, Product
from geomap.errors import RenderError
from geomap.geo.extent import Extent
from geomap.geo.target import Target
from geomap.model import MapSpec
from geomap.text import Text
from geomap.writers.files import write_whole

_NOTHING = Text("", "")
_WORLD = Extent(-180.0, -90.0, 180.0, 90.0)
_WKT = "wkt"
_TABLES = {"csv", "xlsx"}  # formats without geometry
_PLACES_ONLY = {"fgb", "parquet"}  # and those without rows that have none
_TAKEN = ("geometry", "geom", "fid")


def write(
    path: Path,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    shapes: NDArray[np.object_],
    options: OutputOptions,
    notes: Sequence[Text] = (),
) -> tuple[Path, ...]:
    """Write rows with their places.

    Args:
        path: File to make; its end says the format.
        columns: Names of the columns, in order.
        rows: n rows of cells.
        shapes: n geometries, degrees, WGS84; None where a row has no place.
        options: Where coordinates are to be, and the file's encoding.
        notes: What is to be said of the file in the file, where it has room for it.

    Returns:
        ``path``, and the files beside it where a format has one a kind of geometry.

    Raises:
        RenderError: No such format of data, or it cannot hold these rows or this CRS.
        DatumError: A place is none in the CRS.
    """
    output = data_output(path)
    _check_places(output, path, shapes)
    named = _own_names(columns)
    renamed = [f"{name} → {own}" for name, own in named.items() if name != own]
    table = pd.DataFrame({own: [row.get(name, "") for row in rows] for name, own in named.items()})
    frame = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))
    if output.name in _TABLES:
        frame = _as_table(frame, path, options.target)
    spec = _spec(path, frame, [*notes, *map(Text.same, renamed)])
    product = Product(spec, {"features": frame}, options)
    made = write_whole(path, lambda temporary: output.make(product, temporary))
    return (path, *(path.with_name(name) for name in made if name != path.name))


def data_output(path: Path) -> outputs.Output:
    """The format of data that a file's name asks for.

    Raises:
        RenderError: There is none.
    """
    known = [output for output in outputs.OUTPUTS if output.kind == "data"]
    fitting = [output for output in known if path.name.lower().endswith(output.suffix)]
    if fitting:
        return max(fitting, key=lambda output: len(output.suffix))
    listed = ", ".join(output.name for output in known)
    raise RenderError(
        Text(
            f"{path.name}：不是可写的数据格式；请用扩展名 {listed}",
            f"{path.name}: no format of data that can be written; end its name with one of "
            f"{listed}",
        )
    )


def _own_names(columns: Sequence[str]) -> dict[str, str]:
    """Columns under names that every format can hold side by side.

    Names of geometry and of the key of a GeoPackage are taken, and its names know no case.
    """
    named: dict[str, str] = {}
    taken = set(_TAKEN)
    for name in columns:
        own, number = name or "column", 1
        while own.casefold() in taken:
            own, number = f"{name or 'column'}_{number}", number + 1
        taken.add(own.casefold())
        named[name] = own
    return named


def _check_places(output: outputs.Output, path: Path, shapes: NDArray[np.object_]) -> None:
    """Refuse a format that would lose the rows without a place."""
    lost = int((shapely.is_missing(shapes) | shapely.is_empty(shapes)).sum())
    if lost and output.name in _PLACES_ONLY:
        raise RenderError(
            Text(
                f"{path.name}：{lost} 行没有位置，{output.name} 存不下；请改用 gpkg、csv 或 xlsx",
                f"{path.name}: {lost} without a place would be lost in {output.name}; "
                "use gpkg, csv or xlsx",
            )
        )


def _as_table(frame: gpd.GeoDataFrame, path: Path, target: Target) -> gpd.GeoDataFrame:
    """Rows for a table: what is no point stands in it as text, if the table has room for it."""
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if (shapely.get_type_id(shapes[there]) == shapely.GeometryType.POINT).all():
        return frame
    if path.name.lower().endswith(".xlsx"):
        raise RenderError(
            Text(
                f"{path.name}：工作簿放不下线和面；请改用 csv（WKT）或 gpkg",
                f"{path.name}: a workbook has no room for lines and areas; use csv (WKT) or gpkg",
            )
        )
    placed = shapely.transform(shapes[there], target.way())
    words = np.full(len(frame), "", dtype=object)
    words[there] = shapely.to_wkt(placed, rounding_precision=3 if target.is_plane else 9)
    table = pd.DataFrame(frame).assign(**{_WKT: words, "geometry": None})
    return gpd.GeoDataFrame(table, geometry="geometry", crs=frame.crs)


def _spec(path: Path, frame: gpd.GeoDataFrame, notes: Sequence[Text]) -> MapSpec:
    """A map that says nothing but what the file is."""
    bounds = frame.total_bounds
    name = path.name.partition(".")[0]
    return MapSpec(
        theme=name,
        atlas=_NOTHING,
        title=Text.same(name),
        subtitle=_NOTHING,
        name=Text.same(name),
        language="zh",
        alt=_NOTHING,
        reference_date=_NOTHING,
        approval=_NOTHING,
        sources=(),
        notes=tuple(notes),
        extent=Extent(*map(float, bounds)) if np.isfinite(bounds).all() else _WORLD,
        districts=(),
        borders=(),
        marks=(),
        legends=(),
        measures=(),
    )
