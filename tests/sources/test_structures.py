"""Documents of the wrong shape are read or refused; `structures.py` tries tens of thousands."""

import shutil
from pathlib import Path

import pytest
from support import structures
from support.paths import ROOT

from geomap.api.inspection import inspect
from geomap.errors import DataError


@pytest.mark.slow
def test_each_value_at_each_place_may_be_of_any_kind(tmp_path: Path) -> None:
    tried = [*structures.single_faults(), *structures.random_faults(500)]
    assert len(tried) > 2_000
    assert [f for each in tried if (f := structures.fault_of(tmp_path, *each)) is not None] == []


@pytest.mark.slow
def test_any_value_at_any_place_of_the_atlas_is_read_or_refused(tmp_path: Path) -> None:
    root = tmp_path / "atlas"
    shutil.copytree(ROOT / "data" / "themes", root / "data" / "themes")
    shutil.copy(ROOT / "geomap.toml", root)
    tried = list(structures.toml_faults())
    assert len(tried) > 2_000
    assert [f for each in tried if (f := structures.toml_fault_of(root, *each)) is not None] == []


@pytest.mark.parametrize(
    ("feature", "zh", "en"),
    [
        (
            '"coordinates": [106, 29], "geometry": null',
            "几何应写在 geometry 中",
            "geometry stands in",
        ),
        ('"geometri": null', "要素没有 geometry", "no member 'geometry'"),
        (
            '"geometry": null, "id": {"a": 1}',
            "id 既不是文字也不是数字",
            "neither text nor a number",
        ),
        ('"geometry": {"type": []}', "几何不是", "unknown type []"),
    ],
)
def test_a_feature_that_says_it_otherwise_is_refused(
    tmp_path: Path, feature: str, zh: str, en: str
) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
        f"{feature}}}]}}",
        encoding="utf-8",
    )
    with pytest.raises(DataError) as caught:
        inspect(path)
    assert zh in caught.value.message.zh
    assert en in caught.value.message.en
    assert ":1" in caught.value.message.en


def test_an_empty_collection_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    report = inspect(path)
    assert report.rows == 0
    assert "GM-F003" in [finding.code for finding in report.findings]
