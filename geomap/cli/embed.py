"""The command that puts a map into a page or document of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.console import atlas_option, handle_errors

if TYPE_CHECKING:
    from geomap.reports.embed import Kind


@click.command()
@click.argument("theme")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["html", "figure", "md", "quarto", "latex"]),
    default="html",
    show_default=True,
    help="The page in a frame, or the picture as HTML figure, Markdown, Quarto, LaTeX. 代码种类。",
)
@click.option("--height", default=640, show_default=True, help="Height in pixels. 高度（像素）。")
@click.option("--url", help="Address of page or picture; THEME.html or .svg else. 网址。")
@atlas_option
@handle_errors
def embed(theme: str, kind: "Kind", height: int, url: str | None, atlas_path: Path) -> None:
    """Print what shows a theme inside a page or document of one's own. 输出嵌入代码。

    The frame is sandboxed: the page inside can run its own script and nothing else; its height
    follows the page, from --height on. The other kinds show the picture that `geomap build` made,
    with a text alternative.

    \b
    Examples:
      geomap embed urbanisation --height 600
      geomap embed urbanisation --as quarto --url maps/urbanisation.svg
    """
    from geomap.reports import embed as snippets  # noqa: PLC0415 # heavy

    if kind == "html":
        from geomap.config.atlas import read_atlas  # noqa: PLC0415 # heavy

        click.echo(snippets.iframe(read_atlas(atlas_path), theme, height, url))
        return
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy

    spec = api.open(atlas_path)[theme].spec
    click.echo(snippets.picture(spec, kind, spec.language, url))
