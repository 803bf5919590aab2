"""Equal values, equal digests: a SHA-256 of any value that an output is made from.

Not of its pickle, which tells two equal values apart by how they came to be.
"""

import hashlib
import struct
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any, cast

import geopandas as gpd
import numpy as np
import shapely

from geomap.text import Text

_Feed = Callable[[bytes], None]
_SHORT = 16  # hex digits: enough to tell what changed; a file's own digest is told in full


def digest(value: object) -> str:
    """The digest of a value: 16 hex digits.

    Args:
        value: Frozen dataclasses, tuples, lists, sets, mappings, texts, numbers, None, arrays,
            geometries (their WKB), GeoDataFrames, and what is printed as it is: dates, enums.
            A mapping's order counts, as it may in an output.

    Raises:
        TypeError: It holds something else, whose text could hide a difference.
    """
    found = hashlib.sha256()
    _feed(found.update, value)
    return found.hexdigest()[:_SHORT]


def _feed(feed: _Feed, value: object) -> None:
    """Feed a value's type and what it holds; each with its length, so that no two run together."""
    _way_of(cast("Hashable", type(value)))(feed, value)


@cache
def _way_of(kind: type) -> Callable[[_Feed, object], None]:
    """How values of a type are fed; looked up once, as a map has millions of them."""
    for known, act in _KINDS.items():
        if issubclass(kind, known):
            return act
    if is_dataclass(kind):
        return partial(_dataclass, kind.__qualname__, tuple(f.name for f in fields(kind)))
    message = f"no digest of {kind.__module__}.{kind.__qualname__}"
    raise TypeError(message)


def _write(feed: _Feed, kind: str, content: bytes) -> None:
    feed(b"%s:%d:%s" % (kind.encode(), len(content), content))


def _dataclass(title: str, names: tuple[str, ...], feed: _Feed, value: object) -> None:
    _write(feed, "dataclass", f"{title}|{'|'.join(names)}".encode())
    for name in names:
        _feed(feed, getattr(value, name))


def _words(feed: _Feed, value: object) -> None:
    words = cast("Text", value)
    _text(feed, words.zh)
    _text(feed, words.en)


def _text(feed: _Feed, value: object) -> None:
    _write(feed, "text", str(value).encode("utf-8", "surrogatepass"))


def _float(feed: _Feed, value: object) -> None:
    _write(feed, "float", struct.pack("<d", cast("float", value)))


def _plain(feed: _Feed, value: object) -> None:
    _write(feed, type(value).__name__, repr(value).encode())


def _sequence(feed: _Feed, value: object) -> None:
    items = cast("tuple[object, ...]", value)
    _write(feed, "sequence", str(len(items)).encode())
    for item in items:
        _feed(feed, item)


def _set(feed: _Feed, value: object) -> None:
    _sequence(feed, sorted(digest(item) for item in cast("set[object]", value)))


def _mapping(feed: _Feed, value: object) -> None:
    items = cast("Mapping[object, object]", value)
    _sequence(feed, tuple(items.items()))


def _array(feed: _Feed, value: object) -> None:
    array = cast("np.ndarray[Any, Any]", value)
    _write(feed, "array", f"{array.dtype.str}{array.shape}".encode())
    if array.dtype.hasobject:
        _sequence(feed, array.tolist())
    else:
        _write(feed, "values", np.ascontiguousarray(array).tobytes())


def _geometry(feed: _Feed, value: object) -> None:
    _write(feed, "geometry", shapely.to_wkb(cast("shapely.Geometry", value)))


def _frame(feed: _Feed, value: object) -> None:
    frame = cast("gpd.GeoDataFrame", value)
    _write(feed, "frame", f"{frame.crs}|{frame.index.name}|{len(frame)}".encode())
    _sequence(feed, [_cell(each) for each in frame.index])
    for name in frame.columns:
        column = frame[name]
        _write(feed, "column", f"{name}|{column.dtype}".encode())
        _sequence(feed, [_cell(each) for each in column])


def _cell(value: Any) -> object:  # noqa: ANN401 # whatever a frame holds
    """A cell as plain Python has it; every mark of nothing is None or NaN."""
    return value.item() if isinstance(value, np.generic) else value


def _scalar(feed: _Feed, value: object) -> None:
    _feed(feed, cast("np.generic", value).item())


# In this order: a bool is an int, and an enum of texts a text.
_KINDS: Mapping[type | tuple[type, ...], Callable[[_Feed, object], None]] = {
    np.generic: _scalar,
    Text: _words,
    str: _text,
    float: _float,
    (bool, int, type(None), bytes): _plain,
    (tuple, list): _sequence,
    (set, frozenset): _set,
    Mapping: _mapping,
    np.ndarray: _array,
    shapely.Geometry: _geometry,
    gpd.GeoDataFrame: _frame,
}
