"""Every shape of a place with every certainty: one atlas, drawn as stated by every output."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import tiny

from geomap.checks.check import check
from geomap.compose.compose import compose
from geomap.compose.layers import layer_frames
from geomap.joins.join import join
from geomap.model import Certainty, Fill, MapSpec
from geomap.renderers import html, svg
from geomap.renderers.sheet.layout import lay_out
from geomap.writers import geojson

if TYPE_CHECKING:
    from support.browser import Reader

SHAPES = {
    "point": {"lon": "106.2", "lat": "29.2"},
    "line": {"route": "106.1 29.1, 106.3 29.4, 106.6 29.3"},
    "area": {"geometry": "POLYGON ((106.2 29.2, 106.4 29.2, 106.4 29.4, 106.2 29.2))"},
}
SURE = ("surveyed", "approximate", "schematic")


def rows() -> list[dict[str, str]]:
    placed = [
        {"id": f"{shape}-{sure}", "certainty": sure, "lon": "", "lat": "", "geometry": ""}
        | columns
        | {"uncertainty_m": "1000" if sure == "approximate" else ""}
        for shape, columns in SHAPES.items()
        for sure in SURE
    ]
    whole = {"id": "whole", "certainty": "whole-unit", "districts": "甲区;乙区", **tiny.NOWHERE}
    return [*placed, whole]


@pytest.fixture(scope="module")
def spec() -> MapSpec:
    inputs = tiny.inputs({"projects": rows()})
    checked = check(inputs, tiny.config())
    assert [finding.line("en") for finding in checked.errors] == []
    return compose(tiny.theme(Fill("region")), tiny.config(), checked, join(checked))


def test_each_has_a_look_of_its_own_that_the_legend_names(spec: MapSpec) -> None:
    (legend,) = [each for each in spec.legends if each.title.en == "Projects"]
    looks = {(item.label.zh, item.symbol.geometry) for item in legend.items}
    assert len(legend.items) == len(looks) == 10
    for mark in spec.marks:
        if not mark.id.startswith("project:"):
            continue
        item = spec.item(mark.item)
        exact = mark.certainty in {Certainty.SURVEYED, Certainty.WHOLE_UNIT}
        if item.symbol.geometry != "point":
            assert item.symbol.dashed is not exact, mark.id
        assert ("实测" in item.label.zh) is (mark.certainty is Certainty.SURVEYED)
        assert ("示意" in item.label.zh) is (mark.certainty is Certainty.SCHEMATIC)


def test_the_sheet_draws_all_and_says_their_words(spec: MapSpec) -> None:
    sheet = lay_out(spec, "A4-landscape")
    drawing = svg.write(sheet).decode()
    for word in ("实测", "约略位置", "示意走向", "整区县"):
        assert word in drawing
    layers = {layer.name: len(layer.items) for layer in sheet.layers}
    assert layers["routes"] >= 3
    assert layers["points"] >= 3
    assert layers["areas"] >= 4


@pytest.mark.browser
def test_the_page_draws_all(spec: MapSpec, reader: "Reader") -> None:
    page = reader.open(html.render(spec))
    page.locator("#tab-marks").click()
    for mark in spec.marks:
        assert page.locator(f'[data-mark="{mark.id}"]').count() == 1
    drawn = {
        pane: page.locator(f".leaflet-{pane}-pane {kind}").count()
        for pane, kind in (("areas", "path"), ("lines", "path"), ("circles", "path"))
    }
    # An area is a hatch and an edge, a line itself, its rim and what is hit. A circle tells how far
    # off a point may be: that of the approximate project, and those of the two sites.
    assert drawn == {"areas": 2 * 4, "lines": 3 * 3, "circles": 1 + 2}
    assert page.locator(".leaflet-points-pane .sign").count() == 3 + 2
    reader.assert_clean()


def test_no_sentence_speaks_of_circles_or_routes_that_are_not_there() -> None:
    """An approximate area has no circle, and a schematic point is no route."""
    lone = [row for row in rows() if row["id"] in {"area-approximate", "point-schematic"}]
    checked = check(tiny.inputs({"projects": lone}), tiny.config())
    spec = compose(tiny.theme(Fill("region")), tiny.config(), checked, join(checked))
    (legend,) = [each for each in spec.legends if each.title.en == "Projects"]
    assert legend.note is None


def test_the_data_says_shape_and_certainty(spec: MapSpec, tmp_path: Path) -> None:
    checked = check(tiny.inputs({"projects": rows()}), tiny.config())
    frames = layer_frames(spec, checked, join(checked))
    geojson.write(spec, frames, tmp_path / "a.geojson")
    features = json.loads((tmp_path / "a.geojson").read_text("utf-8"))["features"]
    told = {
        f["properties"]["id"]: (f["properties"]["shape"], f["properties"]["certainty"])
        for f in features
        if f["properties"]["layer"] == "projects"
    }
    wanted = {f"{shape}-{sure}": (shape, sure) for shape in SHAPES for sure in SURE}
    assert told == wanted | {"whole": ("districts", "whole-unit")}
