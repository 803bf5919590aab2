"""The command that looks at the machine: what geomap needs, what is broken, what to do."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from geomap.cli.console import (
    ExitCode,
    atlas_option,
    both,
    echo,
    handle_errors,
    json_option,
    language,
)
from geomap.text import Text, counted

_STATES = {
    "ok": Text("正常", "ok"),
    "advice": Text("建议", "advice"),
    "broken": Text("有误", "broken"),
}


@click.command()
@json_option
@atlas_option
@handle_errors
def doctor(atlas_path: Path, *, as_json: bool) -> None:
    """Tell what geomap finds on this machine, and what to do. 检查本机环境。

    Versions, GDAL and PROJ with their data, the font, folders to write to, a browser and the
    extras. Exits with 1 if something that geomap needs is broken.

    \b
    Examples:
      geomap doctor
      geomap doctor --json
    """
    from geomap.builder.doctor import examine  # noqa: PLC0415 # heavy

    root = atlas_path.parent if atlas_path.is_file() else atlas_path
    checks = examine(root / "maps")
    if as_json:
        told = [
            {
                **asdict(check),
                "found": both(check.found),
                "remedy": both(check.remedy) if check.remedy else None,
            }
            for check in checks
        ]
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for check in checks:
            state = _STATES[check.state].get(language())
            click.echo(f"{state:8}{check.name}: {check.found.get(language())}")
            if check.remedy is not None:
                click.echo(f"        → {check.remedy.get(language())}")
    broken = sum(1 for check in checks if check.state == "broken")
    echo(Text(f"{broken} 处有误", f"{counted(broken, 'fault')}"))
    sys.exit(ExitCode.FINDINGS if broken else ExitCode.DONE)
