"""The package of a document: its parts, how they hang together, and nothing that tells the day."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from geomap.reports.word.markup import dxa, escape, paragraph, run
from geomap.reports.word.markup import field as field_of
from geomap.reports.word.styles import LOOKS, PAPER, WORD, font_table, numbering, styles
from geomap.text import Lang
from geomap.writers.archives import write_zip

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "r": _OFFICE,
    "w": WORD,
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_PARTS = ("styles", "numbering", "fontTable", "settings", "footer")
_CORE = f"{_PACKAGE}/metadata/core-properties"
_DAY = "1980-01-01T00:00:00Z"  # the same file each time


@dataclass(slots=True)
class Document:
    """A document in the making.

    Attributes:
        lang: Language of its words.
        title: Title, for what the file says about itself.
        author: Who made it.
        subject: What it is about.
        body: Paragraphs and tables.
        pictures: PNG files.
        numbers: Ids, each used once.
    """

    lang: Lang
    title: str
    author: str
    subject: str
    body: list[str] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def picture(self, png: bytes) -> str:
        """Take a picture in; its relationship."""
        self.pictures.append(png)
        return f"rIdPicture{len(self.pictures)}"

    def save(self, path: Path) -> None:
        """Write the package; the same bytes for the same document."""
        core = f"{_PACKAGE}/relationships/metadata/core-properties"
        members = {
            "[Content_Types].xml": self._types(),
            "_rels/.rels": _relations(
                (
                    ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
                    ("rId2", core, "docProps/core.xml"),
                )
            ),
            "docProps/core.xml": self._about(),
            "word/document.xml": self._document(),
            "word/_rels/document.xml.rels": self._related(),
            "word/styles.xml": styles(self.lang),
            "word/numbering.xml": numbering(self.lang),
            "word/fontTable.xml": font_table(),
            "word/settings.xml": _settings(LOOKS[self.lang].language),
            "word/footer.xml": _footer(self.lang),
        }
        packed = {name: f"{_HEAD}{xml}".encode() for name, xml in members.items()}
        for number, png in enumerate(self.pictures, 1):
            packed[f"word/media/picture{number}.png"] = png
        write_zip(path, packed, first="[Content_Types].xml")

    def _document(self) -> str:
        spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
        return (
            f'<w:document {spaces} mc:Ignorable="w14"><w:body>{"".join(self.body)}'
            f"{_section(self.lang)}</w:body></w:document>"
        )

    def _related(self) -> str:
        parts = [(f"rId{name}", f"{_OFFICE}/{name}", f"{name}.xml") for name in _PARTS]
        pictures = [
            (f"rIdPicture{n}", f"{_OFFICE}/image", f"media/picture{n}.png")
            for n in range(1, len(self.pictures) + 1)
        ]
        return _relations((*parts, *pictures))

    def _types(self) -> str:
        overrides = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_MIME}.{kind}+xml"/>'
            for name, kind in (("document", "document.main"), *((p, p) for p in _PARTS))
        )
        core = "application/vnd.openxmlformats-package.core-properties+xml"
        relations = "application/vnd.openxmlformats-package.relationships+xml"
        return (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="png" '
            f'ContentType="image/png"/><Default Extension="rels" ContentType="{relations}"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
            f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
        )

    def _about(self) -> str:
        dcterms = "http://purl.org/dc/terms/"
        days = "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_DAY}</dcterms:{name}>'
            for name in ("created", "modified")
        )
        return (
            f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:dcterms="{dcterms}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(self.title)}</dc:title><dc:subject>{escape(self.subject)}"
            f"</dc:subject><dc:creator>{escape(self.author)}</dc:creator>"
            f"<dc:language>{LOOKS[self.lang].language}</dc:language>{days}</cp:coreProperties>"
        )


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _relations(entries: tuple[tuple[str, str, str], ...]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _settings(language: str) -> str:
    compatible = (
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    )
    return (
        f'<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{compatible}</w:compat>'
        f'<w:themeFontLang w:val="en-US" w:eastAsia="{language}"/></w:settings>'
    )


def _footer(lang: Lang) -> str:
    dash = "— " if lang == "zh" else ""
    number = field_of("PAGE", run("1"))
    inside = run(dash) + number + run(dash[::-1]) if dash else number
    return f'<w:ftr xmlns:w="{WORD}">{paragraph("Footer", inside)}</w:ftr>'


def _section(lang: Lang) -> str:
    margins = LOOKS[lang].margins
    sides = " ".join(
        f'w:{side}="{dxa(value)}"'
        for side, value in (
            ("top", margins.top),
            ("right", margins.right),
            ("bottom", margins.bottom),
            ("left", margins.left),
            ("header", 15.0),
            ("footer", margins.bottom - 7.0 - 5.0),
            ("gutter", 0.0),
        )
    )
    width, height = (dxa(side) for side in PAPER)
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdfooter"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar {sides}/></w:sectPr>'
    )
