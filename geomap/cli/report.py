"""The command that puts several maps into one document."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.console import (
    atlas_option,
    echo,
    handle_errors,
    max_size_option,
    out_option,
    tell_findings,
)

if TYPE_CHECKING:
    from geomap.sources.limits import Limits
    from geomap.text import Lang


@click.command()
@click.argument("themes", nargs=-1, metavar="[THEME]…")
@out_option(
    "File to make: .docx a chapter, .xlsx tables, .pdf an atlas. 输出文件。", "file", must=True
)
@click.option(
    "--lang",
    "words",
    type=click.Choice(["zh", "en"]),
    help="Language of the document; the atlas's otherwise. 文档语言。",
)
@click.option("--page", help="Page of maps: A4-landscape, A3-landscape, A3-portrait, … 图幅。")
@click.option(
    "--profiles", is_flag=True, help="In a PDF, the profiles of all districts. PDF 中附区县概况。"
)
@max_size_option
@atlas_option
@handle_errors
def report(  # one argument an option, as click hands them over
    themes: tuple[str, ...],
    out: Path,
    words: "Lang | None",
    page: str | None,
    atlas_path: Path,
    *,
    limits: "Limits",
    profiles: bool,
) -> None:
    """Put all themes, or the ones named, into one document. 生成报告。

    For Word, each theme has a figure of native shapes, what the data say, tables and sources; for
    Excel, a sheet with its tables and the map as a picture; as PDF, a sheet, behind a cover and
    contents.

    \b
    Examples:
      geomap report -o report.docx urbanisation metro
      geomap report -o tables.xlsx
      geomap report -o atlas.pdf --profiles
    """
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy
    from geomap.api.report import ReportOptions, write_report  # noqa: PLC0415 # heavy

    atlas = api.open(atlas_path, limits)
    tell_findings(atlas.checked.findings)
    options = ReportOptions(words, page, profiles)
    for remark in write_report(atlas, out, themes, options=options):
        echo(remark)
    click.echo(out)
