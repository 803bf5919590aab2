"""The one font of every sheet: found, measured, checked for missing glyphs, and cut to a subset.

The font comes from a package that geomap depends on (docs/decisions/0003), so that a sheet needs
nothing of the machine and two machines set the same text alike, byte for byte.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz as harfbuzz
from fontTools.ttLib import TTFont

from geomap.errors import RenderError
from geomap.text import Text

FAMILY = "Noto Sans SC"
MM_PER_POINT = 25.4 / 72

_SPARE_TABLES = ("BASE", "DSIG", "GPOS", "GSUB", "VORG", "vhea", "vmtx")
_SHOWN_MISSING = 12


@dataclass(frozen=True)
class Face:
    """A font file with the measures that a layout needs.

    Attributes:
        path: The OpenType file.
        units: Font units to the em.
        cap_height: Height of a capital, in ems.
        ascent: Top of a Chinese character above the baseline, in ems.
        descent: Its bottom below the baseline, in ems.
        advances: Width of each character in font units.
        fallback: Width of the glyph that stands for an unknown character, in font units.
    """

    path: Path
    units: int
    cap_height: float
    ascent: float
    descent: float
    advances: dict[str, int] = field(repr=False)
    fallback: int

    def width(self, words: str, size: float) -> float:
        """Width in millimetres of words set in one line at ``size`` points."""
        units = sum(self.advances.get(char, self.fallback) for char in words)
        return units / self.units * size * MM_PER_POINT

    def missing(self, words: Iterable[str]) -> list[str]:
        """Characters, sorted, that the font has no glyph for."""
        return sorted({char for line in words for char in line} - self.advances.keys())

    def require(self, words: Iterable[str]) -> None:
        """Refuse words that could only be drawn with boxes in place of letters.

        Raises:
            RenderError: Characters have no glyph; the message names them.
        """
        missing = self.missing(words)
        if not missing:
            return
        shown = [f"“{char}” U+{ord(char):04X}" for char in missing[:_SHOWN_MISSING]]
        more = len(missing) - len(shown)
        raise RenderError(
            Text(
                f"{FAMILY}：没有这些字的字形：{'、'.join(shown)}"
                f"{f'，另有 {more} 个' if more else ''}；请在数据或标题中改用别的字",
                f"{FAMILY}: has no glyph for {', '.join(shown)}"
                f"{f' and {more} more' if more else ''}; "
                "write the name or title in the data with other characters",
            )
        )


def packaged_font() -> Path:
    """Path of the Noto Sans SC file that a dependency of geomap carries.

    Raises:
        RenderError: The package, or its file, is not there.
    """
    try:
        # Imported here: a package that someone removed must end in a sentence, not in a traceback.
        import pylopdf_fonts_zh_cn as package  # noqa: PLC0415
    except ImportError as error:
        raise _no_font("pylopdf-fonts-zh-cn") from error
    path = Path(package.sans_path())
    if not path.is_file():
        raise _no_font(path.name)
    return path


def _no_font(what: str) -> RenderError:
    return RenderError(
        Text(
            f"字体：找不到 {what}，图上的中文无从绘制；"
            "请重新安装：pip install --force-reinstall pylopdf-fonts-zh-cn",
            f"font: {what} was not found, and Chinese text needs it; "
            "install it again: pip install --force-reinstall pylopdf-fonts-zh-cn",
        )
    )


@cache
def load(path: Path | None = None) -> Face:
    """The measures of a font file, by default of the packaged one; read once a process.

    Raises:
        RenderError: There is no packaged font.
    """
    chosen = path or packaged_font()
    with TTFont(chosen, lazy=True) as font:
        widths = font["hmtx"].metrics
        advances = {chr(code): widths[name][0] for code, name in font.getBestCmap().items()}
        os2, units = font["OS/2"], font["head"].unitsPerEm
        return Face(
            path=chosen,
            units=units,
            cap_height=os2.sCapHeight / units,
            ascent=os2.sTypoAscender / units,
            descent=-os2.sTypoDescender / units,
            advances=advances,
            fallback=widths[".notdef"][0],
        )


def cut(face: Face, words: Iterable[str]) -> bytes:
    """The font file with only the glyphs that ``words`` need.

    The same words give the same bytes: no time stamp is renewed, no order depends on a hash.
    """
    return _cut(face.path, "".join(sorted({char for line in words for char in line})))


@lru_cache(maxsize=3)
def _cut(path: Path, characters: str) -> bytes:
    # HarfBuzz, for it is a hundred times as quick as fontTools at this: docs/decisions/0008.
    wanted = harfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.clear()
    wanted.drop_table_tag_set.update(map(_tag, _SPARE_TABLES))
    wanted.flags = harfbuzz.SubsetFlags.NO_HINTING | harfbuzz.SubsetFlags.DESUBROUTINIZE
    part = harfbuzz.subset(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(path))), wanted)
    return bytes(part.blob.data)


def _tag(name: str) -> int:
    """A table's name as OpenType stores it: four letters in one number."""
    return int.from_bytes(name.encode("ascii"), "big")


def woff(font: bytes) -> bytes:
    """A font file as WOFF, for a style sheet."""
    buffer = io.BytesIO()
    with TTFont(io.BytesIO(font), recalcTimestamp=False) as packed:
        packed.flavor = "woff"
        packed.save(buffer)
    return buffer.getvalue()
