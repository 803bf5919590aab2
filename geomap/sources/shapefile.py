"""What GDAL leaves to guess about a Shapefile: the encoding of its table, a lost index."""

import struct
from typing import NoReturn

from geomap.model import Finding, Location
from geomap.sources import encodings, notes
from geomap.sources.refusals import DAMAGED, refuse
from geomap.text import Text

MAGIC = b"\x00\x00\x27\x0a"
_SAY = Text(
    "请添加写明编码的 .cpg 文件，或用 --encoding 指明",
    "add a .cpg file with the name of its encoding, or say --encoding",
)
_CHECK = Text(
    "请核对文字；若不对，请用 --encoding 指明，或添加 .cpg 文件",
    "check the words; if they are wrong, say --encoding or add a .cpg file",
)
_HEADER = 100
_FIELD = 32
_FIELDS_END = 0x0D
_ALIASES = {"UTF-8": "utf-8", "65001": "utf-8", "936": "gb18030", "950": "big5", "CP936": "gb18030"}
_ALIASES |= {"GBK": "gb18030", "GB2312": "gb18030", "GB18030": "gb18030", "BIG-5": "big5"}
_ALIASES |= {"BIG5": "big5", "CP950": "big5", "UTF8": "utf-8", "ISO-8859-1": "iso-8859-1"}
_ALIASES |= {"88591": "iso-8859-1", "ISO 88591": "iso-8859-1", "1252": "cp1252"}
# The byte of a .dbf's header that names a code page, where it names one for certain: 0 says nothing
# and 0x57 only "the code page of the system".
_LANGUAGE_AT = 29
_LANGUAGES = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5", 0x78: "big5", 0x03: "windows-1252"}
_LANGUAGES |= {0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253"}
_THREE_BYTES = 0x800  # what UTF-8 writes in three bytes or more; other encodings look so by chance


def build_index(shp: bytes, name: str) -> bytes:
    """Make the index (.shx) of a Shapefile from its records.

    Raises:
        DataError: The file ends within a record.
    """
    if not shp.startswith(MAGIC) or len(shp) < _HEADER:
        refuse(
            Location(name),
            Text("内容不是 Shapefile", "the content is no Shapefile"),
            Text("请检查文件", "check the file"),
        )
    entries = b""
    at = _HEADER
    while at < len(shp):
        if at + 8 > len(shp):
            _cut(name)
        length = struct.unpack_from(">i", shp, at + 4)[0]
        if length < 0 or at + 8 + 2 * length > len(shp):
            _cut(name)
        entries += struct.pack(">ii", at // 2, length)
        at += 8 + 2 * length
    size = (_HEADER + len(entries)) // 2
    return shp[:24] + struct.pack(">i", size) + shp[28:_HEADER] + entries


def _cut(name: str) -> NoReturn:
    refuse(Location(name), DAMAGED, Text("请重新导出", "export it again"))


def table_encoding(dbf: bytes, cpg: bytes | None, name: str, said: str | None) -> encodings.Decoded:
    """The encoding of a .dbf: as said, as its .cpg or header says, else as its bytes tell.

    Returns:
        The encoding, with the text of the table decoded, to see that it fits.

    Raises:
        DataError: The bytes do not fit what is said, or nothing is certain.
    """
    text = _text_of(dbf, name)
    if said is None and cpg is not None:
        words = cpg.decode("ascii", "replace").strip()
        said = _ALIASES.get(words.upper(), words)
    told = said or _by_language(text, dbf[_LANGUAGE_AT])
    if told is None and _is_western_only(text):
        return encodings.Decoded(text.decode(encodings.WESTERN), encodings.WESTERN, guessed=True)
    return encodings.decode(text, name, told, _SAY)


def encoding_notes(name: str, decoded: encodings.Decoded) -> list[Finding]:
    """What there is to tell about the encoding of a table."""
    if not decoded.guessed:
        return []
    return [notes.guessed_encoding(name, decoded.encoding, _CHECK)]


def _by_language(text: bytes, language: int) -> str | None:
    """The encoding that the header names, unless the text is plainly UTF-8 or does not fit."""
    try:
        if any(ord(char) >= _THREE_BYTES for char in text.decode("utf-8")):
            return None
    except UnicodeDecodeError:
        pass
    named = _LANGUAGES.get(language)
    try:
        return named if named and text.decode(named) else None
    except UnicodeDecodeError:
        return None


def _is_western_only(text: bytes) -> bool:
    """Whether it is Western in one byte a letter, and neither UTF-8 nor plausible Chinese."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return encodings.guess(text) is None and encodings.is_western(text)
    return False


def _text_of(dbf: bytes, name: str) -> bytes:
    """Names of the fields and the records of a .dbf, a line each, without its binary header."""
    if len(dbf) < _FIELD:
        refuse(Location(name), DAMAGED, Text("请重新导出", "export it again"))
    count, header, size = struct.unpack_from("<IHH", dbf, 4)
    if size == 0 or header + count * size > len(dbf):  # rows are missing: never a part of a table
        refuse(Location(name), DAMAGED, Text("请重新导出", "export it again"))
    names = []
    for at in range(_FIELD, min(header, len(dbf)) - 1, _FIELD):
        if dbf[at] == _FIELDS_END:
            break
        names.append(dbf[at : at + 11].split(b"\0")[0])
    records = [dbf[at : at + size].strip(b" \0") for at in range(header, len(dbf), size)]
    return b"\n".join([*names, *records]).replace(b"\x1a", b"").replace(b"\0", b"")
