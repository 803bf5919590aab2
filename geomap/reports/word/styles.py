"""How a document looks: in Chinese as offices set it by GB/T 9704, in English plainly.

Fonts are named and never embedded; where 仿宋_GB2312 is missing, the list of fonts names another.
"""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from geomap.reports.drawingml import CHINESE, LATIN
from geomap.reports.word.markup import dxa
from geomap.text import Lang

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Margins:
    """White around the text of an A4 page, millimetres."""

    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Look:
    """What differs between the languages.

    Attributes:
        language: Of the words, for spelling.
        margins: Of each page.
        body: Font for running text.
        title: Font for the title.
        first: Font for headings of chapters.
        second: Font for headings below those.
        latin: Font for Latin letters in running text.
        sizes: Points of title, headings, body, caption, table and note.
        line: Distance of lines: points if exact, else 240ths of a line.
        exact: Lines stand exactly so far apart.
        indent: Characters that a paragraph's first line stands in.
    """

    language: str
    margins: Margins
    body: str
    title: str
    first: str
    second: str
    latin: str
    sizes: tuple[float, float, float, float, float, float]
    line: int
    exact: bool
    indent: int


LOOKS: dict[Lang, Look] = {
    "zh": Look(
        "zh-CN",
        Margins(37, 35, 28, 26),
        "仿宋_GB2312",
        "方正小标宋简体",
        "黑体",
        "楷体_GB2312",
        "Times New Roman",
        (22, 16, 16, 12, 10.5, 9),
        28,
        exact=True,
        indent=2,
    ),
    "en": Look(
        "en-US",
        Margins(25.4, 25.4, 25.4, 25.4),
        "SimSun",
        "SimHei",
        "SimHei",
        "SimHei",
        "Times New Roman",
        (22, 14, 11, 10, 9.5, 9),
        276,
        exact=False,
        indent=0,
    ),
}
_OTHERS = {
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "方正小标宋简体": "宋体",
}
PAPER = (210.0, 297.0)  # mm, A4


def text_width(lang: Lang) -> float:
    """Millimetres between the margins."""
    margins = LOOKS[lang].margins
    return PAPER[0] - margins.left - margins.right


def styles(lang: Lang) -> str:
    """The part of the package with all styles."""
    look = LOOKS[lang]
    body = look.sizes[2]
    default = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(look.latin, look.body)}{_size(body)}"
        f'<w:lang w:val="en-US" w:eastAsia="{look.language}"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    made = "".join((*_headings(look), *_texts(look)))
    return f'<w:styles xmlns:w="{WORD}">{default}{made}{_GRID}</w:styles>'


def _headings(look: Look) -> tuple[str, ...]:
    """Titles, headings, and the contents that repeat them."""
    title, heading, body, caption, _, _ = look.sizes
    second = heading if look.exact else caption + 2
    return (
        _style("Normal", "Normal", "", "", default=True),
        _style("Title", "Title", _CENTRED, _font(look.title, title)),
        _style("Subtitle", "Subtitle", _CENTRED, _size(caption)),
        _style("Heading1", "heading 1", _heading(look, 0), _font(look.first, heading)),
        _style("Heading2", "heading 2", _heading(look, 1), _font(look.second, second)),
        _style("TOCHeading", "TOC Heading", _CENTRED, _font(look.first, heading)),
        _style("TOC1", "toc 1", _entry(0), _size(min(body, 14))),
        _style("TOC2", "toc 2", _entry(6), _size(min(body, 12))),
    )


def _texts(look: Look) -> tuple[str, ...]:
    """Running text, and what belongs to figures and tables."""
    _, _, _, caption, table, note = look.sizes
    folio = _font("宋体", 14 if look.exact else 9)
    return (
        _style("BodyText", "Body Text", _body(look), ""),
        _style("Figure", "Figure", f"<w:keepNext/>{_TIGHT}{_MIDDLE}", ""),
        _style("Caption", "caption", _CENTRED, _size(caption)),
        _style("TableCaption", "Table Caption", f"<w:keepNext/>{_CENTRED}", _size(caption)),
        _style("TableHead", "Table Head", f"<w:keepNext/>{_TIGHT}{_MIDDLE}", _font("黑体", table)),
        _style("TableText", "Table Text", _TIGHT, _size(table)),
        _style("MapNote", "Map Note", '<w:spacing w:before="0" w:after="40"/>', _size(note)),
        _style("MapText", "Map Text", _TIGHT, _fonts(LATIN, CHINESE)),
        _style("Footer", "footer", _MIDDLE, folio),
    )


_MIDDLE = '<w:jc w:val="center"/>'
_TIGHT = '<w:spacing w:before="0" w:after="0"/>'
_CENTRED = f'<w:spacing w:before="60" w:after="120"/>{_MIDDLE}'


_GRID = (
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr>'
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
    '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _style(key: str, name: str, place: str, letters: str, *, default: bool = False) -> str:
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    first = ' w:default="1"' if default else ""
    custom = "" if name[0].islower() or key in _BUILT_IN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{first}{custom} w:styleId="{key}"><w:name w:val="{name}"/>'
        f"{based}<w:qFormat/><w:pPr>{place}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


_BUILT_IN = frozenset({"Normal", "Title", "Subtitle", "BodyText", "TOCHeading"})


def _heading(look: Look, level: int) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    room = '<w:spacing w:before="120" w:after="60"/>'
    ink = f'<w:ind w:left="0" w:firstLine="0"/><w:outlineLvl w:val="{level}"/>'
    return f"<w:keepNext/>{number}{room if look.exact or level else _APART}{ink}"


_APART = '<w:spacing w:before="240" w:after="80"/>'


def _body(look: Look) -> str:
    if look.exact:
        pitch = f'w:line="{look.line * 20}" w:lineRule="exact"'
        spacing = f'<w:spacing w:before="0" w:after="0" {pitch}/>'
        characters = look.indent * 100
        first = round(look.indent * look.sizes[2] * 20)
        into = f'<w:ind w:firstLineChars="{characters}" w:firstLine="{first}"/>'
        return f'{spacing}{into}<w:jc w:val="both"/>'
    return f'<w:spacing w:before="0" w:after="120" w:line="{look.line}" w:lineRule="auto"/>'


def _entry(left: float) -> str:
    return f'<w:spacing w:before="40" w:after="40"/><w:ind w:left="{dxa(left)}"/>'


def _fonts(latin: str, chinese: str) -> str:
    names = f'w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia={quoteattr(chinese)} w:cs="{latin}"'
    return f"<w:rFonts {names}/>"


def _font(chinese: str, size: float) -> str:
    latin = {"宋体": "Times New Roman"}.get(chinese, "Arial")
    return _fonts(latin, chinese) + _size(size)


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def font_table() -> str:
    """The part that names another font for one that may be missing."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _OTHERS.items()
    )
    return f'<w:fonts xmlns:w="{WORD}">{fonts}</w:fonts>'


def numbering(lang: Lang) -> str:
    """The part that numbers headings: 一、（一） in Chinese, 1 and 1.1 in English."""
    kinds = {
        "zh": (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）")),
        "en": (("decimal", "%1"), ("decimal", "%1.%2")),
    }[lang]
    after = "nothing" if lang == "zh" else "space"
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:pStyle w:val="Heading{n + 1}"/><w:suff w:val="{after}"/><w:lvlText w:val="{shown}"/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
        for n, (kind, shown) in enumerate(kinds)
    )
    return (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
