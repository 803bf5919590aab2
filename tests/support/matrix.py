"""Builds whose surroundings differ, and which must not: the same bytes from every one of them.

Run as a script it is one such build, with the folders of the machine listed in another order.
"""

import hashlib
import itertools
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from support.paths import ROOT

import geomap
from geomap.builder.build import BuildOptions, carry_out

SEEDS = tuple(map(str, range(10)))
ZONES = ("UTC", "Asia/Shanghai", "America/St_Johns", "Pacific/Kiritimati")
LOCALES = ("C", "C.UTF-8", "zh_CN.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8")
FORMATS = ("html", "svg", "png", "pdf", "pptx", "docx", "geojson", "gpkg", "csv", "xlsx")
Digests = dict[str, str]


@dataclass(frozen=True, slots=True)
class Around:
    """What is around a build.

    Attributes:
        seed: Of Python's hashes.
        zone: Time zone.
        locale: Of words and numbers.
        elsewhere: The working directory is another one, and the atlas's path absolute.
        shuffled: The system lists folders in another order.
        jobs: Processes at most.
        kept: The folder holds an earlier edition, of which a part stays; else it is empty.
    """

    seed: str = "0"
    zone: str = "UTC"
    locale: str = "C.UTF-8"
    elsewhere: bool = False
    shuffled: bool = False
    jobs: int = 1
    kept: bool = False

    def __str__(self) -> str:
        """In a line."""
        where = "elsewhere" if self.elsewhere else "beside it"
        order = "shuffled" if self.shuffled else "as listed"
        folder = "over an earlier one" if self.kept else "into nothing"
        told = f"hash seed {self.seed}, {self.zone}, {self.locale}, {where}, {order}"
        return f"{told}, {self.jobs} jobs, {folder}"


def surroundings(times: int, chance: random.Random) -> Iterator[Around]:
    """So many surroundings: each value as often as the others, in ever new company."""

    def turns(values: Sequence[Any]) -> Iterator[Any]:
        while True:
            yield from chance.sample(values, len(values))

    both = (False, True)
    columns = [turns(each) for each in (SEEDS, ZONES, LOCALES, both, both, (1, 2), both)]
    for values in itertools.islice(zip(*columns, strict=True), times):
        yield Around(*values)


def digests(folder: Path) -> Digests:
    """SHA-256 of each file of a folder."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def differing(
    root: Path,
    edit: Callable[[Path], None],
    formats: Sequence[str],
    times: int,
    chance: random.Random,
) -> Iterator[tuple[str, list[str]]]:
    """Build an atlas in many surroundings; what differs from a plain build in each.

    Args:
        root: The atlas.
        edit: Makes the edition to be built of the earlier one, in place.
        formats: What is built.
        times: How often.
        chance: For the company of values.
    """
    with tempfile.TemporaryDirectory() as name:
        work = Path(name).resolve()
        carry_out(geomap.open(root), out=work / "earlier", options=BuildOptions(tuple(formats)))
        earlier = {path.name: path.read_bytes() for path in (work / "earlier").iterdir()}
        edit(root)
        wanted = digests(_built(root, work / "plain", Around(), formats))
        for number, around in enumerate(surroundings(times, chance)):
            out = work / str(number)
            out.mkdir()
            for file, data in earlier.items() if around.kept else ():
                (out / file).write_bytes(data)
            found = digests(_built(root, out, around, formats))
            both = sorted({*wanted, *found})
            yield str(around), [f"{f} differs" for f in both if wanted.get(f) != found.get(f)]


def _built(root: Path, out: Path, around: Around, formats: Sequence[str]) -> Path:
    """Build in a process of its own."""
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    own = {"PYTHONHASHSEED": around.seed, "TZ": around.zone, "PYTHONPATH": path}
    spoken = {"LC_ALL": around.locale, "LANG": around.locale, "LANGUAGE": around.locale[:2]}
    atlas = str(root) if around.elsewhere else "."
    shuffle = around.seed if around.shuffled else ""
    subprocess.run(  # noqa: S603 # this very file
        [sys.executable, __file__, atlas, str(out), str(around.jobs), shuffle, *formats],
        check=True,
        cwd=out.parent if around.elsewhere else root,
        env={**os.environ, **own, **spoken},
    )
    return out


def _shuffle(chance: random.Random) -> None:
    """Let folders be listed in another order from now on."""
    listing, scanning = os.listdir, os.scandir

    class Shuffled:
        def __init__(self, found: Any) -> None:  # noqa: ANN401 # what `os.scandir` gives
            self._found, self._entries = found, list(found)
            chance.shuffle(self._entries)

        def __iter__(self) -> Iterator[Any]:
            return iter(self._entries)

        def __next__(self) -> Any:  # noqa: ANN401
            return self._entries.pop()

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self._found.close()

    def listed(*arguments: Any) -> list[Any]:  # noqa: ANN401 # as `os.listdir`
        found = listing(*arguments)
        chance.shuffle(found)
        return found

    os.listdir = listed  # type: ignore[assignment] # another order, nothing else
    os.scandir = lambda *arguments: Shuffled(scanning(*arguments))  # type: ignore[assignment]


def main(atlas: str, out: str, jobs: str, shuffle: str, *formats: str) -> None:
    """Build once."""
    if shuffle:
        _shuffle(random.Random(shuffle))  # noqa: S311 # no secret
    carry_out(geomap.open(atlas), out=out, options=BuildOptions(formats, jobs=int(jobs)))


if __name__ == "__main__":
    main(*sys.argv[1:])
