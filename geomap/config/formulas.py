"""Reads a formula: numbers, indicators, ``+ - * /`` and brackets, and nothing that could run."""

import ast
from typing import Literal

from geomap.errors import DataError
from geomap.model.formula import Constant, Formula, Operation, Reference, Term
from geomap.text import Text

_LONGEST = 400  # letters; what is longer is no formula of a person
_SIGNS: dict[type[ast.operator], Literal["+", "-", "*", "/"]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}


def parse_formula(words: str) -> Formula:
    """A formula such as ``urban / residents * 100`` or ``residents[2020] - residents[2010]``.

    Args:
        words: Keys of indicators, each with a year in square brackets or of the same year;
            numbers; ``+ - * /`` and brackets; ``area_km2`` for the area of the district.

    Raises:
        DataError: It says anything else. Nothing of it is ever run.
    """
    if len(words) > _LONGEST:
        raise _no(Text("公式太长", "it is too long"))
    try:
        tree = ast.parse(words.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _no(Text(f"读不懂“{words}”", f"{words!r} cannot be read")) from None
    formula = Formula(words.strip(), _term(tree.body))
    if not formula.references():
        raise _no(Text("其中没有指标", "it names no indicator"))
    return formula


def _term(node: ast.expr) -> Term:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return _constant(number)
        case ast.Name(id=name):
            return Reference(name)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=int() as year)) if (
            not isinstance(year, bool)
        ):
            return Reference(name, year)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            return Operation(_SIGNS[type(op)], _term(left), _term(right))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Operation("-", Constant(0.0), _term(operand))
        case _:
            part = ast.unparse(node)
            raise _no(Text(f"不允许“{part}”", f"{part!r} is not allowed"))


def _constant(number: float) -> Constant:
    try:
        return Constant(float(number))
    except OverflowError:
        raise _no(Text("数太大", "a number is too large")) from None


def _no(why: Text) -> DataError:
    return DataError(
        Text(
            f"公式只能用指标、数字、+ - * / 和括号：{why.zh}；如 城镇人口 / 常住人口 * 100",
            f"a formula has indicators, numbers, + - * / and brackets: {why.en}; "
            "such as urban / residents * 100",
        )
    )
