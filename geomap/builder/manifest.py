"""The manifest of a folder of maps: what it was made from, what it is, what each output shows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from geomap.builder.verify import MANIFEST, is_sound


@dataclass(frozen=True, slots=True)
class Record:
    """What an output depends on: if none of it changes, nor does the output.

    Attributes:
        theme: Key of its theme; empty for a page of the whole atlas.
        format: As ``-f`` says it.
        look: What its options make of it: the page of a sheet, a digest of a page's base map.
        tools: Digest of geomap and of what it runs on.
        state: Digest of all inputs, tools and limits that it was last seen to be right for.
        shows: Digests of what it is made from, by name: words, districts, marks…
        sheet: Digest of the laid-out sheet that a picture is of; empty for other outputs.
    """

    theme: str
    format: str
    look: str
    tools: str
    state: str
    shows: Mapping[str, str]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of an earlier build, as far as it can be used.

    Attributes:
        outputs: SHA-256 of each file by its name.
        records: What each of them depends on.
        unplaced: Names without room on a sheet, by theme.
        warnings: How many warnings the data had.
    """

    outputs: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    unplaced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: int = 0

    def is_sound(self, folder: Path, name: str) -> bool:
        """Whether a file of the folder is just what was built."""
        return name in self.outputs and is_sound(folder / name, self.outputs[name])

    def names(self, theme: str, output: str) -> tuple[str, ...]:
        """Files of a theme and a format: the one asked for first, then those beside it."""
        first = f"{theme}.{output}"
        found = [n for n, r in self.records.items() if (r.theme, r.format) == (theme, output)]
        return tuple(sorted(found, key=lambda name: (name != first, name)))


def read(folder: Path) -> Manifest:
    """The manifest of a folder; an empty one where there is none that can be used.

    It is held to be a stranger's: a name that is not one of a plain file of the folder spoils it.
    """
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return _manifest(found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def _manifest(found: Any) -> Manifest:  # noqa: ANN401 # JSON
    outputs = {_name(name): str(digest) for name, digest in found["outputs"].items()}
    records = {
        _name(name): Record(**{key: _part(key, value) for key, value in record.items()})
        for name, record in found.get("made_of", {}).items()
        if name in outputs
    }
    unplaced = {str(key): tuple(map(str, n)) for key, n in found.get("unplaced", {}).items()}
    return Manifest(outputs, records, unplaced, int(found.get("warnings", 0)))


def _part(key: str, value: object) -> Any:  # noqa: ANN401 # JSON
    """A record's part: texts by name for what it shows, a text else."""
    if key == "shows" and isinstance(value, dict):
        return {str(name): str(each) for name, each in value.items()}
    if key != "shows" and isinstance(value, str):
        return value
    raise TypeError


def _name(name: str) -> str:
    """A name as geomap gives them: of a file right in the folder."""
    if not name or name.startswith(".") or "/" in name or "\\" in name or name == MANIFEST:
        raise ValueError
    return name


def as_text(parts: Mapping[str, object], built: Manifest) -> str:
    """A manifest as it is written.

    Args:
        parts: What comes first: version, title, tools, inputs.
        built: The rest.
    """
    written = {
        **parts,
        "warnings": built.warnings,
        "outputs": dict(sorted(built.outputs.items())),
        "made_of": {name: asdict(record) for name, record in sorted(built.records.items())},
        "unplaced": dict(sorted(built.unplaced.items())),
    }
    return json.dumps(written, ensure_ascii=False, indent=1) + "\n"


def rows(accounts: Sequence[Any]) -> dict[str, dict[str, int]]:
    """Where the rows of each table went: `geomap.joins.join.Account`."""
    return {
        account.table: {
            "rows": account.rows,
            "joined": account.joined,
            "citywide": account.citywide,
            "unplaced": account.unplaced,
        }
        for account in accounts
    }
