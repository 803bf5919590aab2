"""The rules by which public suites are run, and a small folder laid out as they are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import suites
from support.paths import ROOT

_RING = "[[106, 29], [107, 29], [107, 30], [106, 29]]"
_AREA = f'{{"type": "Polygon", "coordinates": [{_RING}]}}'
_POINT = '{"type": "Point", "coordinates": [106.5, 29.5]}'
_FEATURE = f'{{"type": "Feature", "properties": {{"name": "甲"}}, "geometry": {_AREA}}}'
_ALL = f'{{"type": "FeatureCollection", "features": [{_FEATURE}]}}'


def _of(kind: str, coordinates: str) -> str:
    return f'{{"type": "{kind}", "coordinates": {coordinates}}}'


SOUND = {
    "area": _AREA,
    "collection": _ALL,
    "empty": '{"type": "FeatureCollection", "features": []}',
    "empty-polygon": '{"type": "Polygon", "coordinates": []}',
    "extended": _ALL.replace('"features"', '"made": {"by": "x"}, "features"'),
    "feature": _FEATURE,
    "feature-id": _FEATURE.replace('"properties"', '"id": "a", "properties"'),
    "geometry-collection": f'{{"type": "GeometryCollection", "geometries": [{_POINT}]}}',
    "height": _of("Point", "[106.5, 29.5, 300]"),
    "no-place": '{"type": "Feature", "properties": {}, "geometry": null}',
    "no-properties": _FEATURE.replace('{"name": "甲"}', "null"),
    "number-id": _FEATURE.replace('"properties"', '"id": 7, "properties"'),
}
UNSOUND = {
    "1d": _of("Point", "[1]"),
    "box-of-five": _ALL.replace('"features"', '"bbox": [1, 2, 3, 4, 5], "features"'),
    "crs-link": _ALL.replace('"features"', '"crs": {"type": "link"}, "features"'),
    "crs-list": _ALL.replace('"features"', '"crs": [], "features"'),
    "crs-no-name": _ALL.replace(
        '"features"', '"crs": {"type": "name", "properties": {}}, "features"'
    ),
    "deep-multipoint": _of("MultiPoint", "[[[1, 2]]]"),
    "features-object": _ALL.replace(f"[{_FEATURE}]", "{}"),
    "false": "false",
    "flat-multipoint": _of("MultiPoint", "[1, 2]"),
    "geometries-missing": '{"type": "GeometryCollection"}',
    "geometry-missing": '{"type": "Feature", "properties": {}}',
    "geometry-of-feature": _FEATURE.replace('"geometry"', '"coordinates": [], "geometry"'),
    "geometry-with-properties": _POINT.replace('"coordinates"', '"properties": {}, "coordinates"'),
    "id-boolean": _FEATURE.replace('"properties"', '"id": true, "properties"'),
    "id-object": _FEATURE.replace('"properties"', '"id": {}, "properties"'),
    "line-of-one": _of("LineString", "[[1, 2]]"),
    "point-as-areas": _of("MultiPolygon", "[1, 2]"),
    "point-of-words": _of("Point", '["1", "2"]'),
    "properties-list": _FEATURE.replace('{"name": "甲"}', "[]"),
    "properties-missing": _FEATURE.replace('"properties": {"name": "甲"}, ', ""),
    "repeated": _FEATURE.replace('"name": "甲"', '"name": "甲", "name": "乙"'),
    "ring-in-part": '{"type": "GeometryCollection", "geometries": ['
    f"{_of('Polygon', '[[[1, 2]]]')}]}}",
    "ring-open": _of("Polygon", "[[[106, 29], [107, 29], [107, 30], [106, 29.5]]]"),
    "ring-of-three": _of("Polygon", "[[[106, 29], [107, 29], [106, 29]]]"),
    "ring-reversed": _of("Polygon", "[[[106, 29], [107, 30], [107, 29], [106, 29]]]"),
    "type-case": _ALL.replace("FeatureCollection", "Featurecollection"),
    "type-missing": '{"coordinates": [1, 2]}',
    "type-unknown": '{"type": "Square", "coordinates": [1, 2]}',
}
TAKEN = {"empty_object": "{}", "number": "[1E-2]", "word": '"a"', "space": " [1] "}
NO_JSON = {"comma": "[1,]", "open": "[1", "nothing": "", "nan": "[NaN]", "tab": '["\t"]'}
EITHER = {"surrogate": r'["\uDFAA"]', "huge": "[1e9999]", "mark": "\ufeff{}"}
ADVICE = {"precision": _of("Point", "[106.123456789012, 29.5]")}


def _lay_out(folder: Path) -> Path:
    """A folder with a part of each layout."""
    files = {
        **{f"a/test_parsing/y_{n}.json": text for n, text in TAKEN.items()},
        **{f"a/test_parsing/n_{n}.json": text for n, text in NO_JSON.items()},
        **{f"a/test_parsing/i_{n}.json": text for n, text in EITHER.items()},
        **{f"b/test/data/good/{n}.geojson": text for n, text in SOUND.items()},
        **{f"b/test/data/bad/{n}.geojson": text for n, text in (UNSOUND | ADVICE).items()},
        **{f"c/test/fixtures/valid/x/{n}.json": text for n, text in SOUND.items()},
        **{f"c/test/fixtures/invalid/x/{n}.json": text for n, text in UNSOUND.items()},
        "c/package.json": "{}",
        "b/test/data/bad/precision.result": '[{"level": "message", "message": "precision"}]',
        "b/test/data/bad/1d.result": '[{"message": "position must have 2 or more elements"}]',
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_documents_laid_out_as_the_public_suites_are_answered_by_their_rules(
    tmp_path: Path,
) -> None:
    found = list(suites.cases(_lay_out(tmp_path)))
    assert len(found) == 4 + 5 + 3 + 2 * (len(SOUND) + len(UNSOUND)) + len(ADVICE)
    wrong = {case.path.name: fault for case in found if (fault := suites.fault_of(case))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("x/y_a.json", "takes"),
        ("x/n_a.json", "refuses"),
        ("bad/i_a.json", "either"),
        ("test/data/good/a.geojson", "sound"),
        ("test/fixtures/invalid/point/1d.json", "unsound"),
        ("bad/valid/a.json", "sound"),
        ("test/a.json", None),
    ],
)
def test_names_and_folders_say_what_is_right(name: str, rule: str | None) -> None:
    assert suites.rule_of(Path(name)) == rule


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("y_a.json", "[1,]", "refused: "),
        ("n_a.json", "[1]", "taken"),
        ("good/a.json", "[1]", "not taken: "),
        ("bad/a.json", _ALL, "taken without a word"),
    ],
)
def test_a_file_that_is_answered_otherwise_is_told(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (case,) = suites.cases(tmp_path)
    assert suites.fault_of(case).startswith(says)


@pytest.mark.slow
def test_the_command_counts_by_rule_and_fails_for_one_file(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "suites.py"), str(_lay_out(tmp_path))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 # ours
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "tried 93, failed 0")
    (tmp_path / "a" / "n_sound.json").write_text(json.dumps([1]), encoding="utf-8")
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 # ours
    assert done.returncode == 1
    assert "refuses: tried 6, failed 1" in done.stdout
    done = subprocess.run(command[:2], capture_output=True, text=True, check=False)  # noqa: S603 # ours
    assert done.returncode == 2
