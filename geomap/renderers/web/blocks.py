"""Columns of many rows as blocks of text that stay inert in a page. Pure.

A block is base64 of zlib: numbers by byte planes (the low bytes of all rows, then the next), texts
in pieces of `PIECE` rows, so that a card inflates one piece and not a million names. ``blocks.js``
reads them.
"""

import base64
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

PIECE = 1024  # rows
_BETWEEN = "\x1e"  # ASCII's record separator, which no cleaned cell holds
_LEVEL = 9
_BYTE, _BITS = 256, 8


def width(largest: int) -> int:
    """How many bytes a column of numbers up to ``largest`` takes a row: 1, 2, 3 or 4."""
    return max(1, (int(largest).bit_length() + _BITS - 1) // _BITS)


def numbers(columns: Iterable[NDArray[np.integer]], size: int) -> str:
    """Columns of whole numbers, one after the other, each by its byte planes.

    Args:
        columns: Of numbers from 0 to ``256 ** size - 1``.
        size: Bytes a number takes.
    """
    planes = [
        ((column >> (_BITS * plane)) & (_BYTE - 1)).astype(np.uint8)
        for column in columns
        for plane in range(size)
    ]
    return _packed(np.concatenate(planes).tobytes())


def texts(column: Sequence[str]) -> str:
    """A column of texts, in pieces parted by commas."""
    pieces = (column[at : at + PIECE] for at in range(0, len(column), PIECE))
    return ",".join(_packed(_joined(piece)) for piece in pieces)


def _joined(piece: Sequence[str]) -> bytes:
    return _BETWEEN.join(words.replace(_BETWEEN, " ") for words in piece).encode(errors="replace")


def _packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, _LEVEL)).decode()
