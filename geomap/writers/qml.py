"""How QGIS is to draw a layer: the theme's classes, colours, circles and names as a QML style."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from geomap.model import Legend, LegendItem
from geomap.writers.fields import TITLES
from geomap.writers.qml_symbols import circle_of, symbol_of


def class_style(
    items: Sequence[LegendItem], fields: Iterable[str], label: str, circles: Legend | None = None
) -> str:
    """A table drawn by its field ``class``, each class as the map's legend shows it.

    Args:
        items: The legend's entries; their Chinese labels are the values of the field.
        fields: Columns of the table.
        label: Field whose words stand on the map.
        circles: Legend of the proportional circles that stand on the areas; their sizes and
            places are in ``circle_radius``, ``circle_lon`` and ``circle_lat``.

    Returns:
        A QML document.
    """
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.22" styleCategories="AllStyleCategories" labelsEnabled="1">'
        f"{style_content(items, fields, label, circles)}</qgis>"
    )


def style_content(
    items: Sequence[LegendItem], fields: Iterable[str], label: str, circles: Legend | None = None
) -> str:
    """What a QML document and a layer of a project share: `class_style` says of what."""
    renderer = _categories(items) if circles is None else _rules(items, circles)
    return f"{renderer}{_labels(label)}{_aliases(fields)}"


def _categories(items: Sequence[LegendItem]) -> str:
    categories = "".join(
        f'<category value={quoteattr(item.label.zh)} symbol="{number}" '
        f'label={quoteattr(item.label.zh)} render="true"/>'
        for number, item in enumerate(items)
    )
    symbols = "".join(symbol_of(f"{number}", item.symbol) for number, item in enumerate(items))
    return (
        f'<renderer-v2 type="categorizedSymbol" attr="class" enableorderby="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>"
    )


def _rules(items: Sequence[LegendItem], circles: Legend) -> str:
    """A rule a class, then one for all circles.

    Rules and not categories: the circles of all classes then lie above all fills, the largest
    below. Its legend has examples of sizes, which stand for no district.
    """
    rules = [
        _rule(f"class-{n}", n, f'"class" = {_quoted(item.label.zh)}', item.label.zh)
        for n, item in enumerate(items)
    ]
    symbols = [symbol_of(f"{n}", item.symbol) for n, item in enumerate(items)]
    at = len(items)
    drawn = '"circle_radius" IS NOT NULL'
    rules.append(_rule("circles", at, drawn, circles.title.zh))
    symbols.append(circle_of(f"{at}", circles.items[0].symbol, of_feature=True))
    for n, item in enumerate(circles.items, at + 1):
        rules.append(_rule(f"size-{n - at}", n, "FALSE", item.label.zh))
        symbols.append(circle_of(f"{n}", item.symbol, of_feature=False))
    return (
        '<renderer-v2 type="RuleRenderer" symbollevels="1" enableorderby="1">'
        f'<rules key="root">{"".join(rules)}</rules><symbols>{"".join(symbols)}</symbols>'
        '<orderby><orderByClause asc="0" nullsFirst="0">"circle_radius"</orderByClause></orderby>'
        "</renderer-v2>"
    )


def _rule(key: str, symbol: int, condition: str, label: str) -> str:
    return (
        f'<rule key="{key}" symbol="{symbol}" filter={quoteattr(condition)} '
        f"label={quoteattr(label)}/>"
    )


def _quoted(words: str) -> str:
    """Words as text of an expression of QGIS."""
    safe = words.replace("\\", "\\\\").replace("'", "''")
    return f"'{safe}'"


def _labels(field: str) -> str:
    return (
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style fieldName="{field}" fontSize="8" fontSizeUnit="Point" '
        'textColor="26,26,26,255" fontFamily="Noto Sans CJK SC">'
        '<text-buffer bufferDraw="1" bufferSize="0.6" bufferSizeUnits="MM" '
        'bufferColor="255,255,255,255"/></text-style>'
        '<placement placement="1"/><rendering drawLabels="1" obstacle="1"/>'
        "</settings></labeling>"
    )


def _aliases(fields: Iterable[str]) -> str:
    aliases = "".join(
        f'<alias field={quoteattr(field)} index="{number}" '
        f"name={quoteattr(TITLES.get(field, ''))}/>"
        for number, field in enumerate(fields)
    )
    return f"<aliases>{aliases}</aliases>"
