"""An edition of an atlas as `diff` compares it: an atlas's folder, or a folder that a build made.

Both come to the same: the features of each theme as its GeoJSON holds them, digests of what else a
map shows, and digests of files.
"""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.api.atlas import Atlas
from geomap.api.atlas import open as open_atlas
from geomap.builder import manifest, verify
from geomap.builder.making import shown
from geomap.errors import DataError
from geomap.model import MapSpec, Measure
from geomap.sources.disk import read_bytes
from geomap.text import Text, clean
from geomap.writers import geojson

Feature = Mapping[str, Any]
# What a map shows besides its features, of which a built folder keeps digests only.
PARTS = ("words", "measures")


@dataclass(frozen=True, slots=True)
class Edition:
    """One side of a comparison.

    Attributes:
        path: Where it is.
        features: Of each theme by its key: the features by their ids, e.g. ``districts:500101``.
            A theme of a folder without its GeoJSON is not there.
        shows: Digests of other parts of each theme's map, by name: see `PARTS`.
        themes: Keys of all themes.
        inputs: SHA-256 of each file of the atlas by its name.
        outputs: The same of what was built; empty for an atlas.
        measures: Each measure's words by its id; None where nobody knows them.
        words: The words of each theme by their place on the map; None where nobody knows them.
    """

    path: Path
    features: Mapping[str, Mapping[str, Feature]]
    shows: Mapping[str, Mapping[str, str]]
    themes: tuple[str, ...]
    inputs: Mapping[str, str]
    outputs: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, Mapping[str, str]] | None = None
    words: Mapping[str, Mapping[str, str]] | None = None


def read(path: Path) -> Edition:
    """Read an edition.

    Args:
        path: ``geomap.toml``, the folder that holds it, or a folder that a build made.

    Raises:
        DataError: It is neither, or a GeoJSON of the folder is none of geomap's.
        GeomapError: The atlas cannot be opened.
    """
    if path.is_file() or (path / "geomap.toml").is_file():
        return of_atlas(open_atlas(path))
    if (path / verify.MANIFEST).is_file():
        return _of_folder(path)
    raise DataError(
        Text(
            f"{path}：既不是图集（geomap.toml），也不是构建所得的文件夹（{verify.MANIFEST}）；请检查路径",
            f"{path}: neither an atlas (geomap.toml) nor a folder that a build made "
            f"({verify.MANIFEST}); check the path",
        )
    )


def of_atlas(atlas: Atlas) -> Edition:
    """An open atlas as an edition."""
    features: dict[str, Mapping[str, Feature]] = {}
    with tempfile.TemporaryDirectory(prefix="geomap-") as folder:
        path = Path(folder) / "theme.geojson"
        for key, each in atlas.items():
            geojson.write(each.spec, each.layers, path)
            features[key] = _features(path)
    shows = {key: _parts(shown(each.spec)) for key, each in atlas.items()}
    return Edition(
        atlas.config.root,
        features,
        shows,
        tuple(atlas),
        atlas.seen.digests,
        measures={each.id: _measure(each) for each in atlas.checked.measures},
        words={key: _words(each.spec) for key, each in atlas.items()},
    )


def _measure(measure: Measure) -> dict[str, str]:
    target = measure.target
    return {
        "title": _both(measure.title),
        "departments": ";".join(measure.departments),
        "scope": ";".join(measure.scope),
        "target": "" if target is None else f"{target.value:g} {target.unit}",
        "summary": _both(measure.summary),
    }


def _words(spec: MapSpec) -> dict[str, str]:
    """What stands around a map, without what is told from its data alone."""
    return {
        "title": _both(spec.title),
        "subtitle": _both(spec.subtitle),
        "name": _both(spec.name),
        "date": _both(spec.reference_date),
        "approval": _both(spec.approval),
        "sources": "; ".join(map(_both, spec.sources)),
        "notes": "; ".join(map(_both, spec.notes)),
    }


def _both(words: Text) -> str:
    return words.zh if words.zh == words.en else f"{words.zh} | {words.en}"


def _of_folder(folder: Path) -> Edition:
    found = manifest.read(folder)
    inputs = verify.inputs(folder)
    keys = dict.fromkeys(each.theme for each in found.records.values() if each.theme)
    features = {
        key: _features(path) for key in keys if (path := folder / f"{key}.geojson").is_file()
    }
    pages = {r.theme: r.shows for r in found.records.values() if "districts" in r.shows}
    shows = {key: _parts(pages[key]) for key in keys if key in pages}
    return Edition(folder, features, shows, tuple(keys), inputs, found.outputs)


def _parts(shows: Mapping[str, str]) -> dict[str, str]:
    return {name: shows[name] for name in PARTS if name in shows}


def _features(path: Path) -> dict[str, Feature]:
    """The features of a GeoJSON that geomap wrote, by their ids; words cleaned."""
    try:
        found = json.loads(read_bytes(path, path.name))
        return {
            str(each["id"]): {
                "properties": {
                    clean(str(key)): clean(value) if isinstance(value, str) else value
                    for key, value in each["properties"].items()
                },
                "geometry": each["geometry"],
            }
            for each in found["features"]
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            Text(
                f"{path}：不是 geomap 写出的 GeoJSON；请重新运行 geomap build",
                f"{path}: no GeoJSON that geomap wrote; run geomap build again",
            )
        ) from error
