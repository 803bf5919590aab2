"""What every command shares: the language of its words, its options, and how it refuses."""

import locale
import os
import sys
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, cast

import click

from geomap.errors import DataError, GeomapError
from geomap.text import Lang, Text, sentence

if TYPE_CHECKING:
    from geomap.model import Finding
    from geomap.sources.limits import Limits

P = ParamSpec("P")
Option = Callable[[Callable[..., Any]], Callable[..., Any]]


class ExitCode(IntEnum):
    """What every command ends with; `docs/commands.md` says the same."""

    DONE = 0
    FINDINGS = 1
    REFUSED = 2
    INTERRUPTED = 130


atlas_option = click.option(
    "--atlas",
    "-a",
    "atlas_path",
    type=click.Path(path_type=Path),
    default=Path(),
    help="geomap.toml, or the folder that holds it. 图集的 geomap.toml 或其文件夹。",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Report as JSON. 以 JSON 报告。")


def _limits(_: click.Context, __: click.Parameter, size: str | None) -> "Limits":
    """The limits for the files that a command reads."""
    from geomap.sources.limits import Limits  # noqa: PLC0415 # heavy

    try:
        return Limits() if size is None else Limits.up_to(size)
    except DataError as error:
        raise click.BadParameter(error.message.get(language())) from error


max_size_option = click.option(
    "--max-size",
    "limits",
    metavar="SIZE",
    callback=_limits,
    help="Largest file to read, packed or not; 200MB otherwise. 可读取的最大文件，默认 200MB。",
)


def format_option(words: str, choice: Sequence[str] = ()) -> Option:
    """The option ``-f``, which may be given several times.

    Args:
        words: What it does, in both languages.
        choice: What may be asked for; else a format's own message tells what there is.
    """
    kind, shown = (click.Choice(choice), None) if choice else (None, "FORMAT")
    return click.option(
        "--format", "-f", "formats", multiple=True, type=kind, metavar=shown, help=words
    )


def out_option(
    words: str, kind: Literal["file", "folder", "either"], *, must: bool = False
) -> Option:
    """The option ``-o``, the file or folder to make.

    Args:
        words: What it does, in both languages.
        kind: What it names.
        must: It has to be given.
    """
    path = click.Path(file_okay=kind != "folder", dir_okay=kind != "file", path_type=Path)
    return click.option("--out", "-o", type=path, required=must, help=words)


def _jobs(_: click.Context, __: click.Parameter, number: int | None) -> int:
    return number or os.cpu_count() or 1


jobs_option = click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    callback=_jobs,
    help="Processes side by side; one a core otherwise. 并行进程数。",
)


def handle_errors(command: Callable[P, None]) -> Callable[P, None]:
    """The one place where an error becomes a line on stderr and an exit code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except GeomapError as error:
            click.echo(error.message.get(language()), err=True)
            sys.exit(ExitCode.REFUSED)
        except KeyboardInterrupt:
            click.echo(Text("已中断", "Interrupted").get(language()), err=True)
            sys.exit(ExitCode.INTERRUPTED)

    return run


def language() -> Lang:
    """The language asked for, else the locale's."""
    chosen = click.get_current_context().find_root().params.get("lang")
    if chosen:
        return cast("Lang", chosen)
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    first = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "zh" if first.lower().startswith(("zh", "chinese")) else "en"


def echo(words: Text) -> None:
    """Tell people something, on stderr."""
    click.echo(words.get(language()), err=True)


def tell_findings(findings: "tuple[Finding, ...]") -> None:
    """Tell people the findings, a line each, on stderr; of a crowd of the same kind the first."""
    from geomap.model.findings import lines  # noqa: PLC0415 # heavy for a help text

    for line in lines(findings, language()):
        click.echo(line, err=True)


def finding_as_json(finding: "Finding") -> dict[str, object]:
    """A finding as ``--json`` shows it, in both languages."""
    return {
        "code": finding.code,
        "level": finding.level,
        "file": finding.location.file,
        "row": finding.location.row,
        "column": finding.location.column,
        "message": both(finding.message),
        "remedy": both(finding.remedy),
    }


def both(words: Text) -> dict[str, str]:
    """Words as ``--json`` shows them: sentences in both languages."""
    return {"zh": sentence(words.zh, "zh"), "en": sentence(words.en, "en")}
