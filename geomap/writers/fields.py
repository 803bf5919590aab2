"""What the columns of exported layers are called: by people, and by programs of few letters."""

import re
from collections.abc import Iterable

from geomap.model import Field, MapSpec
from geomap.text import Text

_SHORT = {
    "measure_count": "n_measures",
    "project_count": "n_projects",
    "site_count": "n_sites",
    "circle_value": "circ_value",
    "circle_radius": "circ_rad",
    "uncertainty_m": "uncert_m",
    "datum_given": "datum",
}
_LONGEST = 10  # bytes of a field's name in a DBF
_YEAR = re.compile(r"(.+)_((?:19|20)\d{2})")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def described(spec: MapSpec, names: Iterable[str]) -> tuple[Field, ...]:
    """What a map knows of columns; one that it does not know is called by its name."""
    known = {field.name: field for field in spec.fields}
    return tuple(known.get(name) or Field(name, Text.same(name)) for name in names)


def short_names(fields: Iterable[str], codec: str = "ascii") -> dict[str, str]:
    """Names of at most ten bytes for a layer's fields, each its own, in their order.

    A name that fits stays; an indicator becomes its initials and its year
    (``urbanisation_rate_2020`` → ``ur_2020``). What is not ASCII becomes ``f`` and a number, or
    what fits of it in ``codec``.

    Args:
        fields: Names of the fields.
        codec: What names may be written in; each character must have one or two bytes in it.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for number, field in enumerate(fields, 1):
        name = _free(_short(field, number, codec), taken, codec)
        taken.add(name.casefold())
        names[field] = name
    return names


def _short(field: str, number: int, codec: str) -> str:
    if field in _SHORT:
        return _SHORT[field]
    dated = _YEAR.fullmatch(field)
    stem, tail = (dated[1], f"_{dated[2]}") if dated else (field, "")
    if not _PLAIN.fullmatch(stem):
        if _is_written_in(codec, field):
            return cut(stem, codec, _LONGEST - len(tail)) + tail
        return f"f{number}{tail}"
    if len(field) <= _LONGEST:
        return field
    initials = "".join(word[0] for word in stem.split("_") if word)
    return f"{initials}{tail}" if dated else stem[:_LONGEST]


def _free(name: str, taken: set[str], codec: str) -> str:
    """The name, or with a number that makes it one of its own."""
    found, number = cut(name, codec, _LONGEST), 1
    while found.casefold() in taken:
        number += 1
        found = f"{cut(name, codec, _LONGEST - len(str(number)))}{number}"
    return found


def cut(words: str, codec: str, size: int) -> str:
    """As much of a text as has room in so many bytes; what the codec lacks is a question mark."""
    return words.encode(codec, "replace")[:size].decode(codec, "ignore")


def _is_written_in(codec: str, words: str) -> bool:
    """Whether a name of letters and digits beyond ASCII can stand as it is."""
    if codec == "ascii" or not re.fullmatch(r"\w+", words):
        return False
    return words.encode(codec, "ignore").decode(codec) == words
