"""What to make of an atlas, in which order, and the manifest of it.

Everything is made in a staging folder beside the target first; only when all of it is there is it
moved into place, file by file, each move atomic, the manifest last. An error, a full disk or a kill
leaves the old files as they were.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import geopandas as gpd

from geomap.api import outputs
from geomap.api.atlas import Atlas, Map
from geomap.api.atlas import open as open_atlas
from geomap.api.outputs import DEFAULT_FORMATS
from geomap.api.product import DEFAULT_PAGE, OutputOptions, Product
from geomap.builder.verify import MANIFEST
from geomap.builder.workers import side_by_side
from geomap.config import basemaps
from geomap.model import Basemap, MapSpec
from geomap.model.layers import LayerName
from geomap.renderers import gallery, html
from geomap.renderers.basemaps import with_key, without_key
from geomap.sources.disk import display_name
from geomap.text import Text
from geomap.writers import files

INDEX = "index.html"
ATLAS = "atlas.html"
_SHOWN = 8  # names without room that are told one by one


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build.

    Attributes:
        formats: What to make of each theme.
        page: Page of the sheets, e.g. ``A4-landscape``.
        jobs: Processes that draw themes side by side. More than one needs a main module that can
            be imported again (``if __name__ == "__main__":``), as Python's multiprocessing does.
        basemap: Key of the online map below the pages' districts; None, and the pages ask for
            nothing.
        write_key: Whether the base map's key may stand in the pages, for all readers to see.
    """

    formats: tuple[str, ...] = DEFAULT_FORMATS
    page: str = DEFAULT_PAGE
    jobs: int = 1
    basemap: str | None = None
    write_key: bool = False


def build(
    atlas: str | Path | Atlas = ".",
    themes: Sequence[str] = (),
    out: str | Path | None = None,
    options: BuildOptions | None = None,
    progress: Callable[[str], None] | None = None,
    warn: Callable[[Text], None] | None = None,
) -> tuple[Path, ...]:
    """Make maps.

    Args:
        atlas: An open atlas, or the path of one.
        themes: Keys of the themes to make; none means all.
        out: Folder to put them in; ``maps`` beside ``geomap.toml`` otherwise.
        options: Formats and page; html, png, svg and geojson on A4 landscape otherwise.
        progress: Called with the name of each file when it is made.
        warn: Called with a sentence for each theme that has names without room on its sheet; the
            manifest lists them, too.

    Returns:
        The paths of all files, in the order they were made; the manifest comes last.

    Raises:
        GeomapError: The atlas or its data is wrong, or an output cannot be made. The folder is
            left as it was.
    """
    options = options or BuildOptions()
    opened = atlas if isinstance(atlas, Atlas) else open_atlas(atlas)
    for name in options.formats:
        outputs.find(name)
    maps = [opened[key] for key in themes] if themes else list(opened.values())
    basemap = _basemap(opened, options)
    folder = Path(out) if out is not None else opened.config.root / "maps"
    with files.staging(folder) as staging:
        made: list[str] = []
        unplaced: dict[str, tuple[str, ...]] = {}
        for group in _make(opened, maps, options, basemap, folder, staging):
            made += group.names
            if progress is not None:
                for name in group.names:
                    progress(name)
            if group.unplaced:
                unplaced[group.theme] = group.unplaced
                if warn is not None:
                    warn(_no_room(group, options.page))
        _write_manifest(opened, made, unplaced, folder, staging)
        made.append(MANIFEST)
        files.move_all(staging, folder, made)
    return tuple(folder / name for name in made)


@dataclass(frozen=True, slots=True)
class _Group:
    """Files made together.

    Attributes:
        names: Of the files.
        theme: Key of their theme; empty for those of the whole atlas.
        unplaced: What found no room for its name on the sheet.
    """

    names: tuple[str, ...]
    theme: str = ""
    unplaced: tuple[str, ...] = ()


def _no_room(group: _Group, page: str) -> Text:
    count, shown = len(group.unplaced), group.unplaced[:_SHOWN]
    more = count - len(shown)
    return Text(
        f"{group.theme}：{page} 图幅上有 {count} 个名称放不下：{'、'.join(shown)}"
        f"{f'，另有 {more} 个，见 {MANIFEST}' if more else ''}；"
        "可换更大的图幅（--page A3-landscape）",
        f"{group.theme}: {page} has no room for {count} "
        f"{'name' if count == 1 else 'names'}: {', '.join(shown)}"
        f"{f' and {more} more, see {MANIFEST}' if more else ''}; "
        "take a larger page (--page A3-landscape)",
    )


def _basemap(atlas: Atlas, options: BuildOptions) -> Basemap | None:
    """The base map of the pages, ready to be written."""
    if options.basemap is None:
        return None
    found = basemaps.find(atlas.config.basemaps, options.basemap)
    return with_key(found) if options.write_key else without_key(found)


def _make(
    atlas: Atlas,
    maps: Sequence[Map],
    options: BuildOptions,
    basemap: Basemap | None,
    folder: Path,
    staging: Path,
) -> Iterator[_Group]:
    """Make every file in the staging folder, in the order of the themes."""
    wanted = [outputs.find(name) for name in options.formats]
    data = any(output.kind == "data" for output in wanted)
    look = OutputOptions(page=options.page, basemap=basemap)
    tasks = [
        _Task(every.spec, every.layers if data else {}, look, options.formats, staging)
        for every in maps
    ]
    yield from side_by_side(_make_theme, tasks, options.jobs)
    if "html" in options.formats:
        # Also when only some themes are made: the page would be out of date otherwise.
        everything = html.render_atlas([every.spec for every in atlas.values()], basemap)
        (staging / ATLAS).write_bytes(everything)
        yield _Group((ATLAS,))
    there = {path.name for place in (folder, staging) for path in place.iterdir()}
    entries = [
        gallery.Entry(every.spec, tuple(f for f in _files(every, there)))
        for every in atlas.values()
    ]
    together = ATLAS if ATLAS in there else None
    page = gallery.render(atlas.config.title, atlas.config.language, entries, together)
    (staging / INDEX).write_bytes(page)
    yield _Group((INDEX,))


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process needs to make one theme's files: all of it is handed in."""

    spec: MapSpec
    frames: Mapping[LayerName, gpd.GeoDataFrame]
    look: OutputOptions
    formats: tuple[str, ...]
    staging: Path


def _make_theme(task: _Task) -> _Group:
    """Make the files of one theme."""
    product = Product(task.spec, task.frames, task.look)
    made: list[str] = []
    wanted = [outputs.find(name) for name in task.formats]
    for output in wanted:
        made += output.make(product, task.staging / f"{task.spec.theme}{output.suffix}")
    drawn = any(output.kind in {"sheet", "report"} for output in wanted)
    return _Group(tuple(made), task.spec.theme, product.sheet.unplaced if drawn else ())


def _files(chosen: Map, there: set[str]) -> list[str]:
    names = [f"{chosen.theme.key}{output.suffix}" for output in outputs.OUTPUTS]
    return [name for name in names if name in there]


def _write_manifest(
    atlas: Atlas,
    made: Sequence[str],
    unplaced: Mapping[str, tuple[str, ...]],
    folder: Path,
    staging: Path,
) -> None:
    """What the maps were made from and what they are, by SHA-256; names without room on a sheet."""
    inputs = [atlas.config.file, *dict.fromkeys(atlas.config.files.paths())]
    inputs += [atlas.config.root / theme.location.file for theme in atlas.config.themes]
    outputs = _old_outputs(atlas, folder) | {name: _sha256(staging / name) for name in made}
    manifest = {
        "geomap": version("geomap"),
        "atlas": atlas.config.title.zh,
        "inputs": {display_name(path, atlas.config.root): _sha256(path) for path in sorted(inputs)},
        "outputs": dict(sorted(outputs.items())),
        "unplaced": dict(sorted(unplaced.items())),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (staging / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _old_outputs(atlas: Atlas, folder: Path) -> dict[str, str]:
    """Outputs that this build did not make but that still lie in the folder."""
    there = _names(folder)
    names = {name for chosen in atlas.values() for name in _files(chosen, there)}
    names |= {ATLAS} & there
    # Some formats put files beside the one asked for, under names that only the manifest knows.
    names |= _listed(folder) & there
    return {name: _sha256(folder / name) for name in sorted(names)}


def _listed(folder: Path) -> set[str]:
    """What the manifest of an earlier build lists; nothing where none can be read."""
    try:
        outputs_before = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["outputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return set(outputs_before) if isinstance(outputs_before, dict) else set()


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
