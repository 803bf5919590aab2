"""The public face: what stands in it is there, and nothing else is shown."""

import re
import subprocess
import sys

import pytest
from support import tiny

import geomap
from geomap import errors
from geomap.api.atlas import Atlas
from geomap.model import Fill
from geomap.text import Text


def test_dir_shows_the_face_and_nothing_else() -> None:
    assert sorted(dir(geomap)) == sorted([*geomap.__all__, "__version__"])
    assert {"open", "build", "check", "Atlas", "BuildOptions", "Report", "Match"} <= set(
        dir(geomap)
    )


@pytest.mark.slow
def test_every_name_is_there_without_another_import() -> None:
    code = "import geomap; print(*(getattr(geomap, name).__name__ for name in geomap.__all__))"
    shown = subprocess.run(  # noqa: S603 # our own words
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert shown.stdout.split() == geomap.__all__


def test_the_tree_of_errors_in_the_docs_is_the_real_one() -> None:
    tree = re.findall(r"^    ((?:[│ ]   )*)[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE)
    above, found = ["GeomapError"], {}
    for bars, name in tree:
        depth = len(bars) // 4 + 1
        found[name] = above[depth - 1]
        above[depth:] = [name]
    real = {}
    waiting = [geomap.GeomapError]
    while waiting:
        base = waiting.pop()
        for each in base.__subclasses__():
            if each.__module__.startswith("geomap."):
                real[each.__name__] = base.__name__
                waiting.append(each)
    assert found == real
    assert set(real) <= set(geomap.__all__)


def test_a_notebook_shows_what_an_atlas_holds_as_text() -> None:
    config = tiny.config(tiny.theme(Fill("region"), title=Text("<b>题", "<i>title")))
    shown = Atlas(config, tiny.checked())._repr_html_()  # the notebook's protocol
    assert "&lt;b&gt;题" in shown
    assert "<b>" not in shown
    assert f"districts {len(tiny.checked().districts)}" in shown


@pytest.mark.slow
def test_layers_explore_themselves(shipped: geomap.Atlas) -> None:
    """GeoPandas' own map of a layer works in a fresh install: mapclassify is there."""
    shown = shipped["urbanisation"].layers["districts"].explore("value", scheme="quantiles")
    assert "leaflet" in shown.get_root().render()
