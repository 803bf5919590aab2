"""WordprocessingML, as far as a report needs it: paragraphs, fields, bookmarks and tables.

Every word passes through `escape`; nothing from data is ever part of a field's instruction, a
link's address or a bookmark's name.
"""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape as _escape
from xml.sax.saxutils import quoteattr

# What XML 1.0 has no way to write.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DXA_PER_MM = 1440 / 25.4
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>'


def dxa(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * _DXA_PER_MM)


def escape(words: str) -> str:
    """Words as the text of an element."""
    return _escape(_FORBIDDEN.sub("", words))


def attribute(words: str) -> str:
    """Words as an attribute's value, quoted."""
    return quoteattr(_FORBIDDEN.sub("", words))


def run(words: str, look: str = "") -> str:
    """Words with one look (children of ``w:rPr``)."""
    about = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(style: str, inside: str, look: str = "") -> str:
    """A paragraph.

    Args:
        style: Id of its style.
        inside: Its runs.
        look: Further children of ``w:pPr``, in the order that the format asks for.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{look}</w:pPr>{inside}</w:p>'


def text(style: str, words: str) -> str:
    """A paragraph of plain words."""
    return paragraph(style, run(words))


def field(instruction: str, result: str) -> str:
    """A field that shows ``result`` (runs) until Word works it out anew."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(number: int, name: str, inside: str) -> str:
    """A place that fields and links can point at; the name is ours."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'


def link(name: str, inside: str) -> str:
    """Runs that lead to a bookmark of this document."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{inside}</w:hyperlink>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> str:
    """A table whose first row is repeated on each page and whose rows are never parted.

    Args:
        head: Words above each column.
        rows: Of words; a cell that is a number stands on the right.
        widths: Of the columns, millimetres.
    """
    sizes = [dxa(width) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    head_row = _row(head, sizes, is_head=True)
    inside = head_row + "".join(_row(row, sizes, is_head=False) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(sizes)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{inside}</w:tbl>'
    )


def _row(cells: Sequence[str], sizes: Sequence[int], *, is_head: bool) -> str:
    repeat = "<w:tblHeader/>" if is_head else ""
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>'
        f"{_SHADE if is_head else ''}</w:tcPr>"
        f"{_cell(words, is_head=is_head)}</w:tc>"
        for words, size in zip(cells, sizes, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{inside}</w:tr>"


def _cell(words: str, *, is_head: bool) -> str:
    style = "TableHead" if is_head else "TableText"
    right = '<w:jc w:val="right"/>' if not is_head and _is_number(words) else ""
    return paragraph(style, run(words), right)


def _is_number(words: str) -> bool:
    # With its thousands parted: a code of six digits is none.
    return re.fullmatch(r"-?\d{1,3}(,\d{3})*(\.\d+)?", words) is not None
