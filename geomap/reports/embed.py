"""Snippets that put a map into other pages and documents. Pure."""

import html
import re
from typing import Literal, get_args

from geomap.config.declared import require_known
from geomap.errors import AtlasError
from geomap.model import AtlasConfig, Location, MapSpec
from geomap.text import Lang, Text

Kind = Literal["html", "figure", "md", "quarto", "latex"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_MIN_HEIGHT, _MAX_HEIGHT = 200, 4000
# The page inside tells its height (script/core/embed.js); only a number is taken of what it says.
_FOLLOW = (
    "<script>(function (frame) {{\n"
    '  addEventListener("message", function (event) {{\n'
    "    var told = event.source === frame.contentWindow && event.data;\n"
    '    if (!told || told.type !== "geomap:height" || !(told.height > 0)) return;\n'
    '    frame.style.height = Math.min({most}, Math.max({least}, +told.height)) + "px";\n'
    "  }});\n"
    "}})(document.currentScript.previousElementSibling);</script>"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~^\"'@:&=])")
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "{}$&#_%"},
}


def iframe(config: AtlasConfig, theme: str, height: int, url: str | None = None) -> str:
    """An ``<iframe>`` of a theme's page, sandboxed: scripts, but no access to the page around it.

    Args:
        config: The atlas.
        theme: Key of the theme.
        height: Height in pixels.
        url: Address of the page; ``<theme>.html``, beside the page around it, otherwise.

    Raises:
        AtlasError: Unknown theme, an address that is neither relative nor http(s), or a height
            that no page has.
    """
    themes = {t.key: t for t in config.themes}
    require_known(theme, tuple(themes), Location("data/themes"), Text("主题", "theme"))
    _check_height(height)
    address = _checked(url or f"{theme}.html")
    title = themes[theme].title.get(config.language)
    return (
        f'<iframe src="{html.escape(address)}#plain" title="{html.escape(title)}" '
        f'sandbox="allow-scripts" loading="lazy" '
        f'style="width:100%;height:{height}px;border:0"></iframe>\n'
        + _FOLLOW.format(least=_MIN_HEIGHT, most=_MAX_HEIGHT)
    )


def _check_height(height: int) -> None:
    if not _MIN_HEIGHT <= height <= _MAX_HEIGHT:
        raise AtlasError(
            Text(
                f"高度 {height} 像素；应为 {_MIN_HEIGHT} 至 {_MAX_HEIGHT}",
                f"a height of {height} pixels; use {_MIN_HEIGHT} to {_MAX_HEIGHT}",
            )
        )


def _checked(address: str) -> str:
    """An address that leads to a page or a file, and runs nothing."""
    scheme, colon, _ = address.partition(":")
    if colon and "/" not in scheme and scheme.lower() not in {"http", "https"}:
        raise AtlasError(
            Text(
                f"网址“{address}”；只能用 http、https 或相对地址",
                f"the address {address!r}; use http, https or a relative one",
            )
        )
    return address


def picture(spec: MapSpec, kind: Kind, lang: Lang, url: str | None = None) -> str:
    """A map as a figure of a page or document, with its text alternative and caption.

    Args:
        spec: The map.
        kind: ``figure`` (HTML), ``md``, ``quarto`` or ``latex``.
        lang: Language of the words.
        url: Address of the picture; ``<theme>.svg`` otherwise, for LaTeX ``<theme>.pdf``.

    Raises:
        AtlasError: An address that is neither relative nor http(s).
    """
    end = "pdf" if kind == "latex" else "svg"
    address = _checked(url or f"{spec.theme}.{end}")
    title, alt = (" ".join(words.get(lang).split()) for words in (spec.title, spec.alt))
    if kind == "figure":
        return (
            f'<figure>\n  <img src="{html.escape(address)}" alt="{html.escape(alt)}" '
            f'style="max-width:100%">\n  <figcaption>{html.escape(title)}</figcaption>\n</figure>'
        )
    if kind == "latex":
        path = r"\detokenize{" + re.sub(r"[{}\\%#\s]", "", address) + "}"
        return "\n".join(
            (
                r"\begin{figure}",
                r"  \centering",
                rf"  \includegraphics[width=\linewidth,alt={{{_latex(alt)}}}]{{{path}}}",
                rf"  \caption{{{_latex(title)}}}",
                rf"  \label{{fig:{_label(spec.theme)}}}",
                r"\end{figure}",
            )
        )
    place = "<" + re.sub(r"[<>\s]", "", address) + ">"
    if kind == "md":
        return f"![{_markdown(alt)}]({place})\n\n*{_markdown(title)}*"
    quoted = html.escape(alt).replace("\\", "\\\\")
    return f'![{_markdown(title)}]({place}){{#fig-{_label(spec.theme)} fig-alt="{quoted}"}}'


def _markdown(words: str) -> str:
    """Words in which Markdown finds no mark of its own."""
    return _MARKDOWN.sub(r"\\\1", words)


def _latex(words: str) -> str:
    return "".join(_LATEX.get(char, char) for char in words)


def _label(theme: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", theme)
