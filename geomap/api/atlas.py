"""The public face in Python: an atlas, its themes, and what can be made of each."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd

from geomap.api import outputs
from geomap.api.moved import named
from geomap.api.outputs import Output
from geomap.api.product import OutputOptions, Product
from geomap.api.seen import FilesSeen, look_at
from geomap.checks.check import Checked
from geomap.checks.check import check as check_inputs
from geomap.checks.undeclared import with_undeclared, with_years
from geomap.compose.compose import compose
from geomap.compose.layers import layer_frames
from geomap.config import atlas as atlas_file
from geomap.config import basemaps
from geomap.config.declared import unknown_message
from geomap.errors import AtlasError, DataError, RenderError
from geomap.geo.datum import Datum
from geomap.geo.target import Target
from geomap.joins.join import Joined, join
from geomap.model import AtlasConfig, Finding, Location, MapSpec, Theme
from geomap.model.findings import lines
from geomap.model.layers import LayerName
from geomap.renderers.basemaps import with_key
from geomap.sources import readers
from geomap.sources.limits import DEFAULT_LIMITS, Limits
from geomap.text import Lang, Text
from geomap.writers.files import write_whole

if TYPE_CHECKING:
    import folium
    from matplotlib.axes import Axes


class FindingsError(DataError):
    """The data of an atlas has errors.

    Attributes:
        findings: All of them.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            Text(
                "\n".join(lines(findings, "zh")),
                "\n".join(lines(findings, "en")),
            )
        )
        self.findings = findings


class ThemeError(AtlasError, KeyError):
    """The atlas has no such theme. Also a KeyError, as an atlas is a mapping."""


class Map:
    """One theme of an atlas, composed: ``atlas["urbanisation"]``.

    In a notebook it shows itself as an interactive map.
    """

    def __init__(self, atlas: "Atlas", theme: Theme) -> None:
        self._atlas = atlas
        self.theme = theme

    @cached_property
    def spec(self) -> MapSpec:
        """Everything that any output of this map says."""
        return compose(self.theme, self._atlas.config, self._atlas.checked, self._atlas.joined)

    @cached_property
    def layers(self) -> Mapping[LayerName, gpd.GeoDataFrame]:
        """The map as GeoDataFrames, one a layer; degrees, EPSG:4326: `layer_frames`."""
        return layer_frames(self.spec, self._atlas.checked, self._atlas.joined)

    def explore(self, basemap: str | None = None) -> "folium.Map":
        """An interactive map to go on with: add Folium layers to it, or save it.

        Args:
            basemap: Key of an online map that ``geomap.toml`` declares, shown below the
                districts. Where it needs a key of yours, that key stands in the map, and in the
                file or notebook that you save it to.

        Raises:
            AtlasError: The atlas declares no such base map.
            RenderError: The base map's key is wanting, or Leaflet's files are not installed as
                they should be.
        """
        from geomap.renderers.folium_map import folium_map  # noqa: PLC0415 # Folium is slow to import

        if basemap is None:
            return folium_map(self.spec)
        found = basemaps.find(self._atlas.config.basemaps, basemap)
        return folium_map(self.spec, with_key(found))

    def plot(self, ax: "Axes | None" = None, *, lang: Lang | None = None) -> "Axes":
        """Draw the map on Axes of your own, or on new ones.

        Args:
            ax: Axes to draw on; None makes a figure.
            lang: Language; None takes the atlas's.

        Raises:
            RenderError: A character cannot be drawn with the font.
        """
        from geomap.renderers.axes import draw  # noqa: PLC0415 # matplotlib is slow to import

        return draw(self.spec, ax, lang=lang)

    def to_file(
        self,
        path: str | Path,
        layer: LayerName | None = None,
        *,
        options: OutputOptions | None = None,
    ) -> Path:
        """Write the map; the end of the file's name says in which format.

        Args:
            path: File to make, or to replace as a whole: any format of ``geomap build``.
            layer: Only this layer, for a format of data; None writes all of them.
            options: Page and language of a sheet, base map of a page, CRS and metadata of data.

        Raises:
            RenderError: Unknown format, or the map has no such layer.
        """
        return self.to_files(path, layer, options=options)[0]

    def to_files(
        self,
        path: str | Path,
        layer: LayerName | None = None,
        *,
        options: OutputOptions | None = None,
    ) -> tuple[Path, ...]:
        """Do as `to_file`, and tell all files: some formats put others beside the one asked for.

        Returns:
            ``path`` first, then what was made beside it. Coordinates on a shifted datum are told
            by the name: ``x.gpkg`` becomes ``x-gcj02.gpkg``.

        Raises:
            RenderError: Unknown format, one that cannot be in the CRS asked for, or the map has
                no such layer.
            DatumError: A place is none in the CRS asked for.
        """
        path = named(Path(path), (options or OutputOptions()).target)
        output = outputs.for_file(path)
        frames = self.layers if layer is None else {layer: self._layer(layer, output)}
        product = Product(self.spec, frames, options)
        made = write_whole(path, lambda temporary: output.make(product, temporary))
        beside = [path.with_name(name) for name in made if name != path.name]
        return (path, *beside)

    def _layer(self, layer: LayerName, output: Output) -> gpd.GeoDataFrame:
        if output.kind != "data":
            raise RenderError(
                Text(
                    f"{output.name} 不按图层输出；请去掉图层“{layer}”",
                    f"{output.name} is not made of layers; leave the layer {layer!r} out",
                )
            )
        if layer not in self.layers:
            have = ", ".join(self.layers)
            raise RenderError(
                Text(
                    f"主题 {self.theme.key} 没有图层“{layer}”；有：{have}",
                    f"The theme {self.theme.key} has no layer {layer!r}; it has: {have}",
                )
            )
        return self.layers[layer]

    def _repr_html_(self) -> str:
        """The page for a notebook: it asks for nothing, and cannot reach the notebook around it."""
        from geomap.renderers import html  # noqa: PLC0415 # Folium is slow to import

        page, title = html.render(self.spec).decode("utf-8"), self.spec.name
        return (
            f'<iframe srcdoc="{escape(page)}" title="{escape(title.get(self.spec.language))}" '
            'sandbox="allow-scripts" style="width:100%;height:640px;border:0"></iframe>'
        )


class Atlas(Mapping[str, Map]):
    """An atlas that has been read, checked and joined; a mapping of theme keys to maps.

    Make one with `geomap.open`.
    """

    def __init__(
        self, config: AtlasConfig, checked: Checked, seen: FilesSeen | None = None
    ) -> None:
        self.config = config
        self.checked = checked
        self._seen = seen

    @property
    def seen(self) -> FilesSeen:
        """The files that it was read from; as they are now where nobody looked before."""
        return self._seen or look_at(self.config, before=False)

    @cached_property
    def joined(self) -> Joined:
        """The data of the atlas as GeoDataFrames, with an account of every row."""
        return join(self.checked)

    def target(self, crs: str | None = None, datum: str | Datum | None = None) -> Target:
        """Where files are to have coordinates, for `OutputOptions`.

        Args:
            crs: ``EPSG:4545``, ``CGCS2000``, or ``gk``: the CGCS2000 Gauss-Krueger zone that the
                middle of the atlas lies in; see `Target.parse`. None leaves degrees on WGS84.
            datum: GCJ-02 or BD-09, for whoever draws on a map of that datum.

        Raises:
            DatumError: No such CRS or datum, or both were given.
        """
        west, _, east, _ = self.checked.districts.total_bounds
        return Target.chosen(crs, datum, (west + east) / 2)

    @cached_property
    def _maps(self) -> dict[str, Map]:
        return {theme.key: Map(self, theme) for theme in self.config.themes}

    def __getitem__(self, key: str) -> Map:
        if key not in self._maps:
            message = unknown_message(
                key, tuple(self._maps), Location("data/themes"), Text("主题", "theme")
            )
            raise ThemeError(message)
        return self._maps[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._maps)

    def __len__(self) -> int:
        return len(self._maps)

    def __repr__(self) -> str:
        return f"<Atlas {self.config.title.zh}: {', '.join(self._maps)}>"

    def _repr_html_(self) -> str:
        """What the atlas holds, for a notebook: data passes as text only."""
        rows = "".join(
            f"<tr><td><code>{escape(key)}</code></td><td>{escape(chosen.theme.title.zh)}</td>"
            f"<td>{escape(chosen.theme.title.en)}</td></tr>"
            for key, chosen in self._maps.items()
        )
        checked = self.checked
        counts = (
            ("区县 districts", len(checked.districts)),
            ("指标值 values", len(checked.observations)),
            ("举措 measures", len(checked.measures)),
            ("项目 projects", len(checked.projects)),
            ("站点 sites", len(checked.sites)),
        )
        held = " · ".join(f"{name} {count:,}" for name, count in counts)
        return (
            f"<p><strong>{escape(self.config.title.zh)}</strong><br>{held}</p><table>{rows}</table>"
        )


def open(  # noqa: A001 # geomap.open reads as PIL.Image.open does
    path: str | Path = ".", limits: Limits = DEFAULT_LIMITS
) -> Atlas:
    """Open an atlas.

    Args:
        path: ``geomap.toml``, or the folder that holds it.
        limits: How large its files may be; raise it with ``Limits.up_to("500MB")``.

    Returns:
        The atlas; its warnings are in ``atlas.checked.findings``.

    Raises:
        AtlasError: ``geomap.toml`` or a theme is wrong.
        FindingsError: The data has errors; all of them are listed.
        DataError: A file cannot be read at all.
    """
    # Read again after this look: what somebody edits in between is seen to differ.
    seen = look_at(atlas_file.read_atlas(Path(path)), limits)
    config, checked = _read(Path(path), limits)
    if checked.errors:
        raise FindingsError(checked.errors)
    return Atlas(config, checked, seen)


def check(path: str | Path = ".", limits: Limits = DEFAULT_LIMITS) -> tuple[Finding, ...]:
    """Check an atlas: every finding at once, errors and warnings.

    Args:
        path: ``geomap.toml``, or the folder that holds it.
        limits: How large its files may be.

    Raises:
        AtlasError: ``geomap.toml`` or a theme is wrong.
        DataError: A file cannot be read at all.
    """
    return _read(Path(path), limits)[1].findings


def _read(path: Path, limits: Limits) -> tuple[AtlasConfig, Checked]:
    declared = atlas_file.read_atlas(path)
    inputs = readers.read_inputs(declared, limits)
    config = with_undeclared(declared, inputs)
    checked = check_inputs(inputs, config)
    return with_years(config, checked.observations), checked
