"""How a district's area looks: its colour, its border, and the hatch of one without a value."""

from geomap.model import Pattern, Symbol

BORDER = "#ffffff"
PLAIN_BORDER = "#9a9a94"  # where nothing but the borders is to be seen
QUIET_BORDER = "#bcbcb5"  # white would not part two pale districts
_WIDTH = 0.5  # points


def area(fill: str, border: str = BORDER, pattern: Pattern = "none") -> Symbol:
    """The symbol of districts of that colour."""
    return Symbol("area", fill=fill, stroke=border, width=_WIDTH, pattern=pattern)
