"""The command that makes the maps: those that would come out other than they lie there."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.api import outputs
from geomap.cli.console import (
    atlas_option,
    echo,
    format_option,
    handle_errors,
    jobs_option,
    language,
    max_size_option,
    out_option,
    tell_findings,
)
from geomap.cli.sheets import sheet_options
from geomap.errors import GeomapError
from geomap.text import Text, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.builder.build import Built
    from geomap.builder.manifest import Manifest
    from geomap.builder.options import BuildOptions
    from geomap.builder.reasons import Verdict
    from geomap.model.sheet import SheetChoices
    from geomap.sources.limits import Limits


@click.command()
@click.argument("themes", nargs=-1, metavar="[THEME]…")
@format_option(f"{', '.join(outputs.names())}; repeat for several. 输出格式，可重复。")
@out_option("Folder for the maps; maps beside geomap.toml otherwise. 输出文件夹。", "folder")
@jobs_option
@click.option(
    "--basemap",
    metavar="KEY",
    help="Online map below the pages' districts, as geomap.toml declares it. 网页的在线底图。",
)
@click.option(
    "--write-key",
    is_flag=True,
    help="Let the base map's key stand in the pages, for all to see. 允许把底图密钥写入网页。",
)
@click.option(
    "--profiles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of `geomap profile`; the cards of districts lead there. 卡片链接到区县概况。",
)
@click.option("--force", is_flag=True, help="Make all again, also what is up to date. 全部重制。")
@click.option(
    "--explain",
    is_flag=True,
    help="Tell for each file why it is made or kept. 说明每个文件为何重制或保留。",
)
@click.option(
    "--sign",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="KEY",
    help="Sign the manifest with an SSH key; needs ssh-keygen. 用 SSH 密钥为清单签名。",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Go on, and build again when a file changes; needs geomap[serve]. 监视文件，有变即重建。",
)
@max_size_option
@atlas_option
@handle_errors
@sheet_options
def build(  # noqa: PLR0913 # one argument an option, as click hands them over
    themes: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    jobs: int,
    basemap: str | None,
    atlas_path: Path,
    *,
    sign: Path | None,
    profiles: Path | None,
    limits: "Limits",
    sheet: "SheetChoices",
    write_key: bool,
    force: bool,
    explain: bool,
    watch: bool,
) -> None:
    """Make the maps of all themes, or of the ones named. 生成全部或指定主题的地图。

    Makes only what would come out other than it lies there, and prints the path of each file, made
    or kept. If anything is wrong, the folder stays as it was.

    \b
    Examples:
      geomap build
      geomap build urbanisation -f html -f png -o out
      geomap build metro -f png --page 160mm --dpi 300 --parts map,legend
      geomap build --explain
    """
    from geomap.builder.options import BuildOptions  # noqa: PLC0415 # only here

    options = BuildOptions(
        formats or outputs.DEFAULT_FORMATS,
        None,
        jobs,
        basemap,
        write_key,
        force,
        sign,
        profiles,
        sheet,
    )
    order = _Order(atlas_path, themes, out, options, limits, explain)
    if watch:
        _again_and_again(order)
    else:
        _once(order)


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for."""

    atlas: Path
    themes: tuple[str, ...]
    out: Path | None
    options: "BuildOptions"
    limits: "Limits"
    explain: bool


def _again_and_again(order: _Order) -> None:
    """Build, and build again whenever a file changes, until Ctrl-C; a refused build is told."""
    from geomap.builder import watching  # noqa: PLC0415 # only here

    root = order.atlas.parent if order.atlas.is_file() else order.atlas
    with watching.watch(order.atlas, order.out or root / "maps") as watch:
        while True:
            try:
                _once(order)
            except GeomapError as error:
                click.echo(error.message.get(language()), err=True)
            echo(Text("监视中；按 Ctrl-C 结束", "Watching; Ctrl-C ends it"))
            watch.wait()
            order = replace(order, options=replace(order.options, force=False))


def _once(order: _Order) -> None:
    from geomap.api.seen import look_at  # noqa: PLC0415 # only here
    from geomap.builder import inputs, quick  # noqa: PLC0415 # only here
    from geomap.config.atlas import read_atlas  # noqa: PLC0415 # heavy

    config = read_atlas(order.atlas)
    seen = inputs.see(look_at(config, order.limits))
    folder = order.out or config.root / "maps"
    found = quick.up_to_date(config, seen, order.themes, folder, order.options)
    if found is not None:
        _tell_kept(found, explain=order.explain)
        return
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy
    from geomap.builder.build import Told, carry_out  # noqa: PLC0415 # heavy

    atlas = api.open(order.atlas, order.limits)
    tell_findings(atlas.checked.findings)
    told = Told(_progress, echo) if sys.stderr.isatty() else Told(warn=echo)
    built = carry_out(atlas, order.themes, order.out, order.options, told)
    _tell(built, explain=order.explain)


def _progress(name: str) -> None:
    click.echo(f"  {name}", err=True)


def _tell_kept(found: "tuple[Sequence[Path], Manifest]", *, explain: bool) -> None:
    """Tell that there was nothing to do; the warnings of the last build still hold."""
    from geomap.builder import reasons  # noqa: PLC0415 # only here

    paths, manifest = found
    for theme, names in manifest.unplaced.items():
        echo(reasons.no_room(theme, names))
    if manifest.warnings:
        echo(
            Text(
                f"数据中的 {manifest.warnings} 个警告仍在，见 geomap check",
                f"{counted(manifest.warnings, 'warning')} about the data as before: geomap check",
            )
        )
    if explain:
        for path in paths[:-1]:
            _explain(reasons.Verdict(path.name, "kept", reasons.NOTHING_CHANGED))
    echo(Text("没有要做的", "Nothing to do"))
    for path in paths:
        click.echo(path)


_FATES = {
    "made": Text("重制", "made"),
    "same": Text("相同", "same"),
    "kept": Text("保留", "kept"),
    "removed": Text("移除", "removed"),
}


def _tell(built: "Built", *, explain: bool) -> None:
    if explain:
        for verdict in built.verdicts:
            _explain(verdict)
    fates = [verdict.fate for verdict in built.verdicts]
    made = fates.count("made")
    rest = len(fates) - made - fates.count("removed")
    echo(Text(f"重制 {made} 个文件，{rest} 个不变", f"{made} made, {rest} as they were"))
    for path in built.paths:
        click.echo(path)


def _explain(verdict: "Verdict") -> None:
    fate, reason, lang = _FATES[verdict.fate], verdict.reason, language()
    click.echo(f"{fate.get(lang):8}{verdict.name}: {reason.get(lang)}", err=True)
