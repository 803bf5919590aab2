"""Thousands of points on a sheet: dots in bounded number, no names, and the report says so."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from support.many import dotted, grid, scattered
from support.specs import tiny_spec

from geomap.model.coded import Coded
from geomap.model.dots import DEPTHS, Depth, rarities
from geomap.renderers import svg
from geomap.renderers.sheet.crowd import MOST_NAMES, nameable, roomy
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.outlines import main_color
from geomap.renderers.sheet.primitives import Path, Sheet

if TYPE_CHECKING:
    from geomap.model import Mark

SIDE = 0.42  # mm of a dot


def laid_out(count: int) -> Sheet:
    return lay_out(dotted(scattered(count)), "A4-landscape", "zh")


def paths(sheet: Sheet) -> list[Path]:
    layers = {layer.name: layer for layer in sheet.layers}
    return [item for item in layers["points"].items if isinstance(item, Path)]


def cells(path: Path) -> set[tuple[int, int]]:
    """The cells of the page's grid that a path covers."""
    found = set()
    for run in path.runs:
        low, high = run.min(axis=0), run.max(axis=0)
        line = round((low[1] + high[1]) / 2 / SIDE)
        first, last = round(low[0] / SIDE + 0.5), round(high[0] / SIDE - 0.5)
        found |= {(column, line) for column in range(first, last + 1)}
    return found


def test_every_dot_is_drawn_and_each_cell_once() -> None:
    spots = scattered(5000)
    sheet = lay_out(dotted(spots), "A4-landscape", "zh")
    drawn = [cells(path) for path in paths(sheet)]
    assert sum(map(len, drawn)) == len(set().union(*drawn))
    # The map is a square of one degree on a page that keeps areas: as many cells as places.
    places = {tuple(cell) for cell in np.floor(spots * 300).astype(int)}
    assert 0.7 * len(places) < sum(map(len, drawn)) <= 5000


@pytest.mark.parametrize(("held", "depth"), [(1, 0), (5, 1), (40, 2), (400, 3), (1000, 4)])
def test_the_more_points_a_cell_holds_the_deeper_it_is(held: int, depth: int) -> None:
    spots = np.repeat(np.array([[106.2, 29.2]]), held, axis=0)
    spec = dotted(spots)
    (path,) = paths(lay_out(spec, "A4-landscape", "zh"))
    both = (spec.item(key).symbol for key in spec.dots[0].items.distinct)
    assert path.opacity == DEPTHS[depth].opacity
    assert path.fill in {DEPTHS[depth].color(main_color(symbol)) for symbol in both}


def test_shades_are_shares_of_black() -> None:
    assert Depth(1, 1.0, 0.0).color("#a03020") == "#a03020"
    assert Depth(1, 1.0, 0.5).color("#a03020") == "#501810"


def test_one_of_a_much_rarer_class_is_shown() -> None:
    spots = np.repeat(np.array([[106.3, 29.3]]), 40, axis=0)
    spec = dotted(spots)
    frequent, rare = sorted(spec.dots[0].items.distinct)
    items = Coded.of([rare, *[frequent] * 39])
    spec = replace(spec, dots=(replace(spec.dots[0], items=items),))
    (path,) = paths(lay_out(spec, "A4-landscape", "zh"))
    assert path.fill == main_color(spec.item(rare).symbol)


def test_classes_of_about_the_same_size_mix() -> None:
    spots = np.repeat(
        grid(400), 9, axis=0
    )  # nine at a place, three of one class and six of the other
    spec = dotted(spots)
    filled = {path.fill: len(cells(path)) for path in paths(lay_out(spec, "A4-landscape", "zh"))}
    assert sum(filled.values()) == 400
    assert 0.2 < min(filled.values()) / 400 < 0.45


def test_a_class_is_as_rare_as_the_digits_that_it_lacks() -> None:
    assert rarities({"a": 1000, "b": 101, "c": 100, "d": 9, "e": 1000}) == {
        "a": 0,
        "b": 0,
        "c": 1,
        "d": 2,
        "e": 0,
    }


def test_names_are_left_out_and_that_is_told() -> None:
    sheet = laid_out(5000)
    assert not any(words.startswith("桩") for words in sheet.words())
    assert sheet.unplaced == ("5,000 个标注过密，未注名",)
    assert lay_out(dotted(scattered(5000)), "A4-landscape", "en").unplaced == (
        "5,000 marks, too many to be named",
    )


@pytest.mark.parametrize("sites", [0, 10, 300])
def test_sites_give_up_their_names_before_projects(sites: int) -> None:
    like = tiny_spec().marks[0]
    both: list[Mark] = [replace(like, id=f"project:{n}") for n in range(20)]
    both += [replace(like, id=f"site:{n}") for n in range(sites)]
    named, without = nameable(both)
    assert len(named) + without == len(both)
    assert len(named) == (len(both) if len(both) <= MOST_NAMES else 20)


@pytest.mark.slow
def test_the_picture_grows_with_the_paper_not_with_the_table() -> None:
    sizes = [len(svg.write(laid_out(count))) for count in (10_000, 300_000)]
    assert sizes[1] < 10 * sizes[0]


def test_of_thousands_of_districts_only_those_with_room_are_named() -> None:
    shapes = {f"{n:04}": shapely.box(0, 0, 6, 6 if n % 5 == 0 else 2) for n in range(1000)}
    named, without = roomy(list(shapes), shapes)
    assert (len(named), without) == (200, 800)
    few = list(shapes)[:100]
    assert roomy(few, shapes) == (few, 0)
