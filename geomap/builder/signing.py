"""The manifest signed with a key of the user's, by OpenSSH's `ssh-keygen`: docs/decisions/0024.

The manifest names every file by its SHA-256, so that its signature is one of the whole folder.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from geomap.builder.verify import MANIFEST, SIGNATURE
from geomap.errors import RenderError
from geomap.text import Text, clean

_NAMESPACE = "geomap"  # a signature for something else is none for this
_PROGRAM = "ssh-keygen"
_Done = subprocess.CompletedProcess[bytes]
_PATIENCE = 120.0  # seconds: somebody may have to type a passphrase or touch a token

# good: by one of the signers; whole: of this very manifest, but nobody said whose keys count;
# stranger: by none of the signers; broken: of something else, or no signature at all.
State = Literal["none", "good", "whole", "stranger", "broken"]


@dataclass(frozen=True, slots=True)
class Signature:
    """What is known of a folder's signature.

    Attributes:
        state: See `State`.
        signer: Who signed it, as the list of signers says; of a whole one its key; else empty.
    """

    state: State
    signer: str = ""

    def holds(self, *, asked: bool) -> bool:
        """Whether nothing speaks against it; if it was asked for, one of the signers must be it."""
        return self.state == "good" if asked else self.state in {"none", "whole"}


def require(key: Path) -> None:
    """Refuse a key that cannot sign, before anything is made.

    Args:
        key: Private key, or the public one of a key that an agent holds.

    Raises:
        RenderError: There is no such file, or no ``ssh-keygen``.
    """
    _program()
    if not key.is_file():
        raise RenderError(
            Text(
                f"{key}：没有此密钥文件；可用 ssh-keygen -t ed25519 -f {key} 生成",
                f"{key}: no such key; make one with ssh-keygen -t ed25519 -f {key}",
            )
        )


def sign(manifest: Path, key: Path) -> None:
    """Sign a manifest; the signature lies beside it.

    Args:
        manifest: The file.
        key: As for `require`.

    Raises:
        RenderError: The key cannot sign.
    """
    require(key)
    target = manifest.with_name(SIGNATURE)
    target.unlink(missing_ok=True)  # ssh-keygen would ask whether to write over it
    done = _run(["-Y", "sign", "-q", "-f", str(key), "-n", _NAMESPACE, str(manifest)])
    if done.returncode or not target.is_file():
        why = _reason(done)
        raise RenderError(
            Text(
                f"{key}：无法签名（{why}）；请检查密钥和口令",
                f"{key}: cannot sign ({why}); check the key and its passphrase",
            )
        )


def is_by(folder: Path, key: Path) -> bool:
    """Whether a folder's manifest is signed with a key.

    Args:
        folder: A folder of maps.
        key: As for `require`.
    """
    listed = _said(_run(["-l", "-f", str(key)]).stdout).split()
    found = look(folder)
    return found.state == "whole" and found.signer in listed


def look(folder: Path, signers: Path | None = None) -> Signature:
    """What is known of the signature of a folder's manifest.

    Args:
        folder: A folder of maps.
        signers: Whose signatures count: a file of lines ``NAME KEY-TYPE KEY``, as ``ssh-keygen``
            calls *allowed signers*. None tells only whether it is one of this manifest.

    Raises:
        RenderError: There is no ``ssh-keygen``, or no such file of signers.
    """
    signature, manifest = folder / SIGNATURE, folder / MANIFEST
    if not signature.is_file() or signature.is_symlink():
        return Signature("none")
    own = ["-n", _NAMESPACE, "-s", str(signature)]
    checked = _run(["-Y", "check-novalidate", *own], manifest)
    if checked.returncode:
        return Signature("broken")
    if signers is None:
        return Signature("whole", _said(checked.stdout).rpartition(" ")[2])
    if not signers.is_file():
        raise RenderError(
            Text(
                f"{signers}：没有此文件；每行写“姓名 密钥类型 公钥”",
                f"{signers}: no such file; each of its lines is NAME KEY-TYPE KEY",
            )
        )
    found = _run(["-Y", "find-principals", "-s", str(signature), "-f", str(signers)])
    for name in _said(found.stdout).splitlines() if found.returncode == 0 else ():
        by = ["-Y", "verify", "-f", str(signers), "-I", name, *own]
        if _run(by, manifest).returncode == 0:
            return Signature("good", clean(name))
    return Signature("stranger")


def _run(arguments: Sequence[str], stdin: Path | None = None) -> _Done:
    try:
        return subprocess.run(  # noqa: S603 # a list of arguments, no shell
            [_program(), *arguments],
            input=stdin.read_bytes() if stdin else b"",
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise RenderError(
            Text(
                f"{_PROGRAM} 两分钟没有回应；请检查口令或密钥代理",
                f"{_PROGRAM} did not answer for two minutes; check the passphrase or the agent",
            )
        ) from error


def _program() -> str:
    found = shutil.which(_PROGRAM)
    if found is None:
        raise RenderError(
            Text(
                f"签名需要 OpenSSH 的 {_PROGRAM}，本机没有；请安装 OpenSSH 客户端",
                f"signatures need OpenSSH's {_PROGRAM}, which is not here: install its client",
            )
        )
    return found


def _reason(done: _Done) -> str:
    lines = _said(done.stderr).splitlines()
    return clean(lines[-1]) if lines else str(done.returncode)


def _said(output: bytes) -> str:
    return output.decode("utf-8", "replace").strip()
