"""The command that holds a folder of maps against its manifest."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.console import ExitCode, atlas_option, echo, handle_errors, json_option
from geomap.text import Text, counted

if TYPE_CHECKING:
    from geomap.builder.signing import Signature

_KINDS = {
    "changed": Text("已被改动", "changed since it was built"),
    "missing": Text("缺失", "missing"),
    "foreign": Text("不是构建所得", "made by no build"),
    "stale": Text("输入在构建后有变化", "an input that changed since"),
}


@click.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--signers",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Whose signature it must have: lines of NAME KEY-TYPE KEY. 可信签名人名单。",
)
@json_option
@atlas_option
@handle_errors
def verify(folder: Path | None, signers: Path | None, atlas_path: Path, *, as_json: bool) -> None:
    """Hold FOLDER, or the atlas's maps, against the manifest. 按清单核验输出文件夹。

    Tells what was changed, is missing or was made by no build, and which inputs changed since.
    Exits with 1 if the folder is not what was built, or not signed as it should be.

    \b
    Examples:
      geomap verify
      geomap verify maps --json
    """
    from geomap.builder import signing  # noqa: PLC0415 # only here
    from geomap.builder.verify import verify as hold  # noqa: PLC0415 # heavy

    root = atlas_path.parent if atlas_path.is_file() else atlas_path
    maps = folder or root / "maps"
    found = hold(maps, atlas_path if (root / "geomap.toml").is_file() else None)
    signed = signing.look(maps, signers)
    holds = found.holds and signed.holds(asked=signers is not None)
    if as_json:
        told = asdict(found) | {"signature": asdict(signed), "holds": holds}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for kind, words in _KINDS.items():
            for name in getattr(found, kind):
                echo(Text(f"{name}：{words.zh}", f"{name}: {words.en}"))
        if signers is not None or signed.state != "none":
            echo(_signed(signed))
    echo(Text(f"{found.sound} 个文件与构建时一致", f"{counted(found.sound, 'file')} as built"))
    sys.exit(ExitCode.DONE if holds else ExitCode.FINDINGS)


def _signed(signed: "Signature") -> Text:
    """What is known of the signature, in words."""
    who = signed.signer
    return {
        "none": Text("清单没有签名", "the manifest is not signed"),
        "good": Text(f"清单由 {who} 签名", f"the manifest is signed by {who}"),
        "whole": Text(
            f"清单有签名，密钥 {who}；用 --signers 核对是谁",
            f"the manifest is signed with the key {who}; --signers tells whose that is",
        ),
        "stranger": Text(
            "清单的签名不是名单中的人所签", "the manifest is signed by none of the signers"
        ),
        "broken": Text("签名与清单不符", "the signature is not one of this manifest"),
    }[signed.state]
