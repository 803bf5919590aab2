"""What the maker of a sheet may choose: page, names, inset, parts, ground."""

from dataclasses import dataclass, fields
from typing import Literal, get_args

Part = Literal["title", "legend", "notes", "scale", "frame"]
InsetPlace = Literal[
    "auto", "none", "beside", "upper-left", "upper-right", "lower-left", "lower-right"
]
Background = Literal["white", "transparent"]
MAP = "map"  # what a sheet always has
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """How a sheet is to look; None leaves it to the theme, and there to geomap.

    Attributes:
        page: Name of a page (``A0`` to ``A5`` with ``-landscape`` or ``-portrait``, ``16x9``), or
            its size, ``160mm`` or ``160x120mm``.
        margin: White edge, millimetres.
        dpi: Dots to the inch of a picture.
        districts: How many districts are named, the largest first; 0 names none.
        projects: How many projects, in the order of their importance.
        sites: How many sites.
        inset: Where the inset stands; ``auto`` makes one where names need it.
        parts: What there is besides the map.
        background: Paper.
        extent: Districts and regions that the sheet is drawn for: names or codes.
    """

    page: str | None = None
    margin: float | None = None
    dpi: int | None = None
    districts: int | None = None
    projects: int | None = None
    sites: int | None = None
    inset: InsetPlace | None = None
    parts: tuple[Part, ...] | None = None
    background: Background | None = None
    extent: tuple[str, ...] | None = None

    def over(self, other: "SheetChoices") -> "SheetChoices":
        """These, and what they leave open as the other has it."""
        names = [field.name for field in fields(self)]
        mine = {name: getattr(self, name) for name in names}
        return SheetChoices(
            **{name: getattr(other, name) if mine[name] is None else mine[name] for name in names}
        )

    def has(self, part: Part) -> bool:
        """Whether a part is on the sheet."""
        return self.parts is None or part in self.parts

    @property
    def is_clear(self) -> bool:
        """The paper is not painted."""
        return self.background == "transparent"


NO_CHOICES = SheetChoices()
