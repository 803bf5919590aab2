"""The features of a layer one by one: one that cannot be read does not lose the others."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from geomap.errors import DataError
from geomap.model import Finding, Location
from geomap.model.catalogue import finding
from geomap.sources.layer import Record
from geomap.text import Text

Member = TypeVar("Member")
_CODE = "GM-F026"
_MOST = 20  # told one by one; the rest together


def read_each(
    members: Iterable[Member],
    read: Callable[[Member, Location], Record],
    name: str,
    *,
    strict: bool,
) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """The features that can be read, and what is told of those that cannot.

    Args:
        members: What each feature is read from.
        read: Reads one at a place.
        name: How messages call the file.
        strict: Whether one that cannot be read refuses the layer.

    Raises:
        DataError: None of them can be read, or one cannot and it is strict.
    """
    records: list[Record] = []
    told: list[Finding] = []
    left_out = 0
    first: DataError | None = None
    for number, member in enumerate(members, 1):
        place = Location(name, number)
        try:
            records.append(read(member, place))
        except DataError as error:
            if strict or error.parts is None:
                raise
            first = first or error
            left_out += 1
            if left_out <= _MOST:
                told.append(_left_out(place, *error.parts))
    if first is not None and not records:
        raise first
    return tuple(records), (*told, *_rest(left_out - _MOST, name))


def _rest(count: int, name: str) -> tuple[Finding, ...]:
    if count <= 0:
        return ()
    what = Text(f"另有 {count} 个要素未读", f"{count:,} more features are left out")
    return (finding(_CODE, Location(name), what, Text("请一并修复", "repair them as well")),)


def _left_out(place: Location, what: Text, remedy: Text) -> Finding:
    said = Text(f"要素未读：{what.zh}", f"the feature is left out: {what.en}")
    return finding(_CODE, place, said, remedy)
