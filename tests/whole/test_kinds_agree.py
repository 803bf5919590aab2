"""Every kind of map: page, sheet and data show the same classes, counts, colours and sizes."""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from support import kinds

import geomap
from geomap.api.product import OutputOptions
from geomap.model import MapSpec

_SVG = "{http://www.w3.org/2000/svg}"
_CIRCLE = 0.3528  # mm a point


@pytest.fixture(scope="module")
def atlas(thin_atlas: Path, tmp_path_factory: pytest.TempPathFactory) -> geomap.Atlas:
    return geomap.open(kinds.make(thin_atlas, tmp_path_factory.mktemp("kinds")))


@pytest.fixture(params=sorted(kinds.THEMES))
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _fills(root: ET.Element, layer: str) -> dict[str, str]:
    group = next(g for g in root if g.get("id") == layer)
    return {
        path.attrib["data-adcode"]: path.attrib["fill"]
        for path in group.iter(f"{_SVG}path")
        if "data-adcode" in path.attrib
    }


def _wanted(spec: MapSpec) -> dict[str, str | None]:
    return {d.adcode: spec.item(d.item).symbol.fill for d in spec.districts}


def test_all_kinds_have_a_theme(atlas: geomap.Atlas) -> None:
    assert set(atlas) == set(kinds.THEMES)
    shown = {each.theme.fill.by for each in atlas.values()}
    assert {"indicator", "gap", "change", "bivariate", "category", "none"} <= shown


def test_the_legend_counts_the_districts_of_each_class(atlas: geomap.Atlas, key: str) -> None:
    spec = atlas[key].spec
    for each in (panel.spec for panel in spec.panels) if spec.panels else (spec,):
        counts = Counter(district.item for district in each.districts)
        items = each.legends[0].items
        assert {item.key: item.count for item in items if item.count} == dict(counts)
        assert sum(item.count for item in items) == 44


@pytest.mark.slow
def test_the_sheet_has_the_colours_of_the_classes(
    atlas: geomap.Atlas, key: str, tmp_path: Path
) -> None:
    spec = atlas[key].spec
    for lang in ("zh", "en"):
        path = tmp_path / f"{lang}.svg"
        atlas[key].to_file(path, options=OutputOptions(lang=lang))
        root = ET.fromstring(path.read_bytes())  # noqa: S314 # our own file
        if spec.panels:
            for panel in spec.panels:
                assert _fills(root, f"y{panel.year}-districts") == _wanted(panel.spec)
        else:
            assert _fills(root, "districts") == _wanted(spec)
        words = "".join(root.itertext()).replace(" ", "")
        for item in spec.legends[0].items if spec.legends[0].grid is None else ():
            assert item.label.get(lang).replace(" ", "") in words


def test_the_page_has_the_classes_colours_and_counts(
    atlas: geomap.Atlas, key: str, tmp_path: Path
) -> None:
    spec = atlas[key].spec
    path = atlas[key].to_file(tmp_path / "page.html")
    page = _payload(path)
    codes = [district["code"] for district in page["districts"]]
    shown = [panel.spec for panel in reversed(spec.panels)] or [spec]
    assert [theme["theme"] for theme in page["themes"]] == [each.theme for each in shown]
    for theme, each in zip(page["themes"], shown, strict=True):
        looks = {item["key"]: item for legend in theme["legends"] for item in legend["items"]}
        drawn = {codes[d[0]]: looks[d[1]]["fill"] for d in theme["districts"]}
        assert drawn == _wanted(each)
        for legend in each.legends:
            for item in legend.items:
                assert looks[item.key]["count"] == item.count
                assert looks[item.key].get("radius") == item.symbol.radius
        if each.scatter is not None:
            assert len(theme["scatter"]["at"]) == 2 * len(each.scatter.places)


def test_data_has_the_classes_and_colours(atlas: geomap.Atlas, key: str, tmp_path: Path) -> None:
    spec = atlas[key].spec
    path = atlas[key].to_file(tmp_path / "d.geojson", "districts")
    rows = [f["properties"] for f in json.loads(path.read_bytes())["features"]]
    found = {row["adcode"]: (row["class"], row["color"], row["value"]) for row in rows}
    assert found == {
        d.adcode: (spec.item(d.item).label.zh, spec.item(d.item).symbol.fill, d.value)
        for d in spec.districts
    }
    for panel in spec.panels:
        wanted = _wanted(panel.spec)
        assert {row["adcode"]: row[f"color_{panel.year}"] for row in rows} == wanted


def test_circles_have_their_sizes_by_computation(atlas: geomap.Atlas, tmp_path: Path) -> None:
    spec, rows = atlas["symbols"].spec, atlas.joined.districts["rural_population_2020"]
    most = rows.max()
    largest = max(d.circle.radius for d in spec.districts if d.circle)
    path = atlas["symbols"].to_file(tmp_path / "s.svg")
    root = ET.fromstring(path.read_bytes())  # noqa: S314 # our own file
    sizes = _widths(root, "amounts")
    for district in spec.districts:
        if district.circle is None:
            continue
        radius = max(largest * (rows[district.adcode] / most) ** 0.5716, 1.0)
        assert district.circle.radius == pytest.approx(radius, abs=0.01)
        if district.adcode in sizes:
            assert sizes[district.adcode] == pytest.approx(2 * radius * _CIRCLE, abs=0.06)


def _widths(root: ET.Element, layer: str) -> dict[str, float]:
    """Widths in millimetres of paths that begin at their easternmost corner."""
    group = next(g for g in root if g.get("id") == layer)
    found = {}
    for path in group.iter(f"{_SVG}path"):
        numbers = [int(n) for n in re.findall(r"-?\d+", path.attrib["d"])]
        xs, x = [], 0
        for step in numbers[0::2]:
            x += step
            xs.append(x)
        found[path.attrib["data-circle"]] = (max(xs) - min(xs)) / 100
    return found


def test_dots_are_as_many_on_sheet_page_and_in_data(atlas: geomap.Atlas, tmp_path: Path) -> None:
    rows = atlas.joined.districts["rural_population_2020"]
    spec = atlas["dots"].spec
    assert spec.scatter
    wanted = {
        code: math.floor(value / spec.scatter.per + 0.5)
        for code, value in rows.items()
        if value == value  # noqa: PLR0124 # not a number is not itself
    }
    assert dict(spec.scatter.counts) == {code: n for code, n in wanted.items() if n}
    root = ET.fromstring(atlas["dots"].to_file(tmp_path / "s.svg").read_bytes())  # noqa: S314
    group = next(g for g in root if g.get("id") == "density")
    drawn = {p.attrib["data-dots"]: p.attrib["d"].count("m") for p in group.iter(f"{_SVG}path")}
    assert drawn == dict(spec.scatter.counts)
    table = atlas["dots"].layers["districts"]["dot_count"]
    assert {code: n for code, n in table.items() if n} == dict(spec.scatter.counts)


def test_changes_and_ratios_are_what_the_tables_say(atlas: geomap.Atlas) -> None:
    frame = atlas.joined.districts
    percent = {d.adcode: d.value for d in atlas["change"].spec.districts}
    for code, row in frame.iterrows():
        first, last = row["resident_population_2010"], row["resident_population_2020"]
        if math.isnan(first) or math.isnan(last):
            assert percent[str(code)] is None
        else:
            assert percent[str(code)] == pytest.approx((last - first) / first * 100, rel=1e-9)
    points = {d.adcode: d.value for d in atlas["points"].spec.districts}
    assert points[kinds.ONE_YEAR] is None
    assert points[kinds.NO_YEAR] is None
    told = {item.key: item.count for item in atlas["points"].spec.legends[0].items}
    assert (told["class:one-year"], told["class:none"]) == (1, 1)


def _payload(path: Path) -> Mapping[str, Any]:
    """The data of a page, as its script reads it."""
    text = path.read_text("utf-8")
    found = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert found
    data: Mapping[str, Any] = json.loads(found.group(1))
    return data
