"""Pictures of sheets against pictures kept in ``tests/baseline``.

Tolerance: at 42 dots to the inch at most one dot in a thousand may differ by more than 24 of 255
in any channel. That lets another version of FreeType round an edge otherwise, and catches a changed
colour, type size, line width or place. After a wanted change, look at the new pictures and keep
them::

    PYTHONPATH=tests python tests/renderers/sheet/test_sheet_pictures.py
"""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from support.paths import ROOT, TESTS
from support.specs import tiny_spec

import geomap
from geomap.model import MapSpec
from geomap.renderers import png
from geomap.renderers.sheet.layout import lay_out
from geomap.text import Lang

pytestmark = pytest.mark.slow

BASELINE = TESTS / "data" / "baseline"
DPI = 42
FAR, SHARE = 24, 0.001
CASES: tuple[tuple[str, str, Lang], ...] = (
    ("tiny", "A4-landscape", "zh"),
    ("urbanisation", "A4-landscape", "zh"),
    ("metro", "A4-portrait", "zh"),
    ("charging", "16x9", "en"),
)


def _picture(spec: MapSpec, page: str, lang: Lang) -> Image.Image:
    data = png.write(lay_out(spec, page, lang), dpi=DPI)
    return Image.open(io.BytesIO(data)).convert("RGB")


def _spec(theme: str, atlas: Callable[[str], MapSpec]) -> MapSpec:
    return tiny_spec() if theme == "tiny" else atlas(theme)


def _file(theme: str, page: str, lang: Lang) -> Path:
    return BASELINE / f"{theme}-{page}-{lang}.png"


@pytest.mark.parametrize(("theme", "page", "lang"), CASES)
def test_the_picture_is_as_it_was(
    shipped: geomap.Atlas, theme: str, page: str, lang: Lang, tmp_path: Path
) -> None:
    picture = _picture(_spec(theme, lambda key: shipped[key].spec), page, lang)
    kept = Image.open(_file(theme, page, lang)).convert("RGB")
    assert picture.size == kept.size
    share = _difference(picture, kept)
    seen = tmp_path / "seen.png"
    picture.save(seen)
    assert share <= SHARE, f"{share:.2%} of the dots differ; look at {seen}"


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Share of dots that differ visibly."""
    apart = np.abs(np.asarray(one, dtype=np.int16) - np.asarray(other, dtype=np.int16))
    return float((apart.max(axis=2) > FAR).mean())


def test_a_change_of_style_shows() -> None:
    spec = tiny_spec()
    before = _picture(spec, "A4-landscape", "zh")
    after = _picture(tiny_spec(marks=spec.marks[1:]), "A4-landscape", "zh")
    assert _difference(before, after) > SHARE


def _keep() -> None:
    atlas = geomap.open(ROOT)
    BASELINE.mkdir(exist_ok=True)
    for theme, page, lang in CASES:
        picture = _picture(_spec(theme, lambda key: atlas[key].spec), page, lang)
        picture.save(_file(theme, page, lang), optimize=True)


if __name__ == "__main__":
    _keep()
