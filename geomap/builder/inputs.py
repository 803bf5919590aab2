"""What a build is made from: the atlas's files and the tools, each by its digest; nothing heavy."""

import hashlib
import json
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from types import MappingProxyType

import geomap
from geomap.api.seen import FilesSeen

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHORT = 16  # hex digits


@dataclass(frozen=True, slots=True)
class Seen:
    """Files and tools as they were before anything was read.

    Attributes:
        inputs: SHA-256 of each file of the atlas, by its name.
        tools: Versions of all that a build runs on, by name, and a digest of geomap's own code.
        state: Digest of both, and of the limits to read within; empty where the files may be
            newer than what was read from them.
    """

    inputs: Mapping[str, str]
    tools: Mapping[str, str]
    state: str

    @property
    def tools_digest(self) -> str:
        """The tools as one digest."""
        return _digest(dict(self.tools))


def see(files: FilesSeen) -> Seen:
    """What a build is made from: the files of an atlas, and the tools as they are."""
    used = tools()
    state = _digest([dict(files.digests), dict(used), repr(files.limits)]) if files.before else ""
    return Seen(files.digests, used, state)


@cache
def tools() -> Mapping[str, str]:
    """What a build runs on: versions by name, and a digest of geomap's own code.

    Looked up once: a process goes on with what it has loaded, whatever becomes of the files.
    """
    found: dict[str, str] = {}
    waiting = ["geomap"]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # an extra that is not installed, or for another system
            continue
        waiting += _required(name)
    # A checkout keeps its version while its code changes.
    every = {"python": platform.python_version(), "code": _code(), **dict(sorted(found.items()))}
    return MappingProxyType(every)


def _required(name: str) -> list[str]:
    """Names of what a package asks for: of geomap also its extras, of others only what must be."""
    lines = [line for line in requires(name) or () if name == "geomap" or "extra ==" not in line]
    return [match[0].lower().replace("_", "-") for line in lines if (match := _NAME.match(line))]


def _code() -> str:
    """Digest of every file of the package."""
    found = hashlib.sha256()
    folder = Path(geomap.__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            found.update(path.relative_to(folder).as_posix().encode() + b"\0")
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:_SHORT]


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_SHORT]
