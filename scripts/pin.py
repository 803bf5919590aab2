"""Pin what this project is built and tested with, by name, version and hash; no addresses.

``uv.lock`` names the registry of the machine that made it, so it is not committed. What matters of
it stands in two places instead: ``requirements.lock`` (every package with its hashes) and
``constraint-dependencies`` in ``pyproject.toml`` (which makes ``uv run`` resolve to the same
versions on every machine). ::

    uv run --group dev scripts/pin.py            # take over what uv.lock has now
    uv run --group dev scripts/pin.py --check    # does uv.lock agree with what is pinned?
    uv run --group dev scripts/pin.py --upgrade  # resolve to the newest versions first
"""

import argparse
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, PINS, PROJECT = ROOT / "uv.lock", ROOT / "requirements.lock", ROOT / "pyproject.toml"
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
_BLOCK = re.compile(r"(?<=^constraint-dependencies = \[\n).*?(?=^\])", re.MULTILINE | re.DOTALL)
_EXPORT = ["uv", "export", "--quiet", "--all-groups", "--all-extras"]
_EXPORT += ["--no-emit-project", "--no-header"]


def main() -> int:
    """Pin, or check the pins.

    Returns:
        0 if done or in agreement, 1 if ``--check`` finds a difference.
    """
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--upgrade", action="store_true")
    arguments = parser.parse_args()
    if arguments.check:
        differences = compare(pinned(PINS.read_text()), locked(LOCK.read_text()))
        for line in differences:
            print(line, file=sys.stderr)
        return 1 if differences else 0
    if arguments.upgrade:
        write_constraints([])
        subprocess.run(["uv", "lock", "--quiet", "--upgrade"], cwd=ROOT, check=True)
    export = [*_EXPORT, "--no-annotate", "--format", "requirements.txt"]
    text = subprocess.run(export, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    PINS.write_text(text)
    write_constraints([line.removesuffix(" \\") for line in text.splitlines() if "==" in line])
    return 0


def pinned(text: str) -> dict[tuple[str, str], set[str]]:
    """Hashes by name and version, from ``requirements.lock``."""
    found: dict[tuple[str, str], set[str]] = {}
    for block in re.split(r"\n(?=\S)", text.strip()):
        name, _, rest = block.partition("==")
        found[name, rest.split()[0]] = set(_HASH.findall(block))
    return found


def locked(text: str) -> dict[tuple[str, str], set[str]]:
    """Hashes by name and version, from ``uv.lock``."""
    found = {}
    for package in tomllib.loads(text)["package"]:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        if files:
            found[package["name"], package["version"]] = {file["hash"] for file in files}
    return found


def compare(
    pins: dict[tuple[str, str], set[str]], lock: dict[tuple[str, str], set[str]]
) -> list[str]:
    """Differences in words; a file that a release gained since it was pinned is none."""
    lines = [f"not pinned: {name} {version}" for name, version in sorted(lock.keys() - pins)]
    lines += [f"not locked: {name} {version}" for name, version in sorted(pins.keys() - lock)]
    lines += [
        f"other files: {name} {version}"
        for name, version in sorted(pins.keys() & lock)
        if not pins[name, version] <= lock[name, version]
    ]
    return lines


def write_constraints(pins: list[str]) -> None:
    """Put the pins into ``pyproject.toml``."""
    lines = "".join(f'  "{pin}",\n' for pin in pins)
    # Once only: after an empty match a second one at the same place would run on to the next list.
    PROJECT.write_text(_BLOCK.sub(lambda _: lines, PROJECT.read_text(), count=1))


if __name__ == "__main__":
    sys.exit(main())
