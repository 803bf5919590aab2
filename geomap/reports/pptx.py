"""PPTX: the map as a slide of native shapes, to be recoloured, moved and lettered by hand.

Every district is a shape with its name, its code and a text in place of the picture. What belongs
together is a group, so that the map, the legend or the scale bar can be taken as a whole.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import RenderError
from geomap.model import MapSpec
from geomap.renderers.sheet.primitives import Sheet
from geomap.reports._slide import PRESENTATION, tree
from geomap.reports.drawingml import EMU_PER_MM
from geomap.text import Text

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

# The same file each time: nothing in it tells when it was made.
_DATE = (1980, 1, 1, 0, 0, 0)
_LONGEST_PROPERTY = 255  # characters, by the format


def write(spec: MapSpec, sheet: Sheet, path: Path) -> tuple[str, ...]:
    """Write a sheet as a presentation of one slide.

    Args:
        spec: The map.
        sheet: It, laid out.
        path: File to make.

    Returns:
        The name of the file.

    Raises:
        RenderError: python-pptx is not installed.
    """
    if find_spec("pptx") is None:
        raise RenderError(
            Text(
                '输出 pptx 需要 python-pptx；请安装：pip install "geomap[report]"',
                'pptx needs python-pptx; install it: pip install "geomap[report]"',
            )
        )
    path.write_bytes(_packed(_presentation(spec, sheet)))
    return (path.name,)


def _packed(data: bytes) -> bytes:
    """A package with its parts in order and without a date."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as found,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in sorted(found.namelist()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, found.read(name))
    return out.getvalue()


def _presentation(spec: MapSpec, sheet: Sheet) -> bytes:
    from pptx import Presentation  # noqa: PLC0415 # an extra

    made = Presentation()
    _resize(made, sheet)
    _strip(made)
    slide = made.slides.add_slide(made.slide_layouts[0])
    _fill(slide, tree(spec, sheet))
    notes = slide.notes_slide.notes_text_frame
    if notes is not None:
        notes.text = "\n".join(_notes(spec, sheet))
    _describe(made, sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _resize(made: "Presentation", sheet: Sheet) -> None:
    """Slides of the sheet's size, and what the master holds with them."""
    from pptx.util import Emu  # noqa: PLC0415 # an extra

    before = made.slide_width or 1, made.slide_height or 1
    width, height = (
        Emu(round(side * EMU_PER_MM)) for side in (sheet.page.width, sheet.page.height)
    )
    for place in made.slide_master.placeholders:
        place.left, place.width = (Emu(n * width // before[0]) for n in (place.left, place.width))
        place.top, place.height = (Emu(n * height // before[1]) for n in (place.top, place.height))
    made.slide_width, made.slide_height = width, height
    for size in made.element.findall(f"{{{PRESENTATION}}}sldSz"):
        size.attrib.pop("type", None)  # it says 4:3


def _strip(made: "Presentation") -> None:
    """Take out of python-pptx's template what says something else: a picture, counts, a printer."""
    from pptx.opc.constants import RELATIONSHIP_TYPE as KIND  # noqa: PLC0415 # an extra

    for layout in list(made.slide_layouts):
        if layout.name != "Title Only":
            made.slide_layouts.remove(layout)
    package = made.part.package
    for kind in (KIND.THUMBNAIL, KIND.EXTENDED_PROPERTIES):
        package.drop_rel(package.relate_to(package.part_related_by(kind), kind))
    part = made.part
    part.drop_rel(
        part.relate_to(part.part_related_by(KIND.PRINTER_SETTINGS), KIND.PRINTER_SETTINGS)
    )


def _describe(made: "Presentation", sheet: Sheet) -> None:
    about = made.core_properties
    about.title = sheet.title[:_LONGEST_PROPERTY]
    about.author = about.last_modified_by = sheet.author[:_LONGEST_PROPERTY]
    about.subject = sheet.subject[:_LONGEST_PROPERTY]
    about.comments = sheet.alt[:_LONGEST_PROPERTY]
    about.language = {"zh": "zh-CN", "en": "en-US"}[sheet.lang]
    about.revision = 1
    about.created = about.modified = datetime(*_DATE)  # noqa: DTZ001 # python-pptx takes it as UTC


def _notes(spec: MapSpec, sheet: Sheet) -> Iterator[str]:
    """What the speaker should know: what the map shows, of which day, and from where."""
    lines = (
        spec.subtitle,
        spec.alt,
        *spec.summary,
        spec.reference_date,
        spec.approval,
        *spec.notes,
        *spec.sources,
    )
    return (line.get(sheet.lang) for line in lines if line.get(sheet.lang))


def _fill(slide: "Slide", shapes: str) -> None:
    """Put the shapes of a tree on a slide, in place of what the layout has put there."""
    from pptx.oxml import parse_xml  # noqa: PLC0415 # an extra

    place = slide.shapes.element
    for given in list(slide.placeholders):
        place.remove(given.element)
    place.extend(parse_xml(shapes))
