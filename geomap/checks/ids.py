"""Ids of projects and sites: as written, or made of names; each is used once."""

import re
from collections import Counter

from geomap.tables.cells import Cells
from geomap.text import Text

# Ids are listed with semicolons and commas between them, and stand in addresses.
_UNFIT = re.compile(r"[\s;；,，#&?]+")


class Ids:
    """The ids of rows, each used once."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[str, int]] = {}
        self._alike: Counter[str] = Counter()

    def of(self, cells: Cells) -> str:
        """The row's id, or its name where it has none; told if it was used before."""
        words = cells.words("id")
        if not words:
            return self._made(cells)
        if _UNFIT.search(words):
            cells.findings.tell(
                "GM-P007",
                cells.location("id"),
                Text(f"标识“{words}”不合格", f"the id {words!r} is malformed"),
                Text("不要用空格、分号和逗号", "use no blanks, semicolons or commas"),
            )
        elif words in self._rows:
            self._tell_used(cells, words)
        self._rows.setdefault(words, (cells.table.file, cells.row.number))
        return words

    def quick(self, words: str, name: str, file: str, row: int) -> str | None:
        """The same for cells of a row about which nothing is to be told; None if there is."""
        if not words:
            return self._of_name(name, file, row)
        if words in self._rows or _UNFIT.search(words):
            return None
        self._rows[words] = (file, row)
        return words

    def _tell_used(self, cells: Cells, words: str) -> None:
        file, row = self._rows[words]
        elsewhere = "" if file == cells.table.file else f"{file} "
        cells.findings.tell(
            "GM-P008",
            cells.location("id"),
            Text(
                f"标识“{words}”已用于{elsewhere}第 {row} 行",
                f"the id {words!r} is used in {elsewhere}row {row}",
            ),
            Text("请另取一个", "choose another"),
        )

    def _made(self, cells: Cells) -> str:
        return self._of_name(cells.words("name"), cells.table.file, cells.row.number)

    def _of_name(self, name: str, file: str, row: int) -> str:
        """An id from a name: the same in every run, whatever the order of other names."""
        stem = _UNFIT.sub("-", name)
        found = stem if stem not in self._rows else self._numbered(stem)
        self._rows[found] = file, row
        return found

    def _numbered(self, stem: str) -> str:
        """The next number that is free; those before it are not tried again."""
        number = max(self._alike[stem], 1) + 1
        while f"{stem}-{number}" in self._rows:
            number += 1
        self._alike[stem] = number
        return f"{stem}-{number}"
