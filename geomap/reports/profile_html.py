"""A profile as one HTML file: no script, no request; a phone sets its columns below each other."""

from html import escape

from geomap.model import LegendItem
from geomap.model.profile import Figure, Profile, Section
from geomap.renderers import fonts
from geomap.renderers.sheet.legend import sample
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.primitives import Layer
from geomap.renderers.svg import fragment
from geomap.reports.profile_map import map_in
from geomap.reports.profile_sheet import COLUMN, FRAME
from geomap.reports.profile_strip import HEIGHT, strip_ink
from geomap.text import Lang

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 62rem; color: #1a1a1a;
  background: #fff; overflow-wrap: anywhere;
  font: 15px/1.5 "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.8rem; margin: 0; font-weight: 600; }
h2 { font-size: 1.1rem; color: #8c1c13; margin: 1.2rem 0 .4rem; }
h3 { font-size: .95rem; margin: .7rem 0 0; font-weight: 600; }
p, ul { margin: 0; } ul { list-style: none; padding: 0; }
.soft, section p, section li { color: #555; font-size: .85rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
  gap: 0 1.6rem; align-items: start; }
.two { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; }
.value { font-size: 1.25rem; color: #1a1a1a; }
svg { display: block; width: 100%; height: auto; }
figure { margin: 1rem 0 0; }
.key { display: grid; grid-template-columns: 1.7rem 1fr auto; gap: .2rem .5rem;
  align-items: center; font-size: .85rem; }
article { break-inside: avoid; }
@page { size: A4 portrait; margin: 12mm; }
@media print { body { padding: 0; max-width: none; font-size: 8.5pt; }
  .sides { grid-template-columns: 1fr 1fr; } }
"""


def write(profile: Profile, lang: Lang) -> bytes:
    """A profile as a page.

    Args:
        profile: The district's page.
        lang: Language of every word.

    Returns:
        The page, UTF-8. Equal profiles give equal bytes.

    Raises:
        RenderError: There is no font to measure the map's names with.
    """
    spec = profile.map
    joint = "" if lang == "zh" else " "
    summary = joint.join(_text(said.get(lang)) for said in profile.summary)
    dated = [text.get(lang) for text in (spec.atlas, spec.reference_date) if text.get(lang)]
    remarks = "".join(
        f"<li>{_text(text.get(lang))}</li>" for text in (spec.approval, *profile.sources)
    )
    page = f"""<!DOCTYPE html>
<html lang="{"zh-CN" if lang == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>{_text(profile.name.get(lang))}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>{_text(profile.name.get(lang))}</h1>
<p class="soft">{_text(profile.subtitle.get(lang))}</p>
<p class="soft">{_text(" · ".join(dated))}</p>
<p>{summary}</p>
</header>
<main>
<div class="sides">
{_map(profile, lang)}
{_figures(profile, lang)}
</div>
<div class="sides">
{"".join(_section(section, lang) for section in profile.sections)}
</div>
<section><h2>{_text(profile.sources_title.get(lang))}</h2><ul>{remarks}</ul></section>
</main>
</body>
</html>
"""
    return page.encode(errors="xmlcharrefreplace")


def _map(profile: Profile, lang: Lang) -> str:
    drawn = map_in(profile.map, FRAME, lang, fonts.load())
    picture = fragment(drawn, FRAME.grown(0.3), profile.map.alt.get(lang), "map")
    keys = [
        f"<h3>{_text(legend.title.get(lang))}</h3>"
        '<div class="key">'
        + "".join(_key(item, f"key-{n}-{m}", lang) for m, item in enumerate(legend.items))
        + "</div>"
        + (f'<p class="soft">{_text(legend.note.get(lang))}</p>' if legend.note else "")
        for n, legend in enumerate(profile.map.legends)
    ]
    return f"<figure>{picture}<figcaption>{''.join(keys)}</figcaption></figure>"


def _key(item: LegendItem, name: str, lang: Lang) -> str:
    """An entry under a name of the page's own: its key may hold words of a table."""
    layer = Layer("sample", tuple(sample(item.symbol, 2.2, 1.0)))
    picture = fragment((layer,), Box(-0.5, 0, 7.4, 4.4), "", name)
    return f"{picture}<span>{_text(item.label.get(lang))}</span><span>{item.count}</span>"


def _figures(profile: Profile, lang: Lang) -> str:
    if not profile.figures:
        return ""
    body = "".join(_figure(figure, n, lang) for n, figure in enumerate(profile.figures))
    return f"<section><h2>{_text(profile.figures_title.get(lang))}</h2>{body}</section>"


def _figure(figure: Figure, number: int, lang: Lang) -> str:
    strip = ""
    if figure.strip is not None:
        layer = Layer("strip", strip_ink(figure.strip, COLUMN))
        low, high = (_text(end.get(lang)) for end in figure.strip.ends)
        strip = (
            fragment((layer,), Box(0, 0, COLUMN, HEIGHT), "", f"figure-{number}")
            + f'<p class="two"><span>{low}</span><span>{high}</span></p>'
        )
    said = "".join(f"<p>{_text(words.get(lang))}</p>" for words in figure.references)
    return (
        f"<article><h3>{_text(figure.title.get(lang))}</h3>"
        f'<p class="two"><span class="value">{_text(figure.value.get(lang))}</span>'
        f"<span>{_text(figure.rank.get(lang))}</span></p>{strip}{said}</article>"
    )


def _section(section: Section, lang: Lang) -> str:
    items = "".join(
        f"<article><h3>{_text(entry.title.get(lang))}</h3>"
        + "".join(f"<p>{_text(line.get(lang))}</p>" for line in entry.lines)
        + "</article>"
        for entry in section.entries
    )
    return f"<section><h2>{_text(section.title.get(lang))}</h2>{items}</section>"


def _text(words: str) -> str:
    return escape(words, quote=True)
