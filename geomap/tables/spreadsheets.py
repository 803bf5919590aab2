"""Cells that are safe in a spreadsheet. The page's script has the same rule (``table/csv.js``)."""

from geomap.tables import values

# What makes a spreadsheet take a cell for a formula, in full width too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


def inert(cell: str) -> str:
    """The cell, with an apostrophe where a spreadsheet would run it; numbers stay as they are."""
    if cell.startswith(_FORMULA) and isinstance(values.number(cell), values.Invalid):
        return f"'{cell}"
    return cell
