"""``index.html``: every theme with its picture and links to its files. No script at all."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.model import MapSpec
from geomap.text import Lang, Text

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; padding: 2.5rem clamp(1rem, 4vw, 4rem) 4rem;
  background: #f3f4f2; color: #22262a;
  font: 16px/1.55 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
header { max-width: 78rem; margin: 0 auto 2rem; }
h1 { font-size: clamp(1.4rem, 3vw, 2rem); margin: 0; font-weight: 600; }
p { margin: .2rem 0 0; color: #565c62; }
ul { list-style: none; padding: 0; }
main > ul { display: grid; gap: 1.6rem; margin: 0 auto; max-width: 78rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); }
article { background: #fff; border: 1px solid #dcdfdc; border-radius: 6px; overflow: hidden;
  height: 100%; display: flex; flex-direction: column; }
article img { display: block; width: 100%; height: auto; border-bottom: 1px solid #e8eae7; }
article div { padding: .9rem 1.1rem 1rem; display: flex; flex-direction: column; flex: 1; }
header a { color: #1f4f7a; }
h2 { font-size: 1.05rem; margin: 0; font-weight: 600; }
h2 a { color: inherit; text-decoration: none; }
h2 a:hover, h2 a:focus-visible { text-decoration: underline; }
article p { font-size: .86rem; }
article ul { display: flex; flex-wrap: wrap; gap: .4rem; margin: auto 0 0; padding-top: .8rem; }
article li a { font-size: .78rem; color: #1f4f7a; border: 1px solid #c9d3dc; border-radius: 3px;
  padding: .1rem .5rem; text-decoration: none; letter-spacing: .02em; }
article li a:hover, article li a:focus-visible { background: #1f4f7a; color: #fff; }
footer { max-width: 78rem; margin: 2.5rem auto 0; font-size: .82rem; color: #565c62; }
"""

_PICTURES = ("svg", "png")
_MAPS = Text("幅地图", "maps")
_TOGETHER = Text("全部地图合为一页", "all maps on one page")


@dataclass(frozen=True, slots=True)
class Entry:
    """A theme and the names of its files that there are."""

    spec: MapSpec
    files: tuple[str, ...]


def render(title: Text, lang: Lang, entries: Sequence[Entry], together: str | None = None) -> bytes:
    """The gallery page.

    Args:
        title: Title of the atlas.
        lang: Language of the page; the other one stands in small below it.
        entries: Themes in order; one without files is left out.
        together: Name of the page that holds all maps, if there is one.
    """
    shown = [entry for entry in entries if entry.files]
    other: Lang = "en" if lang == "zh" else "zh"
    cards = "\n".join(_card(entry, lang, other) for entry in shown)
    lines = {line.get(lang) for entry in shown for line in (entry.spec.reference_date,)}
    lines |= {entry.spec.approval.get(lang) for entry in shown}
    page = f"""<!DOCTYPE html>
<html lang="{"zh-CN" if lang == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; \
style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>{_text(title.get(lang))}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>{_text(title.get(lang))}</h1>
{_other(title, lang, other)}
<p>{len(shown)} {_MAPS.get(lang)}{_link(together, lang)}</p>
</header>
<main>
<ul>
{cards}
</ul>
</main>
<footer>{"<br>".join(_text(line) for line in sorted(lines))}</footer>
</body>
</html>
"""
    return page.encode()


def _card(entry: Entry, lang: Lang, other: Lang) -> str:
    spec = entry.spec
    by_format = {_kind(name, spec.theme).lower(): name for name in entry.files}
    first = by_format.get("html", entry.files[0])
    picture = next((by_format[name] for name in _PICTURES if name in by_format), None)
    image = (
        ""
        if picture is None
        else f'<a href="{_text(first)}"><img src="{_text(picture)}" loading="lazy" '
        f'alt="{_text(spec.alt.get(lang))}"></a>'
    )
    links = "".join(
        f'<li><a href="{_text(name)}">{_text(_kind(name, spec.theme))}</a></li>'
        for name in entry.files
    )
    return (
        f"<li><article>{image}<div>"
        f'<h2><a href="{_text(first)}">{_text(spec.name.get(lang))}</a></h2>'
        f"{_other(spec.name, lang, other)}"
        f"<p>{_text(spec.subtitle.get(lang))}</p>"
        f"<ul>{links}</ul></div></article></li>"
    )


def _kind(name: str, theme: str) -> str:
    """A file's format in capitals, with its part of the map where it holds only one."""
    part, _, ending = name.removeprefix(theme).partition(".")
    return f"{ending.upper()} {part.removeprefix('-')}".rstrip()


def _other(title: Text, lang: Lang, other: Lang) -> str:
    """A title in the other language, if it has one."""
    if title.get(other) == title.get(lang):
        return ""
    return f'<p lang="{other}">{_text(title.get(other))}</p>'


def _link(together: str | None, lang: Lang) -> str:
    if together is None:
        return ""
    return f' · <a href="{_text(together)}">{_text(_TOGETHER.get(lang))}</a>'


def _text(words: str) -> str:
    return html.escape(words, quote=True)
