"""The commands for a user's own files: look at them, convert them, locate their points."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.console import (
    ExitCode,
    atlas_option,
    echo,
    finding_as_json,
    handle_errors,
    json_option,
    language,
    max_size_option,
    tell_findings,
)
from geomap.text import Text, counted
from geomap.writers.encodings import ENCODINGS

if TYPE_CHECKING:
    from geomap.sources.limits import Limits
    from geomap.writers.encodings import Encoding

_crs_option = click.option("--crs", help="CRS of the file, e.g. EPSG:4490. 文件的坐标系。")
_encoding_option = click.option("--encoding", help="Encoding of the file. 文件的编码。")
_layer_option = click.option(
    "--layer", "--sheet", "layer", help="Layer, sheet or member of an archive. 图层或工作表。"
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_encoding_option
@_layer_option
@_crs_option
@click.option(
    "--atlas",
    "-a",
    "atlas_path",
    type=click.Path(path_type=Path),
    help="Atlas to hold it against; the one here, if there is one. 用于对照的图集。",
)
@click.option(
    "--header/--no-header",
    default=True,
    help="Whether a row of the table names its columns. 表格有无列名行。",
)
@click.option(
    "--write",
    is_flag=True,
    help="Add the proposed lines to the atlas. 将建议的几行写入图集的 geomap.toml。",
)
@max_size_option
@json_option
@handle_errors
def inspect(  # noqa: PLR0913 # one parameter an option
    file: Path,
    encoding: str | None,
    layer: str | None,
    crs: str | None,
    limits: "Limits",
    atlas_path: Path | None,
    *,
    header: bool,
    as_json: bool,
    write: bool,
) -> None:
    """Tell what a table or layer holds and what is wrong with it. 查看表格或图层及其问题。

    For a table it proposes the lines of geomap.toml. Exits with 1 if there are errors.

    \b
    Examples:
      geomap inspect data/indicators.csv
      geomap inspect data/boundaries/districts.geojson --json
    """
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy
    from geomap.api import files as own_files  # noqa: PLC0415 # heavy
    from geomap.api import inspection  # noqa: PLC0415 # heavy
    from geomap.sources.layers import ReadOptions  # noqa: PLC0415 # heavy

    here = Path() if Path("geomap.toml").is_file() else None
    against = atlas_path or here
    atlas = None if against is None else api.open(against, limits)
    choice = ReadOptions(encoding, layer, crs, limits, header)
    if atlas is None:
        report, proposal = own_files.inspect(file, choice), None
    else:
        report, proposal = own_files.examine(file, choice, atlas)
    if as_json:
        found = [finding_as_json(finding) for finding in report.findings]
        click.echo(json.dumps(inspection.as_json(report) | {"findings": found}, ensure_ascii=False))
    else:
        click.echo("\n".join(report.lines(language())))
        if proposal is not None:
            click.echo(f"\n{proposal.lines}", nl=False)
        tell_findings(report.findings)
    if write:
        own_files.add(file, proposal, atlas)
    sys.exit(ExitCode.FINDINGS if report.errors else 0)


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--from", "from_datum", required=True, help="Datum of the file. 原坐标基准。")
@click.option(
    "--to",
    required=True,
    help="Datum or CRS wanted: WGS84, GCJ-02, EPSG:4544, gk. 目标坐标基准或坐标系。",
)
@_encoding_option
@click.option(
    "--to-encoding",
    type=click.Choice(ENCODINGS, case_sensitive=False),
    help="Encoding of a Shapefile to write. 写出 Shapefile 时的文字编码。",
)
@_layer_option
@_crs_option
@max_size_option
@handle_errors
def convert(  # noqa: PLR0913 # one argument an option, as click hands them over
    source: Path,
    target: Path,
    from_datum: str,
    to: str,
    encoding: str | None,
    layer: str | None,
    crs: str | None,
    *,
    to_encoding: "Encoding | None",
    limits: "Limits",
) -> None:
    """Take a layer or a table of positions to another datum or CRS. 转换坐标基准或坐标系。

    The end of the target's name says its format: any format of data. The output says its datum,
    and a file that says one is not shifted twice.

    \b
    Examples:
      geomap convert data/boundaries/districts.geojson gcj02.geojson --from wgs84 --to gcj02
      geomap convert data/boundaries/districts.geojson plane.gpkg --from wgs84 --to EPSG:4544
    """
    from geomap.api import files as own_files  # noqa: PLC0415 # heavy
    from geomap.sources.layers import ReadOptions  # noqa: PLC0415 # heavy

    choice = ReadOptions(encoding, layer, crs, limits)
    done = own_files.convert(source, target, from_datum, to, choice, to_encoding)
    tell_findings(done.findings)
    echo(
        Text(
            f"已转换 {done.written} 个至 {done.where}，{done.unplaced} 个没有位置",
            f"{done.written} converted to {done.where}, {done.unplaced} without a place",
        )
    )
    for path in done.paths:
        click.echo(path)


@click.command()
@click.argument("points", type=click.Path(path_type=Path))
@click.option(
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    required=True,
    help="File to write, in any format of data by its end. 输出文件，扩展名决定格式。",
)
@click.option(
    "--uncertainty",
    type=click.FloatRange(min=0),
    default=0.0,
    help="Metres that points may be off, to tell the unsure ones. 点位误差（米），用于标出存疑点。",
)
@click.option(
    "--datum", default="WGS84", show_default=True, help="Datum of the points. 点的坐标基准。"
)
@_encoding_option
@_layer_option
@max_size_option
@_crs_option
@atlas_option
@handle_errors
def locate(  # noqa: PLR0913 # one argument an option, as click hands them over
    points: Path,
    out: Path,
    datum: str,
    encoding: str | None,
    layer: str | None,
    crs: str | None,
    *,
    limits: "Limits",
    atlas_path: Path,
    uncertainty: float,
) -> None:
    """Find the district that each point lies in. 查找各点所在的区县。

    Points are a table with longitude and latitude (or x and y, with --crs) or a layer. Columns are
    added: adcode, district, region, border_m (metres to the nearest border), unsure.

    \b
    Examples:
      geomap locate data/sites.csv -o sites-located.csv
      geomap locate data/sites.csv -o sites.gpkg --uncertainty 500
    """
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy
    from geomap.api import files as own_files  # noqa: PLC0415 # heavy
    from geomap.sources.layers import ReadOptions  # noqa: PLC0415 # heavy

    choice = ReadOptions(encoding, layer, crs, limits)
    done = own_files.locate(points, out, api.open(atlas_path, limits), datum, choice, uncertainty)
    tell_findings(done.findings)
    echo(
        Text(
            f"{done.written} 个点，{done.unplaced} 个不在任何区县，{done.unsure} 个存疑",
            f"{counted(done.written, 'point')}, {done.unplaced} in no district, "
            f"{done.unsure} unsure",
        )
    )
    for path in done.paths:
        click.echo(path)
