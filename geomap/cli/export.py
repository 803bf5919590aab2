"""The command that hands maps over as files: data for a GIS, pictures, pages."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.api import outputs
from geomap.cli.console import (
    atlas_option,
    echo,
    format_option,
    handle_errors,
    max_size_option,
    out_option,
)
from geomap.cli.sheets import sheet_options
from geomap.text import Text
from geomap.writers.encodings import ENCODINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.api.atlas import Atlas
    from geomap.geo.target import Target
    from geomap.model.layers import LayerName
    from geomap.model.sheet import SheetChoices
    from geomap.sources.limits import Limits
    from geomap.writers.encodings import Encoding


@click.command()
@click.argument("themes", nargs=-1, metavar="[THEME]…")
@click.option("--all", "every", is_flag=True, help="All themes. 全部主题。")
@out_option(
    f"File to make; its end says the format: {', '.join(outputs.names())}. With -f a folder. "
    "输出文件，扩展名决定格式；用 -f 时为文件夹。",
    "either",
    must=True,
)
@format_option(
    "Make THEME.FORMAT in the folder; repeat for several. 在文件夹中输出的格式，可重复。"
)
@click.option(
    "--layer",
    type=click.Choice(["districts", "projects", "sites"]),
    help="Only this layer. 只导出此图层。",
)
@click.option(
    "--crs",
    help="CRS of data: an EPSG number such as EPSG:4490, or CGCS2000 Gauss-Krueger by longitude: "
    "gk (zones of 3 degrees), gk6, and with the zone's number in eastings gk-zone, gk6-zone. "
    "数据的坐标系：EPSG 编号，或按经度选带的高斯-克吕格投影。",
)
@click.option(
    "--datum",
    help="GCJ-02 or BD-09: shifted degrees, told by the file's name. 偏移坐标，文件名会注明。",
)
@click.option(
    "--simplestyle",
    is_flag=True,
    help="Colours in GeoJSON as web maps read them (fill, stroke). 在 GeoJSON 中写入网页地图样式。",
)
@click.option(
    "--encoding",
    type=click.Choice(ENCODINGS, case_sensitive=False),
    help="Of a Shapefile's text: UTF-8, or GBK for programs that know no other; Chinese names of "
    "columns then stay, cut to ten bytes. Shapefile 的文字编码；GBK 保留中文字段名。",
)
@click.option(
    "--metadata/--no-metadata",
    default=True,
    help="Describe files of data beside them, as Markdown and JSON. 在数据旁附说明文件。",
)
@max_size_option
@atlas_option
@handle_errors
@sheet_options
def export(  # noqa: PLR0913 # one argument an option, as click hands them over
    themes: tuple[str, ...],
    out: Path,
    formats: tuple[str, ...],
    layer: "LayerName | None",
    crs: str | None,
    datum: str | None,
    atlas_path: Path,
    *,
    encoding: "Encoding | None",
    limits: "Limits",
    sheet: "SheetChoices",
    every: bool,
    metadata: bool,
    simplestyle: bool,
) -> None:
    """Write themes as files: data for a GIS, pictures or pages. 导出主题。

    \b
    Examples:
      geomap export urbanisation -o urbanisation.geojson
      geomap export metro -o projects.geojson --layer projects
      geomap export metro -o metro.gpkg --crs gk
      geomap export metro -o metro.png --page A5 --labels projects=8 --background transparent
      geomap export --all -o handover -f gpkg -f xlsx --crs EPSG:4490
      geomap export metro -o metro.shp.zip --encoding GBK
    """
    _check(themes, formats, every=every)
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy
    from geomap.api.product import OutputOptions  # noqa: PLC0415 # heavy

    atlas = api.open(atlas_path, limits)
    target = atlas.target(crs, datum)
    options = OutputOptions(
        metadata=metadata,
        target=target,
        simplestyle=simplestyle,
        encoding=encoding,
        sheet=sheet,
    )
    _tell(options.target)
    for theme, path in _wanted(atlas, themes, out, formats):
        for made in atlas[theme].to_files(path, layer, options=options):
            click.echo(made)


def _check(themes: tuple[str, ...], formats: tuple[str, ...], *, every: bool) -> None:
    """Refuse what could be meant in two ways."""
    if every and themes:
        raise click.UsageError("--all, or themes by their names. 用 --all 或列出主题，二者择一。")
    if not every and not themes:
        raise click.UsageError("Name a theme, or say --all. 请写主题，或用 --all。")
    if not formats and (every or len(themes) > 1):
        raise click.UsageError(
            "Several themes go to a folder: say the formats with -f. 多个主题请用 -f 指明格式。"
        )


def _wanted(
    atlas: "Atlas", themes: "Sequence[str]", out: Path, formats: "Sequence[str]"
) -> list[tuple[str, Path]]:
    """Each theme with a file to make; the folder is there."""
    if not formats:
        return [(themes[0], out)]
    chosen = [outputs.find(name) for name in dict.fromkeys(formats)]
    keys = [atlas[key].theme.key for key in dict.fromkeys(themes or atlas)]
    from geomap.writers.files import make_folder  # noqa: PLC0415 # only here

    make_folder(out)
    return [(key, out / f"{key}{output.suffix}") for key in keys for output in chosen]


def _tell(target: "Target") -> None:
    """Say which CRS was chosen, and how the shifted ones are to be taken."""
    if target.datum is not None:
        echo(
            Text(
                f"坐标为 {target.datum}：不是 WGS84，文件名和说明中已注明",
                f"Coordinates on {target.datum}, not on WGS84: the names and metadata say so",
            )
        )
    elif target.crs is not None and target.is_plane:
        echo(
            Text(
                f"坐标系 {target.code}（{target.crs.name}）",
                f"CRS {target.code} ({target.crs.name})",
            )
        )
