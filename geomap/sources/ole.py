"""OLE2 files, the containers of old office documents: their entries, and the bytes of a stream."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<30xHH10xII4xII4xI4x")
_HEADER_SIZE = 512
_ENTRY = struct.Struct("<64sHB49xII")
_ENTRY_SIZE = 128
_LAST = 0xFFFFFFFA  # from here on a number is no sector but a sign, such as the end of a chain
_SHIFTS = {9, 12}
_MINI_SHIFT = 6
_EMPTY, _ROOT = 0, 5


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the directory: where its stream begins, and how long it is."""

    kind: int
    start: int
    size: int


class Ole:
    """An OLE2 file.

    Raises:
        ValueError: It is none, or is damaged; also `struct.error`.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini, self._fats, self._directory, *rest = _HEADER.unpack_from(data)
        self._cutoff, self._mini_fat, self._more_fats = rest
        if not data.startswith(MAGIC) or shift not in _SHIFTS or mini != _MINI_SHIFT:
            raise ValueError("no OLE2 file")
        self._size = 1 << shift

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Storages and streams by name; of several of one name the first."""
        directory = self._long(self._directory)
        found: dict[str, Entry] = {}
        for at in range(0, len(directory) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
            name, size, kind, start, length = _ENTRY.unpack_from(directory, at)
            if kind != _EMPTY:
                words = name[: max(0, min(size, 64) - 2)].decode("utf-16-le", "replace")
                found.setdefault(words, Entry(kind, start, length))
        return found

    def stream(self, name: str) -> bytes:
        """The bytes of a stream.

        Raises:
            KeyError: There is no such stream.
            ValueError: The file is damaged.
        """
        entry = self.entries[name]
        if entry.size >= self._cutoff:
            return self._long(entry.start)[: entry.size]
        root = next(each for each in self.entries.values() if each.kind == _ROOT)
        small, table = self._long(root.start), _numbers(self._long(self._mini_fat))
        size = 1 << _MINI_SHIFT
        parts = [small[s * size : (s + 1) * size] for s in _chain(entry.start, table)]
        return b"".join(parts)[: entry.size]

    def _long(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(start, self._fat))

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        return self._data[begin : begin + self._size]

    @cached_property
    def _fat(self) -> Sequence[int]:
        """The sector that follows each sector."""
        listed = [*_numbers(self._data[76:_HEADER_SIZE])]
        more = self._more_fats
        for _ in range(len(self._data) // self._size):  # a list that runs in a circle ends here
            if more >= _LAST:
                break
            *numbers, more = _numbers(self._sector(more))
            listed += numbers
        sectors = [number for number in listed if number < _LAST][: self._fats]
        return _numbers(b"".join(self._sector(number) for number in sectors))


def is_encrypted(data: bytes) -> bool:
    """Whether it is a workbook with a password: of any kind, it lies in an OLE2 file."""
    try:
        return data.startswith(MAGIC) and "EncryptedPackage" in Ole(data).entries
    except (ValueError, struct.error):
        return False


def _numbers(data: bytes) -> Sequence[int]:
    count = len(data) // 4
    return struct.unpack(f"<{count}I", data[: 4 * count])


def _chain(start: int, following: Sequence[int]) -> Sequence[int]:
    """The sectors from one to the end of its chain."""
    found: list[int] = []
    at = start
    while at < _LAST:
        if at >= len(following) or len(found) > len(following):
            raise ValueError("a chain of sectors that does not end")
        found.append(at)
        at = following[at]
    return found
