"""The options for sheets that several commands share: page, names, inset, parts, ground."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from geomap.errors import RenderError
from geomap.text import Text

_OPTIONS = (
    click.option(
        "--page",
        help="Page of the sheets: A0 to A5, -landscape or -portrait, 16:9, 160mm or 160x120mm; "
        "the theme's otherwise, or A4-landscape. 图幅：名称或尺寸。",
    ),
    click.option("--dpi", type=int, help="Dots to the inch of PNG; 200 otherwise. PNG 分辨率。"),
    click.option("--margin", type=float, help="White edge in mm. 页边（毫米）。"),
    click.option(
        "--labels",
        metavar="WHAT=N,…",
        help="Names on the sheets: districts, projects, sites, each =on, =off or a number; or "
        "off for none. 注名：districts、projects、sites 各为 on、off 或个数。",
    ),
    click.option(
        "--inset",
        help="auto, none, beside, upper-left, upper-right, lower-left, lower-right. 附图位置。",
    ),
    click.option(
        "--extent",
        metavar="NAME,…",
        help="Districts and regions that the sheets are drawn for. 图幅范围：区县或区域。",
    ),
    click.option(
        "--parts",
        metavar="PART,…",
        help="Parts of the sheets: map, title, legend, notes, scale, frame. 图幅的组成部分。",
    ),
    click.option(
        "--background", help="white, or transparent for PNG, SVG and PDF. 背景：白色或透明。"
    ),
)
_NAMES = ("page", "dpi", "margin", "labels", "inset", "extent", "parts", "background")
_LABELLED = ("districts", "projects", "sites")
_SWITCHES: dict[str, bool] = {"on": True, "off": False, "true": True, "false": False}


def sheet_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options, and hand them over together as ``sheet``."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 # as click hands them over
        from geomap.config.sheets import from_options  # noqa: PLC0415 # heavy

        said = {
            name: kwargs.pop(name)
            for name in (
                "page",
                "dpi",
                "margin",
                "labels",
                "inset",
                "extent",
                "parts",
                "background",
            )
        }
        given = {name: value for name, value in said.items() if value is not None}
        for name in ("extent", "parts"):
            if name in given:
                given[name] = [word.strip() for word in given[name].replace("，", ",").split(",")]
        if "labels" in given:
            given["labels"] = labels(given["labels"])
        command(*args, sheet=from_options(given), **kwargs)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


def labels(words: str) -> dict[str, bool | int]:
    """``districts=off,projects=10`` as a theme has it in ``[sheet]``.

    Raises:
        RenderError: It is neither on, off nor a number.
    """
    if words in _SWITCHES:
        return dict.fromkeys(_LABELLED, _SWITCHES[words])
    found: dict[str, bool | int] = {}
    for part in words.replace("，", ",").split(","):
        name, _, much = (piece.strip() for piece in part.partition("="))
        if much not in _SWITCHES and not much.isdecimal():
            raise RenderError(
                Text(
                    f"--labels：{part!r} 应为 名称=on、off 或个数，如 districts=off,projects=10",
                    f"--labels: {part!r} must be a name with =on, =off or a number, such as "
                    "districts=off,projects=10",
                )
            )
        found[name] = _SWITCHES[much] if much in _SWITCHES else int(much)
    return found
