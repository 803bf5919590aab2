"""Thousands of points on a sheet: dots in bounded number, no names, and the report says so."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from support.specs import tiny_spec

from geomap.model import Certainty, MapSpec, Mark
from geomap.renderers import svg
from geomap.renderers.sheet.crowd import MANY, MOST_NAMES, nameable, roomy
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.primitives import Path
from geomap.text import Text


def crowded(count: int) -> MapSpec:
    """The tiny map with many points of one class."""
    spec = tiny_spec()
    like = next(m for m in spec.marks if m.geometry is not None and m.geometry.geom_type == "Point")
    spots = np.random.default_rng(3).uniform([106, 29], [107, 30], (count, 2))
    marks = tuple(
        replace(
            like,
            id=f"site:{number}",
            name=Text.same(f"桩{number}"),
            geometry=shapely.Point(spot),
            certainty=Certainty.SURVEYED,
            uncertainty=None,
        )
        for number, spot in enumerate(spots)
    )
    return replace(spec, marks=marks)


def paths(spec: MapSpec) -> list[Path]:
    layers = {layer.name: layer for layer in lay_out(spec, "A4-landscape", "zh").layers}
    return [item for item in layers["points"].items if isinstance(item, Path)]


def test_each_class_is_one_path_and_a_dot_is_drawn_once() -> None:
    (few,) = paths(crowded(MANY + 1))
    assert 0.9 * MANY < len(few.runs) <= MANY + 1
    (many,) = paths(crowded(30_000))
    assert len(many.runs) < 200_000 / 0.42**2 / 4  # no more dots than the paper has room for
    corners = {tuple(map(tuple, np.round(run, 6))) for run in many.runs}
    assert len(corners) == len(many.runs)


def test_points_that_can_be_told_apart_keep_their_symbols() -> None:
    assert len(paths(crowded(300))) == 300


def test_names_are_left_out_and_that_is_told() -> None:
    sheet = lay_out(crowded(5000), "A4-landscape", "zh")
    assert not any(words.startswith("桩") for words in sheet.words())
    assert sheet.unplaced == ("5,000 个标注过密，未注名",)
    assert lay_out(crowded(5000), "A4-landscape", "en").unplaced == (
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


def test_the_picture_grows_with_the_paper_not_with_the_table() -> None:
    sizes = [
        len(svg.write(lay_out(crowded(count), "A4-landscape", "zh"))) for count in (10_000, 100_000)
    ]
    assert sizes[1] < 8 * sizes[0]


def test_of_thousands_of_districts_only_those_with_room_are_named() -> None:
    shapes = {f"{n:04}": shapely.box(0, 0, 6, 6 if n % 5 == 0 else 2) for n in range(1000)}
    named, without = roomy(list(shapes), shapes)
    assert (len(named), without) == (200, 800)
    few = list(shapes)[:100]
    assert roomy(few, shapes) == (few, 0)
