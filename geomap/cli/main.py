"""The command line: parse, call, print. Every heavy import waits inside its command.

stdout carries data and paths, stderr carries words for people. Exit codes: 0 done, 1 findings,
2 usage or refused input, 130 interrupted.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.api import outputs
from geomap.cli import build, check, diff, doctor, files, init, profile, report, serve, verify
from geomap.cli.console import (
    atlas_option,
    handle_errors,
    json_option,
    language,
    max_size_option,
)

if TYPE_CHECKING:
    from geomap.model.layers import LayerName
    from geomap.sources.limits import Limits


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


@main.command()
@click.argument("theme")
@click.option(
    "--out",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help=f"File to make; its end says the format: {', '.join(outputs.names())}. "
    "输出文件，扩展名决定格式。",
)
@click.option(
    "--layer",
    type=click.Choice(["districts", "projects", "sites"]),
    help="Only this layer. 只导出此图层。",
)
@click.option(
    "--metadata/--no-metadata",
    default=True,
    help="Describe files of data beside them, as Markdown and JSON. 在数据旁附说明文件。",
)
@max_size_option
@atlas_option
@handle_errors
def export(  # one argument an option, as click hands them over
    theme: str,
    out: Path,
    layer: "LayerName | None",
    limits: "Limits",
    atlas_path: Path,
    *,
    metadata: bool,
) -> None:
    """Write one theme as one file: data for a GIS, a picture or a page. 导出一个主题。

    \b
    Examples:
      geomap export urbanisation -o urbanisation.geojson
      geomap export metro -o projects.geojson --layer projects
    """
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy
    from geomap.api.product import OutputOptions  # noqa: PLC0415 # heavy

    options = OutputOptions(metadata=metadata)
    for path in api.open(atlas_path, limits)[theme].to_files(out, layer, options=options):
        click.echo(path)


@main.command()
@click.argument("theme")
@click.option("--height", default=640, show_default=True, help="Height in pixels. 高度（像素）。")
@click.option("--url", help="Address of the page; THEME.html otherwise. 网页地址。")
@atlas_option
@handle_errors
def embed(theme: str, height: int, url: str | None, atlas_path: Path) -> None:
    """Print the HTML that shows a theme's page inside another page. 输出嵌入网页的代码。

    The frame is sandboxed: the page inside can run its own script and nothing else.

    \b
    Example:
      geomap embed urbanisation --height 600
    """
    from geomap.config.atlas import read_atlas  # noqa: PLC0415 # heavy
    from geomap.reports.embed import iframe  # noqa: PLC0415 # needs the model only

    click.echo(iframe(read_atlas(atlas_path), theme, height, url))


for command in (
    init.init,
    build.build,
    serve.serve,
    check.check,
    verify.verify,
    diff.diff,
    doctor.doctor,
    report.report,
    profile.profile,
    files.inspect,
    files.convert,
    files.locate,
):
    main.add_command(command)
