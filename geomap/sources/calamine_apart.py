"""Values of a binary workbook, read by calamine in a process of its own; run as a script.

A damaged file makes calamine panic, or ask for memory that is not there, which ends the process
that it runs in (of 75 slightly broken .xls, 5 did so and 13 panicked). Here only this one ends. It
gets the file's bytes and answers with JSON: the rows of one sheet, dates as text.
"""

import datetime as dt
import io
import json
import sys

_MEMORY = 2 << 30
_TIMES = 8  # the memory that a byte of a file may take


def main() -> None:
    """Read a workbook from stdin; which sheet, and how many rows at most, stands in the arguments.

    The answer is ``{"rows": [[…], …]}``, or ``{"encrypted": true}``.
    """
    data = sys.stdin.buffer.read()
    _limit_memory(len(data))
    import python_calamine  # noqa: PLC0415 # within the limit

    index, most = int(sys.argv[1]), int(sys.argv[2])
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False, nrows=most)
    except python_calamine.PasswordError:
        json.dump({"encrypted": True}, sys.stdout)
        return
    json.dump({"rows": [_trimmed([_plain(value) for value in row]) for row in rows]}, sys.stdout)


def _limit_memory(size: int) -> None:
    try:
        import resource  # noqa: PLC0415 # not on every system
    except ImportError:
        return
    most = _MEMORY + _TIMES * size
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _plain(value: object) -> object:
    """A value as JSON has it; of dates and times the text that they are."""
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    return value if isinstance(value, int | float | str) else str(value)


def _trimmed(row: list[object]) -> list[object]:
    """The row without the blank cells at its end."""
    width = max((i for i, value in enumerate(row, 1) if value != ""), default=0)
    return row[:width]


if __name__ == "__main__":
    main()
