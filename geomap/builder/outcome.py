"""What becomes of each file of a folder while a build goes on, gathered for the manifest."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from geomap.api import outputs
from geomap.api.atlas import Atlas
from geomap.api.seen import sha256
from geomap.builder import reasons
from geomap.builder.inputs import Seen
from geomap.builder.making import Done, Task, Wanted
from geomap.builder.manifest import Manifest, Record
from geomap.builder.options import ATLAS, INDEX
from geomap.builder.reasons import Verdict
from geomap.text import Text

_DRAWN = {output.name for output in outputs.OUTPUTS if output.kind in {"sheet", "report"}}


@dataclass(slots=True)
class Outcome:
    """The one thing that grows while a build goes on.

    Attributes:
        folder: Where the maps are.
        staging: Where new files wait.
        old: The manifest that the folder had.
        seen: What the build is made from.
        names: Files asked for, made or kept, in order.
        moved: Those of them that wait in ``staging`` and differ from what is there.
        gone: Files of ``folder`` that are to go.
        digests: SHA-256 of each file that will be there.
        records: What each of them depends on.
        unplaced: Names without room on a sheet, by theme.
        verdicts: What became of each file.
    """

    folder: Path
    staging: Path
    old: Manifest
    seen: Seen
    names: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    unplaced: dict[str, tuple[str, ...]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)

    def take(self, wanted: Wanted, done: Done) -> tuple[str, ...]:
        """Take the files of one format of a theme.

        Returns:
            The names of those that were made.
        """
        record = wanted.record
        names = done.made.get(record.format, ()) if wanted.reason is not None else ()
        if names and outputs.find(record.format).kind == "sheet":
            record = replace(record, sheet=done.sheet)
        if wanted.reason is not None and names:
            for name in names:
                self.add(name, record, wanted.reason)
            return names
        if wanted.before:
            record = replace(record, sheet=wanted.before)
        reason = reasons.SAME_SHEET if wanted.before else reasons.KEPT
        for name in self.old.names(record.theme, record.format):
            self.keep(name, record, reason)
        return ()

    def add(self, name: str, record: Record, reason: Text) -> None:
        """Take a file that was made, in ``staging``; one that came out the same is left there."""
        self.digests[name] = sha256(self.staging / name)
        self._list(name, record)
        same = self.old.outputs.get(name) == self.digests[name]
        if same and self.old.is_sound(self.folder, name):
            self.verdicts.append(Verdict(name, "same", reasons.and_same(reason)))
            return
        self.moved.append(name)
        self.verdicts.append(Verdict(name, "made", reason))

    def keep(self, name: str, record: Record, reason: Text) -> None:
        """Keep a file that is right."""
        self.digests[name] = self.old.outputs[name]
        self._list(name, record)
        self.verdicts.append(Verdict(name, "kept", reason))

    def _list(self, name: str, record: Record) -> None:
        self.names.append(name)
        self.records[name] = replace(record, state=self.seen.state)

    def place(self, task: Task, done: Done) -> tuple[str, ...]:
        """Note which names of a theme found no room on its sheets, those kept included."""
        key = task.spec.theme
        if done.sheet:
            found = done.unplaced
        elif any(each.record.format in _DRAWN for each in task.wanted):
            found = self.old.unplaced.get(key, ())
        else:
            found = ()
        if found:
            self.unplaced[key] = found
        return found

    def leave(self, atlas: Atlas, asked: set[tuple[str, str]]) -> None:
        """Decide on the files of the folder that nobody asked for.

        Those of a theme that is no more, or beside a file that was asked for, go, if nobody
        changed them; the others stay.

        Args:
            atlas: The atlas.
            asked: Themes and formats that were asked for.
        """
        there = {path.name for path in self.folder.iterdir() if path.is_file()}
        known = dict.fromkeys([*self.old.outputs, *self._by_name(atlas)])
        for name in (name for name in known if name in there and name not in self.digests):
            record = self.old.records.get(name)
            if record is not None and self._is_left(record, atlas, asked):
                if self.old.is_sound(self.folder, name):
                    self.gone.append(name)
                    self.verdicts.append(Verdict(name, "removed", reasons.LEFT))
                continue
            self._stay(name, record)

    def _is_left(self, record: Record, atlas: Atlas, asked: set[tuple[str, str]]) -> bool:
        lost = bool(record.theme) and record.theme not in atlas
        return lost or (record.theme, record.format) in asked

    def _stay(self, name: str, record: Record | None) -> None:
        """A file that this build did not touch: it stays what the manifest said it is."""
        if name == INDEX:
            return
        self.digests[name] = self.old.outputs.get(name) or sha256(self.folder / name)
        if record is None:
            return
        self.records[name] = record
        if record.theme in self.old.unplaced and record.format in _DRAWN:
            self.unplaced.setdefault(record.theme, self.old.unplaced[record.theme])

    def _by_name(self, atlas: Atlas) -> Iterator[str]:
        """Names that outputs of the atlas have."""
        for key in atlas:
            yield from (f"{key}{output.suffix}" for output in outputs.OUTPUTS)
        yield ATLAS

    def there(self) -> set[str]:
        """Names of the files that will be there."""
        before = {path.name for path in self.folder.iterdir()} - set(self.gone)
        return before | set(self.moved)
