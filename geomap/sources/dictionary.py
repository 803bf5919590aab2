"""The names of a Shapefile's fields in full, from the dictionary that geomap packs beside it."""

import csv
import io
from collections.abc import Mapping

from geomap.sources.layer import Record
from geomap.text import clean

NAME = "fields.csv"
_HEAD = ["layer", "field", "name"]  # its first columns; what follows is for people


def full_names(data: bytes, layer: str) -> Mapping[str, str]:
    """Name in a Shapefile → name in full.

    Args:
        data: A file of that name that lies beside the Shapefile.
        layer: Name of the Shapefile without its end.

    Returns:
        Nothing where the file is somebody else's, says nothing of this layer, or is at odds with
        itself.
    """
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return {}
    if not rows or rows[0][:3] != _HEAD:
        return {}
    own = [row[1:3] for row in rows[1:] if len(row) > len(_HEAD) - 1 and row[0] == layer]
    names = {short: clean(full) for short, full in own if clean(full)}
    is_clear = len(names) == len(own) == len(set(names.values()))
    return names if is_clear else {}


def renamed(records: tuple[Record, ...], names: Mapping[str, str]) -> tuple[Record, ...]:
    """Records with their cells under full names; as they are if two would have the same one."""
    fields = [names.get(field, field) for record in records[:1] for field in record.cells]
    if not names or len(set(fields)) != len(fields):
        return records
    return tuple(
        Record(r.row, {names.get(f, f): words for f, words in r.cells.items()}, r.geometry)
        for r in records
    )
