"""The commands that make pages of several maps: compared, or told as a story."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.console import atlas_option, handle_errors, max_size_option, tell_findings

if TYPE_CHECKING:
    from geomap.sources.limits import Limits

_out = click.option(
    "--out",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Page to make (.html). 输出网页。",
)


@click.command()
@click.argument("themes", nargs=-1, metavar="[THEME[@YEAR]]…")
@_out
@max_size_option
@atlas_option
@handle_errors
def compare(themes: tuple[str, ...], out: Path, limits: "Limits", atlas_path: Path) -> None:
    """Put themes, or years of one, side by side on a page, with one view. 并排对比主题或年份。

    The page opens with the first two; its reader may choose others, and pull one over the other.
    Without themes it has all of them.

    \b
    Examples:
      geomap compare urbanisation citizenship -o compare.html
      geomap compare -o compare.html
    """
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy
    from geomap.api.comparing import write_compared  # noqa: PLC0415 # heavy

    atlas = api.open(atlas_path, limits)
    tell_findings(atlas.checked.findings)
    write_compared(atlas, out, themes)
    click.echo(out)


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@_out
@max_size_option
@atlas_option
@handle_errors
def story(file: Path | None, out: Path, limits: "Limits", atlas_path: Path) -> None:
    """Make a page that walks through the maps, step by step. 生成分步讲述的网页。

    The steps stand in FILE, or in data/story.toml of the atlas: docs/story.md says how.

    \b
    Examples:
      geomap story -o story.html
      geomap story data/story.toml -o story.html
    """
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy
    from geomap.api.telling import write_story  # noqa: PLC0415 # heavy

    atlas = api.open(atlas_path, limits)
    tell_findings(atlas.checked.findings)
    write_story(atlas, out, file)
    click.echo(out)
