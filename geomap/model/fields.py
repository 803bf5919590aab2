"""What the columns of a map's layers are."""

from dataclasses import dataclass

from geomap.text import Text

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a map's layers, in the words of every file that has it.

    Attributes:
        name: As files name it.
        title: What it is, for people; with its unit and year, where it has them.
        unit: Unit of its numbers; empty where it has none.
        year: Year of its numbers.
        source: Where it comes from; empty where nobody says.
    """

    name: str
    title: Text
    unit: Text = NOTHING
    year: int | None = None
    source: Text = NOTHING
