"""Small parts as text, so that a change of one is seen where it is made."""

import json
import re
from collections.abc import Callable

from support.specs import tiny_spec

from geomap.renderers import svg
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.web.payload import payload

Match = Callable[[str, str], None]


def test_a_legend_as_svg(matches_snapshot: Match) -> None:
    drawing = svg.write(lay_out(tiny_spec(), "A4-landscape")).decode()
    (legend,) = re.findall(r'<g id="legend".*?</g>', drawing, re.DOTALL)
    matches_snapshot("legend.svg", legend + "\n")


def test_marks_as_json(matches_snapshot: Match) -> None:
    marks = payload([tiny_spec()]).content["marks"]
    matches_snapshot("marks.json", json.dumps(marks, ensure_ascii=False, indent=1) + "\n")


def test_a_legend_as_json(matches_snapshot: Match) -> None:
    (theme,) = payload([tiny_spec()]).content["themes"]
    text = json.dumps(theme["legends"], ensure_ascii=False, indent=1)
    matches_snapshot("legends.json", text + "\n")
