"""The font: found, measured, checked, cut."""

import builtins
import io
from pathlib import Path
from types import ModuleType

import pytest
from fontTools.ttLib import TTFont

from geomap.errors import RenderError
from geomap.renderers import fonts
from geomap.renderers.fonts import MM_PER_POINT


def test_the_packaged_font_has_the_letters_of_the_atlas() -> None:
    face = fonts.load()
    words = ["重庆市深入实施以人为本的新型城镇化战略", "綦江涪陵潼南", "≥ 60 %"]
    assert face.missing(words) == []


def test_a_chinese_character_is_one_em_wide() -> None:
    assert fonts.load().width("重庆", 10) == pytest.approx(2 * 10 * MM_PER_POINT)


def test_missing_glyphs_are_named_once_and_in_order() -> None:
    with pytest.raises(RenderError) as caught:
        fonts.load().require(["\u0e02 ok", "\u0e01\u0e02"])
    assert "“\u0e01” U+0E01、“\u0e02” U+0E02" in caught.value.message.zh
    assert "U+0E01, “\u0e02” U+0E02;" in caught.value.message.en


def test_many_missing_glyphs_are_counted() -> None:
    with pytest.raises(RenderError, match="另有 8 个"):
        fonts.load().require(["".join(chr(0x0E01 + n) for n in range(20))])


def test_without_the_package_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def gone(name: str, *rest: object) -> ModuleType:
        if name == "pylopdf_fonts_zh_cn":
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(builtins, "__import__", gone)
    with pytest.raises(RenderError, match="pip install --force-reinstall pylopdf-fonts-zh-cn"):
        fonts.packaged_font()


def test_without_the_file_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pylopdf_fonts_zh_cn.sans_path", lambda: Path("gone/NotoSansSC.otf"))
    with pytest.raises(RenderError, match=r"NotoSansSC\.otf"):
        fonts.packaged_font()


def test_a_cut_font_is_small_has_the_letters_and_no_time_stamp() -> None:
    face = fonts.load()
    first, second = (fonts.woff(fonts.cut(face, ["重庆", "abc"])) for _ in range(2))
    assert first == second
    assert len(first) < 10_000
    with TTFont(io.BytesIO(first)) as font:
        assert set(map(ord, "重庆abc")) <= font.getBestCmap().keys()
