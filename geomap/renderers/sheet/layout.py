"""From a spec to a sheet: the legend takes its place, frames are settled, ink is laid down."""

from dataclasses import replace

from geomap.model import MapSpec
from geomap.model.sheet import SheetChoices
from geomap.renderers import fonts
from geomap.renderers.sheet.columns import LegendLayout
from geomap.renderers.sheet.extent import drawn_for
from geomap.renderers.sheet.frames import settle
from geomap.renderers.sheet.maps import Maps
from geomap.renderers.sheet.margins import Head
from geomap.renderers.sheet.page import DEFAULT_PAGE, Box, Page, find_page
from geomap.renderers.sheet.panels import Panels
from geomap.renderers.sheet.plot import Scene
from geomap.renderers.sheet.primitives import Layer, Sheet
from geomap.renderers.sheet.rectangle import rectangle
from geomap.text import Lang, Text

_NOTHING = Text("", "")


def lay_out(
    spec: MapSpec,
    page: str | Page | None = None,
    lang: Lang | None = None,
    choices: SheetChoices | None = None,
) -> Sheet:
    """Set a map on a page.

    Args:
        spec: The map.
        page: A page, or its name or size as `find_page` takes it; None takes the choices'.
        lang: Language of every word; None takes the spec's.
        choices: What the maker wants; None takes the spec's.

    Returns:
        The sheet, complete.

    Raises:
        RenderError: No such page or district, no font, a character without a glyph, or a legend
            too long.
    """
    spec = on_paper(spec)
    chosen = spec.sheet if choices is None else choices
    paper = _paper(page, chosen)
    face = fonts.load()
    shown = spec if chosen.extent is None else drawn_for(spec, chosen.extent)
    scene = Scene.of(shown, lang or spec.language, chosen)
    head = Head(paper, face, scene)
    columns = LegendLayout(scene, paper, face, head.body()).columns()
    if scene.spec.panels:
        maps: Maps | Panels = Panels(paper, face, scene, columns.map_box)
    else:
        maps = Maps(paper, face, settle(scene, paper, face, columns))
    white = Layer("paper", (rectangle(Box(0, 0, paper.width, paper.height), "#ffffff"),))
    ground = () if chosen.is_clear else (white,)
    title = (head.layer(),) if chosen.has("title") else ()
    layers = (*ground, *maps.layers(), *columns.layers, *title)
    layers = tuple(layer for layer in layers if layer.name != "fine-print" or layer.items)
    sheet = _sheet(maps, scene, layers, unlisted=() if columns.names else _off_map(scene))
    face.require([*sheet.words(), sheet.title, sheet.alt])
    return sheet


def on_paper(spec: MapSpec) -> MapSpec:
    """A map without what no sheet shows, so that it can only change with what a sheet reads.

    Cards, lists of measures and what is said of things that are found or linked are for a screen.
    """
    return replace(
        spec,
        name=_NOTHING,
        measures=(),
        summary=(),
        fields=(),
        licence=None,
        districts=tuple(
            replace(
                district,
                former=(),
                province=_NOTHING,
                value=None,
                facts=(),
                measures=(),
                marks=(),
            )
            for district in spec.districts
        ),
        marks=tuple(
            replace(
                mark,
                kind=_NOTHING,
                status=_NOTHING,
                facts=(),
                articles=(),
                chapters=(),
                districts=(),
            )
            for mark in spec.marks
        ),
    )


def _paper(page: str | Page | None, chosen: SheetChoices) -> Page:
    if isinstance(page, Page):
        return page
    return find_page(page or chosen.page or DEFAULT_PAGE, chosen.margin)


def _off_map(scene: Scene) -> tuple[str, ...]:
    return tuple(m.name.get(scene.lang) for m in scene.spec.marks if m.geometry is None)


def _sheet(
    maps: Maps | Panels, scene: Scene, layers: tuple[Layer, ...], unlisted: tuple[str, ...]
) -> Sheet:
    spec, lang = scene.spec, scene.lang
    about = [spec.reference_date, spec.approval, *spec.sources]
    stop = "；" if lang == "zh" else "; "
    return Sheet(
        page=maps.page,
        lang=lang,
        title=spec.title.get(lang),
        alt=spec.alt.get(lang),
        author=spec.atlas.get(lang),
        subject=stop.join(line.get(lang) for line in about),
        layers=layers,
        main=maps.frame(),
        inset=maps.inset() if isinstance(maps, Maps) else None,
        bar=maps.furniture.bar,
        unplaced=(*maps.unplaced(), *unlisted),
        dpi=scene.choices.dpi,
        is_clear=scene.choices.is_clear,
    )
