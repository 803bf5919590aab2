"""Documents as trees of plain values, whatever their format: what may stand where, and how it is
written.

A grammar has a seed, which is a tree of dicts, lists and scalars; every place of the tree can be
given another value, and ``read`` makes a file of any such tree and reads it.
"""

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Place = tuple[int | str, ...]
Answer = tuple[Any, frozenset[str]]
"""All that a reader gives of a document, and what it tells of it."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """A kind of file.

    Attributes:
        name: Of the grammar; names the test.
        seed: A sound document as a tree.
        kinds: What is put at each place: a value of each kind that the format has.
        read: Makes a file of a tree in a folder, of any tree, even one that makes no sense, and
            reads it.
        free: Whether another value at a place makes another sound document, as the words of a
            cell do: such a file may be read without a word.
        keep: Places that are never replaced, as the keys of rendering.
    """

    name: str
    seed: Any
    kinds: tuple[Any, ...]
    read: Callable[[Any, Path], Answer]
    free: Callable[[Place, Any], bool]
    keep: Callable[[Place], bool] = lambda place: not place


@dataclass(frozen=True, slots=True)
class Fault:
    """What was put where; an absent value is left out."""

    place: Place
    value: Any


class _Absent:
    def __repr__(self) -> str:
        return "(left out)"


ABSENT = _Absent()


def places(value: Any, here: Place = ()) -> Iterator[Place]:  # noqa: ANN401 # any tree
    """Every place in a tree, the tree itself first."""
    yield here
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield from places(part, (*here, key))


def at(tree: Any, place: Place) -> Any:  # noqa: ANN401 # any tree
    """What stands at a place."""
    for key in place:
        tree = tree[key]
    return tree


def replaced(tree: Any, fault: Fault) -> Any:  # noqa: ANN401 # any tree
    """A copy with a fault in it."""
    if not fault.place:
        return copy.deepcopy(fault.value)
    made = copy.deepcopy(tree)
    owner = at(made, fault.place[:-1])
    if fault.value is ABSENT:
        del owner[fault.place[-1]]
    else:
        owner[fault.place[-1]] = copy.deepcopy(fault.value)
    return made


def singles(grammar: Grammar) -> list[Fault]:
    """Each kind at each place, and each place left out."""
    found = [place for place in places(grammar.seed) if not grammar.keep(place)]
    every = [Fault(place, value) for place in found for value in grammar.kinds]
    return every + [Fault(place, ABSENT) for place in found if place]


def document(grammar: Grammar, number: int) -> tuple[tuple[Fault, ...], Any]:
    """The document with a number: first those with one fault, then those with two at random.

    Returns:
        The faults, and the tree with them.
    """
    single = singles(grammar)
    if number < len(single):
        return (single[number],), replaced(grammar.seed, single[number])
    chance = random.Random(f"{grammar.name}-{number}")  # noqa: S311 # to be repeated
    tree = grammar.seed
    faults: list[Fault] = []
    for _ in range(2):
        found = [place for place in places(tree) if not grammar.keep(place)]
        if not found:
            break
        faults.append(Fault(chance.choice(found), chance.choice(grammar.kinds)))
        tree = replaced(tree, faults[-1])
    return tuple(faults), tree
