"""How much a file may hold before it is refused: a guard against bombs and against mistakes."""

import math
import re
from dataclasses import dataclass
from typing import NoReturn

from geomap.errors import DataError
from geomap.text import Text

_MB = 1024 * 1024
_UNITS = {"": 1, "K": 1024, "M": _MB, "G": 1024 * _MB, "T": 1024 * 1024 * _MB}
_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,3})?) ?([KMGT]?)I?B?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a user's file may be.

    Attributes:
        file: Bytes of a file.
        unpacked: Bytes of all that an archive (also an .xlsx) holds.
        trusted: Bytes of a packed member that are taken however well they were packed; a larger
            one must not unpack to more than a hundred times its packed size.
        rows: Rows of a text table.
        sheet_rows: Rows of a sheet.
    """

    file: int = 200 * _MB
    unpacked: int = 1024 * _MB
    trusted: int = _MB
    rows: int = 1_000_000
    sheet_rows: int = 200_000

    @classmethod
    def up_to(cls, size: int | str) -> "Limits":
        """Limits for files of a size that the user vouches for, packed or unpacked.

        A file is held in memory whole, several times over.

        Args:
            size: Bytes, or words such as ``"500MB"`` or ``"1.5 GB"`` (of 1024, as file managers
                count).

        Raises:
            DataError: No size, or less than a byte.
        """
        count = size if isinstance(size, int) else _parse(size)
        if count < 1:
            _refuse(str(size))
        usual = cls()
        times = max(1.0, count / usual.file)
        return cls(
            file=count,
            unpacked=max(count, usual.unpacked),
            trusted=max(count, usual.trusted),
            rows=math.ceil(usual.rows * times),
            sheet_rows=math.ceil(usual.sheet_rows * times),
        )


DEFAULT_LIMITS = Limits()


def _parse(words: str) -> int:
    match = _SIZE.fullmatch(words.strip())
    return int(float(match[1]) * _UNITS[match[2].upper()]) if match else 0


def _refuse(words: str) -> NoReturn:
    raise DataError(
        Text(
            f"“{words}”不是文件大小；写作 500MB 或 2GB",
            f"{words!r} is no size of a file; write it as 500MB or 2GB",
        )
    )


def in_words(size: int) -> str:
    """A size as people say it, never rounded up: ``200MB``, ``10KB``, ``999B``."""
    name, unit = next((n, u) for n, u in reversed(_UNITS.items()) if size >= u)
    return f"{math.floor(size / unit * 10) / 10:g}{name}B"


def or_raise(remedy: Text, size: int) -> Text:
    """A remedy, and the other one: to vouch for a file of that size."""
    flag = f"--max-size {math.ceil(size / _MB)}MB"
    return Text(
        f"{remedy.zh}；若来源可靠，可用 {flag} 放宽上限",
        f"{remedy.en}; if you trust it, raise the limit with {flag}",
    )
