"""Maps of an atlas, or years of one, to be compared on one page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from geomap.api.atlas import Atlas, Map
from geomap.errors import AtlasError
from geomap.model import MapSpec, Theme
from geomap.text import Text
from geomap.writers.files import write_whole

_LEAST = 2
_YEARLY = ("indicator", "gap")


def compared(atlas: Atlas, names: Sequence[str] = ()) -> list[MapSpec]:
    """The maps that are asked for; years of one theme are cut into the classes of its first one.

    Args:
        atlas: The atlas.
        names: Keys of themes, each with a year if it is to show another one than its own:
            ``urbanisation@2010``; all themes otherwise.

    Raises:
        ThemeError: The atlas has no such theme.
        AtlasError: Fewer than two maps, a theme that shows no year, or a year without data.
    """
    chosen = list(dict.fromkeys(names or atlas))
    if len(chosen) < _LEAST:
        raise AtlasError(
            Text(
                f"对比需要至少两个主题（或同一主题的两个年份），只有 {len(chosen)} 个；"
                "如 geomap compare urbanisation metro -o compare.html",
                f"to compare takes two themes, or two years of one, not {len(chosen)}: "
                "geomap compare urbanisation metro -o compare.html",
            )
        )
    return list(_specs(atlas, chosen))


def write_compared(atlas: Atlas, path: str | Path, names: Sequence[str] = ()) -> None:
    """Write the page of maps to be compared.

    Args:
        atlas: The atlas.
        path: File to make, or to replace as a whole.
        names: As `compared` takes them.

    Raises:
        ThemeError, AtlasError: As `compared` raises them.
        RenderError: Two maps draw a district differently.
    """
    from geomap.renderers import compared as renderer  # noqa: PLC0415 # Folium is slow to import

    page = renderer.render(compared(atlas, names))
    write_whole(Path(path), lambda fresh: fresh.write_bytes(page))


def _specs(atlas: Atlas, names: Sequence[str]) -> Iterator[MapSpec]:
    edges: dict[str, tuple[float, ...]] = {}
    for name in names:
        key, at, year = name.partition("@")
        found = atlas[key]
        if not at:
            yield found.spec
            continue
        theme = _of_year(atlas, found.theme, year)
        if key in edges:
            theme = replace(theme, fill=replace(theme.fill, scheme="breaks", breaks=edges[key]))
        spec = Map(atlas, theme).spec
        edges.setdefault(key, _inner_edges(spec))
        yield spec


def _of_year(atlas: Atlas, theme: Theme, words: str) -> Theme:
    """A theme with the numbers of another year."""
    fill = theme.fill
    if fill.by not in _YEARLY or theme.circles is not None:
        raise AtlasError(
            Text(
                f"{theme.key}@{words}：主题“{theme.key}”不能换年份；"
                '只有按指标填色（by = "indicator" 或 "gap"）且无圆的主题可以',
                f"{theme.key}@{words}: the theme {theme.key!r} has no year to change; only those "
                'filled by an indicator (by = "indicator" or "gap") without circles have one',
            )
        )
    start = f"{fill.indicator}_"
    columns = (str(column) for column in atlas.joined.districts.columns)
    years = sorted(each.removeprefix(start) for each in columns if each.startswith(start))
    years = [year for year in years if year.isdecimal()]
    if words not in years:
        known = ", ".join(years)
        raise AtlasError(
            Text(
                f"{theme.key}@{words}：没有这一年的数据；有：{known}",
                f"{theme.key}@{words}: no data of that year; there are: {known}",
            )
        )
    return replace(
        theme,
        key=f"{theme.key}-{words}",
        title=Text(f"{theme.title.zh}（{words}）", f"{theme.title.en} ({words})"),
        fill=replace(fill, year=int(words), years=()),
    )


def _inner_edges(spec: MapSpec) -> tuple[float, ...]:
    classes = [item for item in spec.legends[0].items if item.key.startswith("class:")]
    return tuple(sorted(item.high for item in classes if item.high is not None))[: len(classes) - 1]
