"""Points of a user's file given to the district that they lie in."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.api import plain
from geomap.api.placed import Placed, read_placed
from geomap.api.positions import ConversionResult, write_table
from geomap.api.product import OutputOptions
from geomap.checks.table_positions import told_outside
from geomap.geo.borders import border_distances
from geomap.geo.datum import Datum
from geomap.geo.inside import NOWHERE, district_of
from geomap.model import Finding, Location
from geomap.sources.layers import ReadOptions
from geomap.sources.refusals import refuse
from geomap.tables import values
from geomap.text import Text

ADDED = ("adcode", "district", "region", "border_m", "unsure")
_RADIUS = "uncertainty_m"
_YES = "yes"


def locate(
    source: Path,
    target: Path,
    districts: gpd.GeoDataFrame,
    datum: Datum,
    choice: ReadOptions | None = None,
    uncertainty: float = 0.0,
) -> ConversionResult:
    """Add to points the district that each lies in, and how near its border is.

    Args:
        source: A table with longitude and latitude, or a layer of points.
        target: The file to write, in any format of data by its end. Columns are added:
            ``adcode``, ``district`` and ``region``, empty where a point lies in none;
            ``border_m``, metres to the nearest border; ``unsure``, ``yes`` where that is less
            than the point may be off.
        districts: Index ``adcode``, columns ``name`` and ``region``; degrees, WGS84.
        datum: Datum of the positions; a column ``datum`` must not say otherwise.
        choice: What the source leaves open.
        uncertainty: Metres that points may be off; a column ``uncertainty_m`` says so row by row.

    Raises:
        DataError: The source cannot be read, a position is none, or it has lines or areas.
        RenderError: The target cannot be written.
    """
    output = plain.data_output(target)
    placed = read_placed(source, datum, choice or ReadOptions())
    _check_points(placed)
    areas = np.asarray(districts.geometry.to_numpy(), dtype=object)
    inside = district_of(placed.shapes, areas, np.zeros(len(placed.shapes)))
    border = border_distances(placed.shapes, areas)
    unsure = border < _radii(placed, uncertainty)
    rows = [
        {**row, **added}
        for row, added in zip(placed.rows, _added(districts, inside, border, unsure), strict=True)
    ]
    columns = [*dict.fromkeys([*placed.columns, *ADDED])]
    paths: tuple[Path, ...] = (target,)
    if output.name == "csv" and placed.lon_lat is not None:
        write_table(target, columns, rows)
    else:
        in_columns = output.name == "xlsx" and placed.lon_lat is not None
        shapes = np.full(len(rows), None, dtype=object) if in_columns else placed.shapes
        paths = plain.write(target, columns, rows, shapes, OutputOptions())
    nowhere = inside == NOWHERE
    told = (*placed.findings, *_outside(placed, nowhere))
    return ConversionResult(len(rows), int(nowhere.sum()), told, paths, int(unsure.sum()))


def _outside(placed: Placed, nowhere: NDArray[np.bool_]) -> list[Finding]:
    """What is told of points that lie in no district."""
    there = ~shapely.is_missing(placed.shapes)
    rows = [placed.numbers[row] for row in np.flatnonzero(nowhere & there)]
    column = None if placed.lon_lat is None else placed.lon_lat[0]
    return told_outside(placed.file, column, rows, int(there.sum()))


def _added(
    districts: gpd.GeoDataFrame,
    inside: NDArray[np.int64],
    border: NDArray[np.float64],
    unsure: NDArray[np.bool_],
) -> list[Mapping[str, str]]:
    """The cells that each row gets."""
    regions = districts.get("region", [""] * len(districts))
    known = [
        (str(code), str(name), str(region or ""))
        for code, name, region in zip(districts.index, districts["name"], regions, strict=True)
    ]
    known.append(("", "", ""))  # NOWHERE is -1
    return [
        dict(
            zip(
                ADDED,
                (*known[area], "" if np.isnan(metres) else f"{metres:.0f}", _YES if no else ""),
                strict=True,
            )
        )
        for area, metres, no in zip(inside, border, unsure, strict=True)
    ]


def _radii(placed: Placed, uncertainty: float) -> NDArray[np.float64]:
    """How far each point may be off, in metres."""
    radii = np.full(len(placed.rows), uncertainty)
    said_by = placed.rows if _RADIUS in placed.columns else ()
    for number, row in enumerate(said_by):
        said = values.number(row.get(_RADIUS, ""))
        if not isinstance(said, values.Invalid) and said is not None:
            radii[number] = said
    return radii


def _check_points(placed: Placed) -> None:
    """Refuse a layer that has something else than points."""
    there = ~shapely.is_missing(placed.shapes)
    other = there & (shapely.get_type_id(placed.shapes) != shapely.GeometryType.POINT)
    if not other.any():
        return
    number = int(np.flatnonzero(other)[0]) + 1
    refuse(
        Location(placed.file, number),
        Text(
            f"是 {placed.shapes[number - 1].geom_type}，不是点",
            f"a {placed.shapes[number - 1].geom_type} and no point",
        ),
        Text(
            "请用点图层；面可先取其代表点",
            "give points; of areas take a point on the surface first",
        ),
    )
