"""Well-formed documents of the wrong shape: each value at each place replaced by each other kind.

Run as a script it tries them all, and then random pairs of faults up to the number asked for::

    PYTHONPATH=tests uv run --group dev tests/support/structures.py 50000

A refusal is right, and so is an answer; any other exception is a failure.
"""

import copy
import json
import random
import sys
import tempfile
import tomllib
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from support.paths import ROOT

from geomap.api.inspection import inspect
from geomap.config.atlas import read_atlas
from geomap.errors import GeomapError

# One of each kind of JSON value, and some that look like what belongs there.
KINDS: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 1e308, "", "x", "Point", "Feature", "Topology"),
    *([], [[]], [0], [None], [[0, 0]], [["a", "b"]], {}, {"type": []}, {"type": {}}, {"a": None}),
)
Path_ = tuple[int | str, ...]
_POLYGON = {"type": "Polygon", "coordinates": [[[106, 29], [107, 29], [107, 30], [106, 29]]]}
SEEDS: dict[str, Any] = {
    ".geojson": {
        "type": "FeatureCollection",
        "bbox": [106, 29, 107, 30],
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
        "geomap": {"datum": "GCJ-02"},
        "features": [
            {"type": "Feature", "id": 1, "properties": {"name": "甲"}, "geometry": _POLYGON},
            {
                "type": "Feature",
                "properties": {"name": "乙", "n": 2},
                "geometry": {
                    "type": "GeometryCollection",
                    "geometries": [{"type": "Point", "coordinates": [106.5, 29.5]}],
                },
            },
        ],
    },
    ".json": {"type": "MultiPoint", "coordinates": [[106.5, 29.5], [106.6, 29.6]]},
    ".topojson": {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [106, 29]},
        "arcs": [[[0, 0], [5, 0], [0, 5], [-5, -5]]],
        "objects": {
            "a": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0]], "id": 7, "properties": {"name": "甲"}},
                    {"type": "MultiLineString", "arcs": [[0], [-1]], "properties": None},
                ],
            }
        },
    },
}


def places(value: Any, here: Path_ = ()) -> Iterator[Path_]:  # noqa: ANN401 # any JSON value
    """Every place in a document, the document itself first."""
    yield here
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield from places(part, (*here, key))


def replaced(document: Any, place: Path_, value: Any) -> Any:  # noqa: ANN401 # any JSON value
    """A copy with another value at a place."""
    if not place:
        return copy.deepcopy(value)
    made = copy.deepcopy(document)
    owner = made
    for key in place[:-1]:
        owner = owner[key]
    owner[place[-1]] = copy.deepcopy(value)
    return made


def single_faults() -> Iterator[tuple[str, Any]]:
    """Each value at each place of each seed, replaced by each kind; and each place left out."""
    for suffix, seed in SEEDS.items():
        for place in places(seed):
            for value in KINDS:
                yield suffix, replaced(seed, place, value)
            if place:
                yield suffix, without(seed, place)


def without(document: Any, place: Path_) -> Any:  # noqa: ANN401 # any JSON value
    """A copy with nothing at a place."""
    made = copy.deepcopy(document)
    owner = made
    for key in place[:-1]:
        owner = owner[key]
    del owner[place[-1]]
    return made


def random_faults(number: int) -> Iterator[tuple[str, Any]]:
    """Documents with two faults at random, the same for the same number."""
    rng = random.Random(11)  # noqa: S311 # not for secrets
    for _ in range(number):
        suffix = rng.choice(list(SEEDS))
        document = SEEDS[suffix]
        for _ in range(2):
            place = rng.choice(list(places(document)))
            document = replaced(document, place, rng.choice(KINDS))
        yield suffix, document


def fault_of(path: Path, suffix: str, document: Any) -> str | None:  # noqa: ANN401 # any JSON value
    """What went wrong when a document was inspected; None if it was read or refused."""
    file = path / f"a{suffix}"
    file.write_text(json.dumps(document), encoding="utf-8")
    try:
        inspect(file)
    except GeomapError:
        return None
    except Exception:  # noqa: BLE001 # just this is looked for
        return f"{json.dumps(document)[:300]}\n{traceback.format_exc(limit=-2)}"
    return None


def toml_faults() -> Iterator[tuple[str, dict[str, Any]]]:
    """The shipped atlas's own file and a theme, each value replaced by each kind that TOML has."""
    kinds = [value for value in KINDS if value is not None and "None" not in repr(value)]
    for name in ("geomap.toml", "data/themes/urbanisation.toml"):
        seed = tomllib.loads((ROOT / name).read_text(encoding="utf-8"))
        for place in places(seed):
            if place and not (place[0] == "kinds" and place[1:2] != ("bridge",)):
                for value in kinds:
                    yield name, replaced(seed, place, value)


def toml_text(value: Any) -> str:  # noqa: ANN401 # any TOML value
    """A value as TOML, inline."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{json.dumps(key)} = {toml_text(part)}" for key, part in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_text, value))}]"
    if isinstance(value, bool | int | float | str):
        return json.dumps(value, ensure_ascii=False)
    return str(value)  # a date


def toml_fault_of(root: Path, name: str, document: dict[str, Any]) -> str | None:
    """What went wrong when an atlas was read; None if it was read or refused."""
    file = root / name
    before = file.read_bytes()
    lines = [f"{json.dumps(key)} = {toml_text(value)}" for key, value in document.items()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    try:
        read_atlas(root)
    except GeomapError:
        return None
    except Exception:  # noqa: BLE001 # just this is looked for
        return f"{name}\n{traceback.format_exc(limit=-2)}"
    finally:
        file.write_bytes(before)
    return None


def main(arguments: Sequence[str]) -> int:
    """Try as many as asked; the exit code is 1 if any failed."""
    wanted = int(arguments[0]) if arguments else 5_000
    documents = [*single_faults()]
    documents += random_faults(max(0, wanted - len(documents)))
    failures: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for suffix, document in documents[:wanted]:
            fault = fault_of(Path(folder), suffix, document)
            if fault is not None:
                failures[fault.splitlines()[-1]] += 1
                sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"tried {min(wanted, len(documents))}, failed {failures.total()}\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
