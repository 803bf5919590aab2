"""Words of a PNG stand where the layout measured them; what is empty draws nothing."""

import pytest
from matplotlib.patches import PathPatch
from matplotlib.transforms import IdentityTransform

from geomap.renderers import fonts
from geomap.renderers._artists import patches
from geomap.renderers._letters import Letters
from geomap.renderers.sheet.primitives import Align, TextRun, fill


@pytest.mark.parametrize(("align", "shift"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_a_line_lies_within_its_measured_width(align: Align, shift: float) -> None:
    face = fonts.load()
    words = TextRun("重庆 Yubei", 100.0, 50.0, 12.0, align=align)
    patch = Letters(face).draw(words, IdentityTransform())
    assert isinstance(patch, PathPatch)
    box, width = patch.get_path().get_extents(), face.width(words.text, words.size)
    left = words.x - shift * width
    # Side bearings are white, and less than a tenth of an em.
    bearing = 0.1 * words.size * fonts.MM_PER_POINT
    assert left <= box.x0 <= left + bearing
    assert left + width - bearing <= box.x1 <= left + width
    em = words.size * fonts.MM_PER_POINT
    assert words.y - em < box.y0 < words.y < box.y1 < words.y + em / 2  # y grows downwards


@pytest.mark.parametrize("blank", ["", "  ", "\u3000"])
def test_blank_words_draw_nothing(blank: str) -> None:
    assert Letters(fonts.load()).draw(TextRun(blank, 0, 0, 8), IdentityTransform()) is None


def test_a_path_of_which_nothing_is_left_draws_nothing() -> None:
    assert list(patches(fill((), "#ffffff"), IdentityTransform())) == []
