"""The command that holds a folder of maps against its manifest."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from geomap.cli.console import ExitCode, atlas_option, echo, handle_errors, json_option
from geomap.text import Text, counted

_KINDS = {
    "changed": Text("已被改动", "changed since it was built"),
    "missing": Text("缺失", "missing"),
    "foreign": Text("不是构建所得", "made by no build"),
    "stale": Text("输入在构建后有变化", "an input that changed since"),
}


@click.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@json_option
@atlas_option
@handle_errors
def verify(folder: Path | None, atlas_path: Path, *, as_json: bool) -> None:
    """Hold FOLDER, or the atlas's maps, against the manifest. 按清单核验输出文件夹。

    Tells what was changed, is missing or was made by no build, and which inputs changed since.
    Exits with 1 if the folder is not what was built.

    \b
    Examples:
      geomap verify
      geomap verify maps --json
    """
    from geomap.builder.verify import verify as hold  # noqa: PLC0415 # heavy

    root = atlas_path.parent if atlas_path.is_file() else atlas_path
    found = hold(folder or root / "maps", atlas_path if (root / "geomap.toml").is_file() else None)
    if as_json:
        click.echo(json.dumps(asdict(found) | {"holds": found.holds}, ensure_ascii=False))
    else:
        for kind, words in _KINDS.items():
            for name in getattr(found, kind):
                echo(Text(f"{name}：{words.zh}", f"{name}: {words.en}"))
    echo(Text(f"{found.sound} 个文件与构建时一致", f"{counted(found.sound, 'file')} as built"))
    sys.exit(ExitCode.DONE if found.holds else ExitCode.FINDINGS)
