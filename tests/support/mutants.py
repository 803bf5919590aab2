"""Broken files by the thousand: good seeds in every format, with bits flipped, cut and spliced.

Run as a script it makes as many as asked; a test makes a few hundred::

    PYTHONPATH=tests uv run --group dev tests/support/mutants.py 10000

Each file is read in a forked worker with limits of time and memory. A refusal is right; any other
exception, a signal or a time-out is a failure; the file can be made again from its number.
"""

import io
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import geopandas as gpd
import openpyxl
import pyogrio
from shapely.geometry import box
from support import books

from geomap.api.inspection import inspect
from geomap.errors import GeomapError

SECONDS, MEMORY = 10, 2 << 30
WORKERS, BATCH = 4, 50
COMPRESSIONS: tuple[Literal["snappy", "gzip", "brotli", "lz4", "zstd"] | None, ...]
COMPRESSIONS = (None, "snappy", "gzip", "brotli", "lz4", "zstd")
CELLS = [("代码", "名称", "值"), ("500103", "渝中区", "1,234.5"), ("500110", "綦江区", "12.5%")]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A broken file: what it was made from, the seed of its faults, and its bytes."""

    suffix: str
    number: int
    data: bytes


def seeds() -> dict[str, bytes]:
    """A small good file of each format."""
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in CELLS) + "\n"
    found = {
        ".csv": text.encode(),
        ".tsv": text.replace('","', '"\t"').encode("gb18030"),
        ".xlsx": _workbook(),
        ".xls": books.xls({"表1": CELLS}),
        ".xlsb": books.xlsb({"表1": CELLS}),
        ".ods": books.ods({"表1": CELLS}),
        ".kml": _KML.encode(),
        ".topojson": json.dumps(_TOPOLOGY).encode(),
    }
    found[".kmz"] = _packed({"doc.kml": found[".kml"]})
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found |= _layers(Path(folder))
    return found


_KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
    "<name>渝中区</name><Polygon><outerBoundaryIs><LinearRing><coordinates>106,29 107,29 107,30 "
    "106,29</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
)
_TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [106, 29]},
    "arcs": [[[0, 0], [5, 0], [0, 5], [-5, -5]]],
    "objects": {"a": {"type": "Polygon", "arcs": [[0]], "properties": {"name": "渝中区"}}},
}


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in CELLS:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _layers(folder: Path) -> dict[str, bytes]:
    frame = gpd.GeoDataFrame(
        {"name": ["渝中区", "綦江区"], "value": [1, 2]},
        geometry=[box(106, 29, 107, 30), box(107, 29, 108, 30)],
        crs="EPSG:4490",
    )
    found = {}
    drivers = {
        ".geojson": "GeoJSON",
        ".gpkg": "GPKG",
        ".fgb": "FlatGeobuf",
        ".shp": "ESRI Shapefile",
    }
    for suffix, driver in drivers.items():
        pyogrio.write_dataframe(frame, folder / f"a{suffix}", driver=driver)
        found[suffix] = (folder / f"a{suffix}").read_bytes()
    found[".dbf"] = (folder / "a.dbf").read_bytes()
    parts = {f"a{s}": (folder / f"a{s}").read_bytes() for s in (".shp", ".shx", ".dbf", ".prj")}
    for compression in COMPRESSIONS:
        path = folder / f"a.{compression or 'none'}.parquet"
        frame.to_parquet(path, compression=compression)
        found[f".{compression or 'none'}.parquet"] = path.read_bytes()
    return found | {".zip": _packed(parts)}


def mutants(count: int, seed: int = 0) -> Iterator[Mutant]:
    """Broken files, the formats in turn; the same for the same seed."""
    good = seeds()
    for number in range(count):
        suffix = list(good)[number % len(good)]
        yield Mutant(suffix, number, _broken(good[suffix], random.Random(f"{seed}-{number}")))  # noqa: S311 # to be repeated, not to be secret


def _broken(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(made)) if made else 0
        kind = chance.choice(("flip", "flip", "byte", "cut", "drop", "repeat", "length"))
        if kind == "flip" and made:
            made[at] ^= 1 << chance.randrange(8)
        elif kind == "byte":
            made[at : at + 1] = bytes([chance.choice((0, 0x7F, 0x80, 0xFF, chance.randrange(256)))])
        elif kind == "cut":
            del made[chance.randrange(len(made) // 2, len(made) + 1) :]
        elif kind == "drop":
            del made[at : at + chance.randrange(1, 64)]
        elif kind == "repeat":
            made[at:at] = made[at : at + chance.randrange(1, 200)]
        else:
            made[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\xff\xff\xff\xff")
            )
    return bytes(made)


def read(batch: list[Mutant]) -> dict[int, str]:
    """What came of each file: ``read``, ``refused``, or the exception that got out."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY * 2, MEMORY * 2))
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for mutant in batch:
            path = Path(folder) / f"m{mutant.number}{mutant.suffix}"
            path.write_bytes(mutant.data)
            try:
                inspect(path)
                found[mutant.number] = "read"
            except GeomapError:
                found[mutant.number] = "refused"
            except Exception as error:  # noqa: BLE001 # this is what must not happen
                found[mutant.number] = repr(error)[:300]
    return found


def run(count: int, seed: int = 0) -> dict[str, Counter[str]]:
    """Read so many broken files.

    Returns:
        For each format how many were read, refused, or failed in which way.
    """
    every = {mutant.number: mutant for mutant in mutants(count, seed)}
    numbers = list(every)
    batches = [numbers[i : i + BATCH] for i in range(0, count, BATCH)]
    results: dict[str, Counter[str]] = {mutant.suffix: Counter() for mutant in every.values()}
    with multiprocessing.get_context("fork").Pool(WORKERS, maxtasksperchild=1) as pool:
        waiting = [pool.apply_async(read, ([every[n] for n in batch],)) for batch in batches]
        for batch, result in zip(batches, waiting, strict=True):
            try:
                for number, how in result.get(SECONDS * len(batch)).items():
                    results[every[number].suffix][how] += 1
            except multiprocessing.TimeoutError:
                results[every[batch[0]].suffix][f"crash in {batch[0]} to {batch[-1]}"] += 1
    return results


def main() -> int:
    """Print what came of as many files as the first argument says, a line each format.

    Returns:
        0 if every file was read or refused.
    """
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    results = run(count)
    for suffix, ways in sorted(results.items()):
        print(f"{suffix}: {', '.join(f'{n} {how}' for how, n in ways.most_common())}")  # noqa: T201 # run as a script
    good = sum(ways["read"] + ways["refused"] for ways in results.values())
    print(f"tried {count}, failed {count - good}")  # noqa: T201 # the same
    return 0 if good == count else 1


if __name__ == "__main__":
    sys.exit(main())
