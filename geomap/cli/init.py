"""The command that makes a new atlas."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.console import echo, handle_errors, language, max_size_option
from geomap.text import Text

if TYPE_CHECKING:
    from geomap.sources.limits import Limits


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--from",
    "source",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A layer of districts, in any format that is read. 区县界线文件。",
)
@click.option(
    "--codes",
    multiple=True,
    metavar="CODE",
    help="Counties by the start of their adcodes (5101), from geomap[boundaries]. 区划代码。",
)
@click.option(
    "--table",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A table of numbers, a row a district: a theme is made a column. 数据表。",
)
@click.option("--title", help="Title of the atlas. 图集标题。")
@click.option("--datum", metavar="DATUM", help="Datum of the layer's degrees. 界线的坐标基准。")
@click.option("--crs", metavar="CRS", help="CRS of the layer, e.g. EPSG:4544. 坐标系。")
@click.option("--layer", metavar="NAME", help="Layer of a GeoPackage. 图层。")
@max_size_option
@handle_errors
def init(  # noqa: PLR0913 # one argument an option, as click hands them over
    folder: Path,
    *,
    source: Path | None,
    codes: tuple[str, ...],
    table: Path | None,
    title: str | None,
    datum: str | None,
    crs: str | None,
    layer: str | None,
    limits: "Limits",
) -> None:
    """Make a new atlas in FOLDER that builds at once. 新建一个可直接构建的图集。

    \b
    Examples:
      geomap init chengdu --codes 5101
      geomap init mycity --from data/boundaries/districts.geojson
    """
    from geomap.api.starting import Start, start  # noqa: PLC0415 # heavy
    from geomap.geo.datum import Datum  # noqa: PLC0415 # heavy
    from geomap.sources.layers import ReadOptions  # noqa: PLC0415 # heavy

    if (source is None) == (not codes):
        raise click.UsageError(
            "Give either --from FILE or --codes CODE. 请给出 --from 或 --codes。"
        )
    wanted = Start(
        source=source,
        codes=codes,
        table=table,
        title=title,
        datum=None if datum is None else Datum.parse(datum),
        lang=language(),
        choice=ReadOptions(layer=layer, crs=crs, limits=limits),
    )
    made = start(folder, wanted)
    for name in made.files:
        click.echo(folder / name)
    for note in made.notes:
        echo(note)
    echo(
        Text(
            f"{made.districts} 个区县；请运行 geomap build -a {folder}",
            f"{made.districts} districts; now run: geomap build -a {folder}",
        )
    )
