"""Where something stands in a file, and what was found there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from geomap.text import Lang, Text, sentence

SHOWN = 100  # findings of a kind in a file that people are shown; more of them tell nothing new


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in an input: file, row (1 is the header), column name.

    ``str()`` gives ``data/projects.csv:14:districts``.
    """

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file, *(str(part) for part in (self.row, self.column) if part is not None)]
        return ":".join(parts)


class Level(StrEnum):
    """How much a finding matters: an error stops a build, a warning is told and counted."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `checks` found in the input.

    Attributes:
        code: Stable name of the kind of finding, e.g. ``GM-P003``.
        level: Error or warning.
        place: Where it stands.
        message: What is there and what was expected.
        remedy: What to do.
    """

    code: str
    level: Level
    location: Location
    message: Text
    remedy: Text

    def words(self, lang: Lang) -> str:
        """What is there and what to do, as sentences."""
        said = [sentence(part.get(lang), lang) for part in (self.message, self.remedy)]
        return ("" if lang == "zh" else " ").join(part for part in said if part)

    def line(self, lang: Lang) -> str:
        """One line: where, code, what, remedy."""
        colon = "：" if lang == "zh" else ": "
        return f"{self.location}{colon}[{self.code}] {self.words(lang)}"


def lines(findings: Iterable[Finding], lang: Lang) -> Iterator[str]:
    """Findings for people: the first of each kind in each file, then how many more there are."""
    counts: Counter[tuple[str, str]] = Counter()
    for found in findings:
        kind = (found.location.file, found.code)
        counts[kind] += 1
        if counts[kind] <= SHOWN:
            yield found.line(lang)
    for (file, code), count in counts.items():
        if count > SHOWN:
            more = count - SHOWN
            told = Text(
                f"{file}：[{code}] 同类还有 {more:,} 处", f"{file}: [{code}] {more:,} more of these"
            )
            yield sentence(told.get(lang), lang)
