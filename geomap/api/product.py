"""A map on its way out: what every output is made from, each part made once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd

from geomap.geo.target import Target
from geomap.model import Basemap, MapSpec
from geomap.model.layers import LayerName
from geomap.model.profile import ProfileLinks
from geomap.model.sheet import NO_CHOICES, SheetChoices
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.primitives import Sheet
from geomap.text import Lang
from geomap.writers.encodings import Encoding


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How outputs are to look.

    Attributes:
        page: Page of a sheet, e.g. ``A4-landscape``; None takes the theme's.
        sheet: What else is chosen for a sheet; what it leaves open is the theme's.
        lang: Language of a sheet; None takes the atlas's.
        target: Where the coordinates of files of data are to be.
        simplestyle: Rows of GeoJSON say their colours as web maps read them.
        metadata: Files of data get a description beside them: `geomap.writers.metadata`.
        encoding: Of a Shapefile's text; None takes UTF-8.
        basemap: Online map below a page's districts, with its key where it needs one; None, and
            the page asks for nothing.
        profiles: Where the cards of a page lead to; None where there are no profiles.
    """

    page: str | None = None
    lang: Lang | None = None
    basemap: Basemap | None = None
    profiles: ProfileLinks | None = None
    metadata: bool = False
    simplestyle: bool = False
    encoding: Encoding | None = None
    target: Target = field(default_factory=Target)
    sheet: SheetChoices = NO_CHOICES


class Product:
    """A composed map with its data; the sheet is laid out when the first picture asks for it.

    Attributes:
        spec: All that outputs must agree on.
        frames: The layers for a GIS, degrees, EPSG:4326; empty where no data format is wanted.
        options: How outputs are to look.
    """

    def __init__(
        self,
        spec: MapSpec,
        frames: Mapping[LayerName, gpd.GeoDataFrame],
        options: OutputOptions | None = None,
    ) -> None:
        self.spec = spec
        self.frames = frames
        self.options = options or OutputOptions()

    @cached_property
    def sheet(self) -> Sheet:
        """The map on paper, the same for every picture of it.

        Raises:
            RenderError: Unknown page, a character without a glyph, or a legend too long.
        """
        chosen = self.options.sheet.over(self.spec.sheet)
        return lay_out(self.spec, self.options.page, self.options.lang, chosen)
