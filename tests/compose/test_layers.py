"""What GIS staff get: the same numbers, classes and colours as the drawn map."""

import geopandas as gpd
import pandas as pd
import pytest
from support import tiny

from geomap.api.atlas import Atlas
from geomap.compose.compose import compose
from geomap.compose.layers import layer_frames
from geomap.joins.join import join
from geomap.model import Fill, Selection
from geomap.model.layers import LayerName

RATE = Fill("indicator", indicator="rate", year=2020, k=2)


def layers(**changes: object) -> dict[LayerName, gpd.GeoDataFrame]:
    checked = tiny.checked()
    joined = join(checked)
    spec = compose(tiny.theme(RATE, **changes), tiny.config(), checked, joined)
    return layer_frames(spec, checked, joined)


@pytest.mark.parametrize("key", ["urbanisation", "overview", "metro", "charging"])
def test_values_classes_and_colours_are_those_drawn(shipped: Atlas, key: str) -> None:
    spec, frame = shipped[key].spec, shipped[key].layers["districts"]
    assert list(frame.index) == [d.adcode for d in spec.districts]
    for district, (_, row) in zip(spec.districts, frame.iterrows(), strict=True):
        item = spec.item(district.item)
        assert row["value"] == district.value or (district.value is None and pd.isna(row["value"]))
        assert (row["class"], row["class_en"]) == (item.label.zh, item.label.en)
        assert row["color"] == item.symbol.fill


@pytest.mark.parametrize("key", ["metro", "charging", "measures"])
def test_marks_are_the_rows_of_the_other_layers(shipped: Atlas, key: str) -> None:
    frames = shipped[key].layers
    ids = [
        f"{name.removesuffix('s')}:{i}"
        for name in ("projects", "sites")
        if name in frames
        for i in frames[name].index
    ]
    assert sorted(ids) == sorted(mark.id for mark in shipped[key].spec.marks)


def test_empty_layers_are_left_out() -> None:
    assert list(layers(projects=Selection(), sites=())) == ["districts"]
    assert list(layers(sites=())) == ["districts", "projects"]
    assert list(layers()) == ["districts", "projects", "sites"]


def test_lists_are_joined_by_semicolons() -> None:
    districts, projects, _ = layers().values()
    assert districts.loc["500101", "measures"] == "m09;m09-2;m15"
    assert projects.loc["zone", "districts"] == "500101;500102"
    assert projects.loc["zone", "articles"] == "15"


def test_how_sure_a_place_is_goes_along() -> None:
    _, projects, sites = layers().values()
    assert list(projects["certainty"]) == ["whole-unit", "approximate", "schematic", "none"]
    assert projects.loc["bridge", "uncertainty_m"] == 1000
    assert projects.loc["bridge", "datum_given"] == "WGS84"
    assert list(projects.geometry.isna()) == [False, False, False, True]
    assert sites.loc["unsaid", "districts"] == "500102"


def test_no_frame_is_shared_with_the_joined_data() -> None:
    checked = tiny.checked()
    joined = join(checked)
    spec = compose(tiny.theme(RATE), tiny.config(), checked, joined)
    layer_frames(spec, checked, joined)["districts"]["name"] = ""
    assert "" not in set(joined.districts["name"])
