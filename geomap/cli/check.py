"""The command that checks an atlas, and the forms in which it tells what it found."""

import json
import sys
from importlib.metadata import version
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
from geomap.errors import GeomapError
from geomap.text import Text, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Finding
    from geomap.sources.limits import Limits


@click.command()
@json_option
@click.option(
    "--sarif",
    "log",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write the findings as SARIF 2.1.0. 另将问题写成 SARIF 2.1.0。",
)
@max_size_option
@atlas_option
@click.option("--strict", is_flag=True, help="Warnings count as errors. 警告视同错误。")
@handle_errors
def check(
    log: Path | None, limits: "Limits", atlas_path: Path, *, as_json: bool, strict: bool
) -> None:
    """Check the atlas and tell everything that is found, at once. 检查图集，一次列出全部问题。

    Exits with 1 if there are errors.

    \b
    Examples:
      geomap check
      geomap check --strict --json
      geomap check --sarif findings.sarif
    """
    from geomap.api import atlas as api  # noqa: PLC0415 # heavy

    try:
        findings = api.check(atlas_path, limits)
    except GeomapError as error:
        if as_json:
            click.echo(json.dumps([_unreadable(error)], ensure_ascii=False))
        if log is not None:
            _write_sarif(log, atlas_path, [_stopped(error)], limits)
        raise
    if as_json:
        told = [finding_as_json(finding) for finding in findings]
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        tell_findings(findings)
    if log is not None:
        _write_sarif(log, atlas_path, findings, limits)
    errors = sum(1 for finding in findings if strict or finding.level == "error")
    warnings = len(findings) - errors
    echo(
        Text(
            f"{errors:,} 个错误，{warnings:,} 个警告",
            f"{counted(errors, 'error')}, {counted(warnings, 'warning')}",
        )
    )
    sys.exit(ExitCode.FINDINGS if errors else ExitCode.DONE)


_UNREADABLE = "GM-F000"


def _unreadable(error: GeomapError) -> dict[str, object]:
    """What stopped the check before any row was looked at, in the shape of a finding."""
    message = {"zh": error.message.zh, "en": error.message.en}
    nowhere = {"file": None, "row": None, "column": None}
    return {"code": _UNREADABLE, "level": "error", **nowhere, "message": message, "remedy": None}


def _stopped(error: GeomapError) -> "Finding":
    """The same as a finding; its words say where, and have the remedy."""
    from geomap.model import Location  # noqa: PLC0415 # heavy
    from geomap.model.catalogue import finding  # noqa: PLC0415 # heavy

    return finding(_UNREADABLE, Location("geomap.toml"), error.message, Text("", ""))


def _write_sarif(
    log: Path, atlas_path: Path, findings: "Sequence[Finding]", limits: "Limits"
) -> None:
    from geomap.checks import sarif  # noqa: PLC0415 # heavy
    from geomap.config.atlas import read_atlas  # noqa: PLC0415 # heavy
    from geomap.sources import readers  # noqa: PLC0415 # heavy
    from geomap.writers.files import write_text  # noqa: PLC0415 # only here

    rows = [finding.location for finding in findings if finding.location.row is not None]
    spots = readers.line_numbers(read_atlas(atlas_path), rows, limits) if rows else {}
    document = sarif.log(findings, spots, language(), version("geomap"))
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    write_text(log, text)
