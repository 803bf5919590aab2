"""How an indicator is worked out from others: a formula, and its value. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

AREA = "area_km2"  # of each district, on the ellipsoid


@dataclass(frozen=True, slots=True)
class Constant:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Reference:
    """An indicator of the same year, or of the year that is named; or `AREA`."""

    indicator: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One of the four rules of arithmetic."""

    sign: Literal["+", "-", "*", "/"]
    left: "Term"
    right: "Term"


Term = Constant | Reference | Operation


@dataclass(frozen=True, slots=True)
class Formula:
    """How an indicator is worked out.

    Attributes:
        words: As it was written.
        term: What it means.
    """

    words: str
    term: Term

    def references(self) -> tuple[Reference, ...]:
        """What it needs, each once, without the area."""
        return tuple(dict.fromkeys(each for each in _leaves(self.term) if each.indicator != AREA))

    def value(self, of: Callable[[Reference], float]) -> float:
        """Its value.

        Args:
            of: What each reference stands for.

        Raises:
            ZeroDivisionError: It divides by 0.
            OverflowError: The value is too large.
        """
        return _value(self.term, of)


def _leaves(term: Term) -> Iterator[Reference]:
    if isinstance(term, Reference):
        yield term
    elif isinstance(term, Operation):
        yield from _leaves(term.left)
        yield from _leaves(term.right)


def _value(term: Term, of: Callable[[Reference], float]) -> float:
    if isinstance(term, Constant):
        return term.value
    if isinstance(term, Reference):
        return of(term)
    return _RULES[term.sign](_value(term.left, of), _value(term.right, of))


_RULES: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}
