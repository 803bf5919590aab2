"""What the coordinates of a layer are, and the way to degrees on WGS84."""

import re
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geomap.errors import DatumError
from geomap.geo.datum import WGS84_CRS, Datum
from geomap.geo.shift import convert_datum
from geomap.model import Location
from geomap.sources.layer import Layer
from geomap.sources.refusals import refuse
from geomap.text import Text, clean

_CRS = re.compile(r"(?:urn:ogc:def:crs:)?(EPSG|OGC):(?:[\d.]*:)?(CRS84|\d{4,5})", re.IGNORECASE)
# Geographic CRSs used as they are; degrees on other datums differ by metres.
_DEGREES = {("EPSG", "4326"), ("EPSG", "4490"), ("OGC", "CRS84")}
_OLD_DATUMS = {
    ("EPSG", "4214"): "Beijing 1954",
    ("EPSG", "4555"): "New Beijing",
    ("EPSG", "4610"): "Xi'an 1980",
}
_SAME_DATUM = ({Datum.WGS84, Datum.CGCS2000},)


def old_datum(crs: pyproj.CRS | None) -> str | None:
    """The name of a Chinese datum whose transformation is not public; None for all others."""
    base = None if crs is None else crs.geodetic_crs
    return None if base is None else _OLD_DATUMS.get(base.to_authority())


def parse_crs(words: str, name: str) -> pyproj.CRS:
    """A CRS by its EPSG or OGC name; nothing else is looked up anywhere."""
    match = _CRS.fullmatch(words.strip())
    try:
        if match:
            return pyproj.CRS.from_authority(match[1].upper(), match[2].upper())
        cause: Exception | None = None
    except pyproj.exceptions.CRSError as error:
        cause = error
    refuse(
        Location(name),
        Text(
            f"未知坐标系“{clean(words)}”", f"unknown coordinate reference system {clean(words)!r}"
        ),
        Text("请写 EPSG 编号，如 EPSG:4490", "write its EPSG number, such as EPSG:4490"),
        cause,
    )


def to_wgs84(layer: Layer, datum: Datum | None = None) -> gpd.GeoDataFrame:
    """The features of a layer in degrees, EPSG:4326, longitude first.

    Projected coordinates are read easting first, as every format here stores them, whatever the
    order of axes in the definition of their CRS (Gauss-Krüger: northing first).

    Args:
        layer: What was read.
        datum: Datum of its degrees; None takes what the file declares, else WGS84.

    Raises:
        DataError: The layer has no CRS, its coordinates do not fit it, or the file declares
            another datum than the one said.
    """
    datum = _agreed(layer, datum)
    crs = layer.crs
    if crs is None:
        refuse(
            Location(layer.file),
            Text("文件没有说明坐标系", "the file does not say its coordinate reference system"),
            Text("请用 --crs 指明，如 EPSG:4490", "say it with --crs, such as EPSG:4490"),
        )
    as_they_are = crs.to_authority() in _DEGREES
    try:
        degrees = pyproj.Transformer.from_crs(crs, WGS84_CRS, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        refuse(
            Location(layer.file),
            Text(
                f"坐标系“{clean(crs.name)}”不能转为经纬度",
                f"no way from {clean(crs.name)!r} to degrees",
            ),
            Text("请用 --crs 指明，如 EPSG:4490", "say it with --crs, such as EPSG:4490"),
            error,
        )

    def convert(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        lon, lat = points[:, 0], points[:, 1]
        if not as_they_are:
            lon, lat = degrees.transform(lon, lat)
        return np.column_stack(convert_datum(lon, lat, datum, Datum.WGS84))

    try:
        shapes = shapely.transform(np.asarray(layer.frame.geometry.to_numpy()), convert)
    except DatumError as error:
        refuse(Location(layer.file), error.message, Text("请核对坐标系", "check the CRS"), error)
    return layer.frame.set_geometry(gpd.GeoSeries(shapes, index=layer.frame.index, crs=WGS84_CRS))


def _agreed(layer: Layer, datum: Datum | None) -> Datum:
    declared = layer.datum
    if datum is None or declared is None:
        return datum or declared or Datum.WGS84
    if datum is declared or any({datum, declared} <= same for same in _SAME_DATUM):
        return datum
    refuse(
        Location(layer.file),
        Text(
            f"文件注明为 {declared}，却被说成 {datum}", f"the file declares {declared}, not {datum}"
        ),
        Text("不会转换两次；请更正其中之一", "it is not converted twice: put one of them right"),
    )
