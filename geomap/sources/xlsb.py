"""Records of an .xlsb (BIFF12): what a library that gives values does not tell; see `biff`."""

import struct
from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element

import defusedxml.ElementTree

from geomap.sources.archive import Archive
from geomap.sources.biff import Book, Cell, Part, error_of, percent_styles
from geomap.sources.merged import Area, in_order

_ROW, _BLANK, _LAST_CELL, _FORMAT, _STYLE, _SHEET, _MERGED = 0, 1, 11, 44, 47, 156, 176
_ERRORS = {3, 11}
_STYLES_BEGIN, _STYLES_END = 617, 618
_NOTHING = 0xFFFFFFFF
_BOOK = "xl/workbook.bin"
_LINKS = "xl/_rels/workbook.bin.rels"
_STYLES = "xl/styles.bin"


def read_xlsb(archive: Archive) -> Book:
    """The sheets of an .xlsb.

    Raises:
        ValueError: It is damaged; also `struct.error`, IndexError or KeyError, and what
            defusedxml raises.
    """
    root = defusedxml.ElementTree.fromstring(archive.read(_LINKS), forbid_dtd=True)
    targets = {link.get("Id", ""): _target(link) for link in root}
    found = []
    for kind, body in _records(archive.read(_BOOK)):
        if kind == _SHEET:
            link, at = _words(body, 8)
            found.append((_words(body, at)[0], targets[link]))
    parts = [
        Part(title, index, partial(_cells, archive, member), partial(_areas, archive, member))
        for index, (title, member) in enumerate(found)
        if "/worksheets/" in member
    ]
    return Book(tuple(parts), _percent(archive))


def _target(link: Element) -> str:
    target = link.get("Target", "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _percent(archive: Archive) -> frozenset[int]:
    if _STYLES not in archive.members:
        return frozenset()
    styles: list[int] = []
    formats: dict[int, str] = {}
    inside = False
    for kind, body in _records(archive.read(_STYLES)):
        if kind in {_STYLES_BEGIN, _STYLES_END}:
            inside = kind == _STYLES_BEGIN
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = _words(body, 2)[0]
        elif kind == _STYLE and inside:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    return percent_styles(styles, formats)


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(stream):
        kind, at = _packed(stream, at, 2)
        size, at = _packed(stream, at, 4)
        yield kind, stream[at : at + size]
        at += size


def _packed(stream: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in bytes of seven bits, the last without the eighth; and where it ends."""
    number = 0
    for i in range(most):
        byte = stream[at + i]
        number |= (byte & 0x7F) << 7 * i
        if byte < 0x80:  # noqa: PLR2004 # the eighth bit
            return number, at + i + 1
    return number, at + most


def _words(body: bytes, at: int) -> tuple[str, int]:
    """Words with their length before them; and where they end."""
    size = struct.unpack_from("<I", body, at)[0]
    if size == _NOTHING:
        return "", at + 4
    end = at + 4 + 2 * size
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _cells(archive: Archive, member: str) -> Iterator[Cell]:
    row = 0
    for kind, body in _records(archive.read(member)):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
        elif _BLANK < kind <= _LAST_CELL:
            column, style = struct.unpack_from("<II", body)
            error = error_of(body[8]) if kind in _ERRORS else ""
            yield Cell(row, column, style & 0xFFFFFF, error)


def _areas(archive: Archive, member: str) -> tuple[Area, ...]:
    return in_order(
        Area(top + 1, left + 1, bottom + 1, right + 1)
        for kind, body in _records(archive.read(member))
        if kind == _MERGED
        for top, bottom, left, right in [struct.unpack_from("<IIII", body)]
    )
