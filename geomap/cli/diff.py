"""The command that tells what changed from one edition of an atlas to another."""

import json
import sys
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.console import ExitCode, echo, handle_errors, json_option, language
from geomap.text import Text, counted

if TYPE_CHECKING:
    from geomap.builder.diff import Change

_KINDS = {
    "theme": Text("主题", "Themes"),
    "words": Text("图上文字", "Words of maps"),
    "district": Text("区县", "Districts"),
    "boundary": Text("界线", "Boundaries"),
    "value": Text("数值", "Values"),
    "class": Text("分级", "Classes"),
    "shown": Text("换级", "In another class"),
    "project": Text("项目", "Projects"),
    "site": Text("站点", "Sites"),
    "measure": Text("举措", "Measures"),
    "context": Text("底图要素", "Context"),
    "input": Text("输入文件", "Files read"),
    "output": Text("输出文件", "Files built"),
}
_MARKS = {"added": "+", "removed": "-", "changed": "~"}


@click.command()
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path))
@json_option
@handle_errors
def diff(old: Path, new: Path, *, as_json: bool) -> None:
    """Tell what changed from OLD to NEW, atlases or folders that were built. 比较两个版本。

    Districts, boundaries, values, classes, projects, sites, measures, words and files, thing by
    thing. Of a folder the GeoJSON of each theme is compared. Exits with 1 if anything changed.

    \b
    Examples:
      geomap diff last-year/maps maps
      geomap diff last-year/maps maps --json
    """
    from geomap.builder import editions  # noqa: PLC0415 # heavy
    from geomap.builder.diff import compare, number_of  # noqa: PLC0415 # heavy

    first, second = editions.read(old), editions.read(new)
    changes = compare(first, second)
    for edition in (first, second):
        if without := [key for key in edition.themes if key not in edition.features]:
            echo(_not_seen(edition.path, without))
    if as_json:
        told = {"counts": number_of(changes), "changes": [asdict(change) for change in changes]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        order = list(_KINDS)
        for kind, some in groupby(
            sorted(changes, key=lambda change: order.index(change.kind)), lambda c: c.kind
        ):
            click.echo(f"{_KINDS[kind].get(language())}:")
            for change in some:
                click.echo(f"  {_line(change)}")
    echo(Text(f"{len(changes)} 处变化", counted(len(changes), "change")))
    sys.exit(ExitCode.FINDINGS if changes else ExitCode.DONE)


def _line(change: "Change") -> str:
    from geomap.builder.diff import shortened  # noqa: PLC0415 # heavy

    named = f" {change.name}" if change.name and change.name != change.key else ""
    values = [shortened(each) or "–" for each in (change.before, change.after)]
    both = f": {values[0]} → {values[1]}" if change.before or change.after else ""
    return f"{_MARKS[change.fate]} {change.key}{named}{both}"


def _not_seen(path: Path, themes: list[str]) -> Text:
    listed = ", ".join(themes)
    return Text(
        f"{path}：没有这些主题的 GeoJSON，只比较了文件：{listed}；用 -f geojson 构建后可逐项比较",
        f"{path}: no GeoJSON of {listed}, of which only files were compared; "
        "build with -f geojson to see more",
    )
