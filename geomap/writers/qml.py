"""How QGIS is to draw a layer: the theme's classes, colours, circles and names as a QML style."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from geomap.model import Legend, LegendItem, Symbol
from geomap.writers.qml_symbols import circle_of, symbol_of


@dataclass(frozen=True, slots=True)
class Look:
    """A table drawn by its field ``class``, each class as the map's legend shows it.

    Attributes:
        items: The legend's entries; their Chinese labels are the values of the field.
        fields: Columns of the table: name, and what people call it.
        label: Field whose words stand on the map.
        circles: Legend of the proportional circles that stand on the areas; their sizes and
            places are in ``circle_radius``, ``circle_lon`` and ``circle_lat``.
    """

    items: tuple[LegendItem, ...]
    fields: tuple[tuple[str, str], ...]
    label: str
    circles: Legend | None = None

    def content(self) -> str:
        """What a QML document and a layer of a project share."""
        drawn = (
            _categories(self.items) if self.circles is None else _rules(self.items, self.circles)
        )
        return f"{drawn}{_labels(self.label, self.items[0].symbol)}{aliases(self.fields)}"

    def document(self) -> str:
        """A QML document."""
        return (
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
            '<qgis version="3.22" styleCategories="AllStyleCategories" labelsEnabled="1">'
            f"{self.content()}</qgis>"
        )


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


# Where words stand: beside points, along lines, anywhere inside areas; and whether the words of
# other layers keep off. An area that did so would let nothing be named inside it.
_PLACEMENTS = {"point": (6, 1), "line": (2, 0), "area": (4, 0)}


def _labels(field: str, symbol: Symbol) -> str:
    placement, obstacle = _PLACEMENTS[symbol.geometry]
    return (
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style fieldName="{field}" fontSize="8" fontSizeUnit="Point" '
        'textColor="26,26,26,255" fontFamily="Noto Sans CJK SC">'
        '<text-buffer bufferDraw="1" bufferSize="0.6" bufferSizeUnits="MM" '
        'bufferColor="255,255,255,255"/></text-style>'
        f'<placement placement="{placement}" dist="0.6" distUnits="MM" '
        'predefinedPositionOrder="R,TR,BR,TSR,BSR,L,TL,BL" offsetType="1"/>'
        f'<rendering drawLabels="1" obstacle="{obstacle}"/></settings></labeling>'
    )


def aliases(fields: Iterable[tuple[str, str]]) -> str:
    """The names of fields for people."""
    listed = "".join(
        f'<alias field={quoteattr(field)} index="{number}" name={quoteattr(title)}/>'
        for number, (field, title) in enumerate(fields)
    )
    return f"<aliases>{listed}</aliases>"
