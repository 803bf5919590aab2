"""The command line: parse, call, print. Every heavy import waits inside its command.

stdout carries data and paths, stderr carries words for people. Exit codes: 0 done, 1 findings,
2 usage or refused input, 130 interrupted.
"""

import json
from pathlib import Path

import click

from geomap.cli import (
    build,
    check,
    diff,
    doctor,
    embed,
    export,
    files,
    init,
    pages,
    profile,
    report,
    serve,
    verify,
)
from geomap.cli.console import (
    atlas_option,
    handle_errors,
    json_option,
    language,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(
    package_name="geomap", prog_name="geomap", help="Print the version. 显示版本号。"
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of messages. 提示语言。")
def main(lang: str | None) -> None:  # language() reads it from the context
    """Thematic maps of a plan: tables and boundaries in; web maps, sheets and GIS files out.

    专题地图构建工具：读入边界、表格和主题，输出离线网页地图、图件和 GIS 文件。

    \b
    Example:
      geomap build
    """


@main.command()
@json_option
@atlas_option
@handle_errors
def themes(atlas_path: Path, *, as_json: bool) -> None:
    """List the themes of the atlas. 列出图集的主题。

    \b
    Example:
      geomap themes
    """
    from geomap.config.atlas import read_atlas  # noqa: PLC0415 # heavy

    listed = read_atlas(atlas_path).themes
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "key": t.key,
                        "title": t.title.zh,
                        "title_en": t.title.en,
                        "file": t.location.file,
                    }
                    for t in listed
                ],
                ensure_ascii=False,
            )
        )
        return
    for theme in listed:
        click.echo(f"{theme.key}\t{theme.title.get(language())}")


for command in (
    init.init,
    build.build,
    serve.serve,
    check.check,
    export.export,
    embed.embed,
    verify.verify,
    diff.diff,
    doctor.doctor,
    report.report,
    pages.compare,
    pages.story,
    profile.profile,
    files.inspect,
    files.convert,
    files.locate,
):
    main.add_command(command)
