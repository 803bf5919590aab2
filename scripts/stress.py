"""Try to break a build: many at once, killed at any moment, with a disk that fails, elsewhere.

Prints how often it tried and every promise that did not hold::

    uv run --group dev scripts/stress.py at-once --times 25   # 8 builds of 2 inputs
    uv run --group dev scripts/stress.py kills --times 200    # random moments and each step
    uv run --group dev scripts/stress.py faults               # each open, write, rename, removal
    uv run --group dev scripts/stress.py matrix --times 40    # seeds, zones, locales, orders, jobs

A small atlas is built in two editions, OLD and NEW: cells, words and a theme differ; ``--real``
takes the shipped one. What may be seen afterwards: each file as in OLD or as in NEW, with the
manifest of NEW only beside all of NEW; and the next build leaves just what a build into an empty
folder makes. Builds run in forks of this process, so Linux or macOS is needed. The matrix builds in
processes of their own, whose surroundings differ: every file of every build must be the same.
"""

import argparse
import errno
import itertools
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support import matrix  # noqa: E402 # it lies beside the tests
from support.thin import thin  # noqa: E402 # this too

import geomap  # noqa: E402 # this too
from geomap.api.atlas import Atlas  # noqa: E402 # this too
from geomap.builder.build import BuildOptions, carry_out  # noqa: E402 # this too

FORMATS = ("gpkg", "csv", "geojson", "svg", "html")
DONE, REFUSED = 0, 2
AT_ONCE = 8
_LIMITS = (0, 1, 512, 4096, 20_000, 60_000, 120_000, 250_000)  # bytes a file may have
_SEVERAL = {"metro", "charging", "renewal"}  # themes enough for processes side by side
_REMOVING = {"os.remove", "os.rmdir"}
Files = dict[str, bytes]
Hook = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Trial:
    """Two editions of an atlas, what each makes in an empty folder, a folder to try in, and how."""

    editions: tuple[Atlas, Atlas]
    made: tuple[Files, Files]
    folder: Path
    options: BuildOptions

    def reset(self) -> None:
        """Let the folder be as OLD left it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        for name, data in self.made[0].items():
            (self.folder / name).write_bytes(data)

    def between(self) -> Iterator[str]:
        """What is neither OLD nor NEW in the folder."""
        old, new = self.made
        there = contents(self.folder)
        for name in {*old, *new, *there}:
            if there.get(name) not in {old.get(name), new.get(name)}:
                yield f"{name} is neither old nor new"
        if there.get("manifest.json") == new["manifest.json"] and there != new:
            yield "the manifest is new and some files are not"
        if "manifest.json" not in there:
            yield "there is no manifest"

    def repaired(self) -> Iterator[str]:
        """What the next build does not put right."""
        code = ended(start(lambda: self.build(1, force=False)))
        if code != DONE:
            yield f"the next build ended with {code}"
        if contents(self.folder) != self.made[1]:
            yield "the next build left something else than a full build makes"
        if left := [path.name for path in self.folder.glob(".geomap-*")]:
            yield f"the next build left {left}"

    def build(self, edition: int, *, force: bool = True) -> None:
        """Build an edition in the folder."""
        options = replace(self.options, force=force)
        carry_out(self.editions[edition], out=self.folder, options=options)


def contents(folder: Path) -> Files:
    """Every file of a folder, besides those of builds at work."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".geomap-")
    }


def start(act: Hook) -> int:
    """Do something in a fork; the number of its process."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        act()
        code = DONE
    except geomap.RenderError:
        code = REFUSED
    except BaseException:  # noqa: BLE001 # shown as Python would show it
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def ended(process: int) -> int:
    """Wait for a process; its exit code, below zero for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def at_once(trial: Trial, times: int, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Build both editions in one folder, eight at once."""
    for number in range(times):
        trial.reset()
        editions = [index % 2 for index in range(AT_ONCE)]
        chance.shuffle(editions)
        started = [start(partial(trial.build, each)) for each in editions]
        codes = [ended(process) for process in started]
        wrong = [f"a build ended with {code}" for code in codes if code not in {DONE, REFUSED}]
        if DONE not in codes:
            wrong.append("no build was done")
        if contents(trial.folder) not in trial.made:
            wrong.append("the folder is mixed")
        if left := [path.name for path in trial.folder.glob(".geomap-*")]:
            wrong.append(f"left: {left}")
        yield f"round {number + 1}, {codes.count(REFUSED)} refused", wrong


def kills(trial: Trial, times: int, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Kill builds at random moments and, every other time, at the next step with a file."""
    took = _duration(trial)
    steps = itertools.cycle(range(1, _steps(trial) + 1))
    for number in range(times):
        trial.reset()
        if number % 2:
            step = next(steps)
            what = f"killed at step {step}"
            process = start(partial(_stepping, trial, step, _die))
        else:
            after = chance.uniform(0, took * 1.1)
            what = f"killed after {after:.2f} s"
            process = start(lambda: trial.build(1))
            time.sleep(after)
            os.kill(process, signal.SIGKILL)
        ended(process)
        yield what, [*trial.between(), *trial.repaired()]


def faults(trial: Trial, every: int, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Let each step with a file fail, once or from then on; then let files grow to a size only."""
    last = _steps(trial)
    first = chance.randrange(1, every + 1)
    for step, for_ever in itertools.product(range(first, last + 1, every), (False, True)):
        code = (errno.ENOSPC, errno.EIO)[(step + for_ever) % 2]
        fail = _failing(code, for_ever=for_ever)
        what = f"step {step} of {last}: {errno.errorcode[code]}{' from then on' * for_ever}"
        act = partial(_stepping, trial, step, fail)
        yield what, _after_fault(trial, act, is_whole=not for_ever)
    for limit in _LIMITS[:: min(every, len(_LIMITS) // 2)]:
        what = f"no file beyond {limit} bytes"
        yield what, _after_fault(trial, partial(_limited, trial, limit), is_whole=True)


def _after_fault(trial: Trial, act: Hook, *, is_whole: bool) -> list[str]:
    """What is wrong after a build that met a fault."""
    trial.reset()
    code = ended(start(act))
    wrong = list(trial.between())
    if code not in {DONE, REFUSED}:
        wrong.append(f"it ended with {code}")
    if code == DONE and contents(trial.folder) != trial.made[1]:
        wrong.append("it is done, and the folder is not new")
    if code == REFUSED and is_whole and contents(trial.folder) != trial.made[0]:
        wrong.append("it was refused, and the folder is not old")
    return wrong + list(trial.repaired())


def _stepping(trial: Trial, step: int, act: Callable[[int], None]) -> None:
    """Build, and act at each step with a file from the one that is counted on."""
    _at_steps(trial.folder, lambda count: act(count - step) if count >= step else None)
    trial.build(1)


def _die(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _failing(code: int, *, for_ever: bool) -> Callable[[int], None]:
    def fail(since: int) -> None:
        if for_ever or since == 0:
            raise OSError(code, os.strerror(code))

    return fail


def _limited(trial: Trial, limit: int) -> None:
    """Build while no file may grow beyond a size: writes fail, also those of GDAL and SQLite."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    trial.build(1)


def _at_steps(folder: Path, act: Callable[[int], None]) -> None:
    """Call ``act`` before each step with a file of the folder, with the steps counted from 1."""
    counted, inside = itertools.count(1), os.fsencode(folder)

    def see(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            flags = arguments[2]
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        else:
            writes = event in {"os.rename", "os.mkdir", *_REMOVING}
        if not writes or isinstance(arguments[0], int):
            return
        # Removals inside of a folder that goes are told with a bare name.
        named = os.fsencode(str(arguments[0]))
        if named.startswith(inside) or (event in _REMOVING and b"/" not in named):
            act(next(counted))

    sys.addaudithook(see)


def _steps(trial: Trial) -> int:
    """How many steps with files a build takes."""
    trial.reset()
    told, tell = os.pipe()

    def note(_: int) -> None:
        os.write(tell, b".")

    process = start(partial(_stepping, trial, 1, note))
    os.close(tell)
    with os.fdopen(told, "rb") as steps:
        count = len(steps.read())
    if ended(process) != DONE or not count:
        sys.exit("the build does not go through without any fault")
    return count


def _duration(trial: Trial) -> float:
    """Seconds that a build takes."""
    trial.reset()
    began = time.monotonic()
    ended(start(lambda: trial.build(1)))
    return time.monotonic() - began


def editions(root: Path, *, real: bool) -> tuple[Path, Path]:
    """The atlas in two editions."""
    old = _copy(root / "old", {"metro", "charging"}, real=real)
    new = _copy(root / "new", {"metro", "renewal"}, real=real)
    change(new)
    return old, new


def _copy(root: Path, themes: set[str], *, real: bool) -> Path:
    if not real:
        return thin(root, themes)
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copy(ROOT / "geomap.toml", root)
    return root


def change(root: Path) -> None:
    """Change a cell and some words."""
    for name, before, after in (
        ("data/indicators.csv", "1951652", "1951653"),
        ("data/themes/metro.toml", "order", 'notes = [{zh = "新注", en = "New"}]\norder'),
    ):
        text = (root / name).read_text("utf-8")
        if before not in text:
            sys.exit(f"{name} has no {before}")
        (root / name).write_text(text.replace(before, after, 1), "utf-8")


def prepare(root: Path, formats: Sequence[str], *, real: bool) -> Trial:
    """Make both editions, each in an empty folder of its own."""
    options = BuildOptions(tuple(formats))
    atlases = [geomap.open(path) for path in editions(root, real=real)]
    made: list[Files] = []
    for number, atlas in enumerate(atlases):
        carry_out(atlas, out=root / f"made-{number}", options=options)
        made.append(contents(root / f"made-{number}"))
    return Trial((atlases[0], atlases[1]), (made[0], made[1]), root / "maps", options)


def report(title: str, trials: Iterable[tuple[str, list[str]]], *, loud: bool) -> int:
    """Print what did not hold; Ctrl-C ends it with what was tried by then.

    Returns:
        0 if all held, 1 otherwise.
    """
    tried = failed = 0
    with suppress(KeyboardInterrupt):
        for what, wrong in trials:
            tried += 1
            failed += bool(wrong)
            if wrong or loud:
                print(f"{what}: {'; '.join(wrong) or 'as promised'}", flush=True)
    print(f"{title}: tried {tried}, failed {failed}", flush=True)
    return int(failed > 0 or tried == 0)


def main() -> int:
    """Try one thing many times.

    Returns:
        0 if every promise held, 1 otherwise.
    """
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", nargs="+", choices=("at-once", "kills", "faults", "matrix"))
    parser.add_argument("--times", type=int, default=25, help="rounds or kills")
    parser.add_argument("--every", type=int, default=1, help="only each so manieth fault")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", "-f", dest="formats", action="append", help="built in each")
    parser.add_argument("--real", action="store_true", help="the shipped atlas, all themes")
    parser.add_argument("--loud", action="store_true", help="tell of all, not only of failures")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 # no secret
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        trial = cache(lambda: prepare(root / "trial", asked.formats or FORMATS, real=asked.real))
        atlas = cache(lambda: _copy(root / "atlas", _SEVERAL, real=asked.real))
        ways = {
            "at-once": lambda: at_once(trial(), asked.times, chance),
            "kills": lambda: kills(trial(), asked.times, chance),
            "faults": lambda: faults(trial(), asked.every, chance),
            "matrix": lambda: matrix.differing(
                atlas(), change, asked.formats or matrix.FORMATS, asked.times, chance
            ),
        }
        return max([report(each, ways[each](), loud=asked.loud) for each in asked.what])


if __name__ == "__main__":
    sys.exit(main())
