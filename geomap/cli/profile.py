"""The command that makes a page a district."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.console import (
    atlas_option,
    echo,
    format_option,
    handle_errors,
    jobs_option,
    max_size_option,
    out_option,
    tell_findings,
)

if TYPE_CHECKING:
    from geomap.sources.limits import Limits
    from geomap.text import Lang


@click.command()
@click.argument("districts", nargs=-1, metavar="[DISTRICT]…")
@click.option(
    "--all", "every", is_flag=True, help="All districts, and one atlas as PDF. 全部区县。"
)
@format_option(
    "Repeat for several; html and pdf otherwise. 输出格式，可重复。", ("html", "pdf", "png")
)
@out_option("Folder; profiles beside geomap.toml otherwise. 输出文件夹。", "folder")
@click.option(
    "--lang",
    "words",
    type=click.Choice(["zh", "en"]),
    help="Language of the pages; the atlas's otherwise. 页面语言。",
)
@jobs_option
@max_size_option
@atlas_option
@handle_errors
def profile(  # noqa: PLR0913 # one argument an option, as click hands them over
    districts: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    words: "Lang | None",
    jobs: int,
    limits: "Limits",
    atlas_path: Path,
    *,
    every: bool,
) -> None:
    """Make a page a district: map, figures, measures and projects. 生成区县概况。

    A district is named by its code or by a name of any year and spelling.

    \b
    Examples:
      geomap profile 500112 -f html -f pdf
      geomap profile --all -o profiles
    """
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy
    from geomap.api.profiles import find_district  # noqa: PLC0415 # heavy
    from geomap.builder.profiles import ProfileOptions, build_profiles  # noqa: PLC0415 # heavy

    if every == bool(districts):
        raise click.UsageError("name districts, or give --all 请写明区县，或用 --all")
    atlas = api.open(atlas_path, limits)
    tell_findings(atlas.checked.findings)
    named = atlas.checked.districts.index if every else (find_district(atlas, d) for d in districts)
    codes = list(dict.fromkeys(str(code) for code in named))
    options = ProfileOptions(formats or ("html", "pdf"), words, jobs, bound=every)
    for path in build_profiles(atlas, codes, out, options, echo):
        click.echo(path)
