"""Make ``data/context``: the great rivers and the neighbouring provinces around the districts.

Both are ground for the reader's eye and nothing else: they are cut to a frame around the districts
and simplified to what a sheet of 1:1,000,000 can show::

    uv run --group boundaries scripts/make_context.py RIVERS.geojson          # write both files
    uv run --group boundaries scripts/make_context.py RIVERS.geojson --check  # compare with them

RIVERS.geojson: rivers of 1:4,000,000 with ``name`` and ``name_en``; see data/context/SOURCE.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from make_boundaries import OUT as DISTRICTS  # type: ignore[import-not-found] # beside it
from make_boundaries import package_root, read_polygons
from shapely.geometry import mapping

from geomap.errors import GeomapError
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

FOLDER = Path(__file__).resolve().parent.parent / "data" / "context"
# West, south, east, north: beyond what any sheet of the atlas shows.
FRAME = (103.8, 26.6, 111.8, 33.6)
TOLERANCE = 0.001  # degrees, about 100 m: rivers
ROUGH = 0.008  # provinces; the borders of the districts themselves are drawn by the districts
DECIMALS = 4  # about 10 m
PROVINCES = {
    "420000": ("湖北省", "Hubei"),
    "430000": ("湖南省", "Hunan"),
    "510000": ("四川省", "Sichuan"),
    "520000": ("贵州省", "Guizhou"),
    "610000": ("陕西省", "Shaanxi"),
}


def main() -> int:
    """Run the script and return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rivers", type=Path, help="rivers of 1:4,000,000")
    parser.add_argument("--check", action="store_true", help="write nothing; compare the bytes")
    args = parser.parse_args()
    try:
        made = {"rivers.geojson": rivers(args.rivers), "neighbours.geojson": neighbours()}
    except GeomapError as error:
        print(error, file=sys.stderr)
        return 2
    different = [n for n, data in made.items() if not same(FOLDER / n, data)]
    if args.check:
        print(*different, sep="\n", end="\n" if different else "")
        return 1 if different else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (FOLDER / name).write_bytes(data)
    return 0


def same(path: Path, data: bytes) -> bool:
    """Whether a file holds these bytes."""
    return path.is_file() and path.read_bytes() == data


def rivers(path: Path) -> bytes:
    """The rivers, the pieces of each joined, cut and simplified."""
    found = json.loads(path.read_text(encoding="utf-8"))["features"]
    features = []
    for feature in found:
        line = shapely.from_geojson(json.dumps(feature["geometry"]))
        whole = shapely.line_merge(shapely.clip_by_rect(line, *FRAME))
        simple = shapely.simplify(whole, TOLERANCE)
        features.append(({k: feature["properties"][k] for k in ("name", "name_en")}, simple))
    return to_geojson(features)


def neighbours() -> bytes:
    """The provinces around, without the districts themselves, sharing their borders still."""
    land = package_root() / "data" / "datasets" / "administrative" / "amap" / "land"
    shapes = np.array([_wgs84(read_polygons(land / f"{code}.geojson")) for code in PROVINCES])
    cut = np.array([shapely.make_valid(s) for s in shapely.clip_by_rect(shapes, *FRAME)])
    simple = shapely.coverage_simplify(cut, ROUGH)
    districts = json.loads(DISTRICTS.read_text(encoding="utf-8"))["features"]
    own = shapely.union_all([shapely.from_geojson(json.dumps(f["geometry"])) for f in districts])
    rest = shapely.difference(simple, shapely.simplify(own, ROUGH))
    named = [{"name": zh, "name_en": en} for zh, en in PROVINCES.values()]
    return to_geojson(list(zip(named, (_large(shape) for shape in rest), strict=True)))


def _wgs84(shape: BaseGeometry) -> BaseGeometry:
    def convert(lonlat: np.ndarray) -> np.ndarray:
        return np.column_stack(convert_datum(lonlat[:, 0], lonlat[:, 1], Datum.GCJ02, Datum.WGS84))

    converted: BaseGeometry = shapely.transform(shape, convert)
    return converted


def _large(shape: BaseGeometry) -> BaseGeometry:
    """Without slivers along borders that were simplified one by one."""
    parts = [part for part in shapely.get_parts(shape) if part.area > (10 * ROUGH) ** 2]
    whole = shapely.set_precision(shapely.multipolygons(parts), 10.0**-DECIMALS)
    oriented: BaseGeometry = shapely.orient_polygons(whole, exterior_cw=False)
    return oriented


def to_geojson(features: Sequence[tuple[dict[str, str], BaseGeometry]]) -> bytes:
    """A feature a line, the same bytes on every run."""
    lines = []
    for properties, shape in features:
        rounded = shapely.transform(shape, lambda points: np.round(points, DECIMALS))
        feature = {"type": "Feature", "properties": properties, "geometry": mapping(rounded)}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = f'{{"type":"FeatureCollection","geomap":{{"datum":"{Datum.WGS84}"}},"features":[\n'
    return (head + ",\n".join(lines) + "\n]}\n").encode()


if __name__ == "__main__":
    sys.exit(main())
