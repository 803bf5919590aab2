"""Whether a build has anything to do, told without reading a table or drawing anything."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from geomap.api import outputs
from geomap.builder import manifest, signing
from geomap.builder.inputs import Seen
from geomap.builder.manifest import Manifest, Record
from geomap.builder.options import ATLAS, INDEX, BuildOptions, listing, look
from geomap.builder.verify import MANIFEST
from geomap.model import AtlasConfig


def up_to_date(
    config: AtlasConfig, seen: Seen, themes: Sequence[str], folder: Path, options: BuildOptions
) -> tuple[tuple[Path, ...], Manifest] | None:
    """The files that a build would make, if all of them lie there as it would make them.

    Args:
        config: What the atlas declares.
        seen: Its files and the tools, as they are now.
        themes: Keys of themes; none means all.
        folder: Where the maps are.
        options: How to build.

    Returns:
        Paths, the manifest last, and the manifest; None where there is something to do, or to
        refuse.
    """
    old = manifest.read(folder)
    keys = tuple(theme.key for theme in config.themes)
    if options.force or not old.outputs or not set(themes) <= set(keys):
        return None
    names: list[str] = []
    for name, wanted in _wanted(config, themes or keys, options, old, folder):
        record = old.records.get(name)
        if record is None or (record.state, record.look) != (seen.state, wanted):
            return None
        names.append(name)
    if not all(old.is_sound(folder, name) for name in names) or not _is_listed(old, folder, keys):
        return None
    if _leftovers(old, keys, folder):
        return None
    if options.sign is not None and not signing.is_by(folder, options.sign):
        return None
    return tuple(folder / name for name in (*names, MANIFEST)), old


def _wanted(
    config: AtlasConfig,
    themes: Sequence[str],
    options: BuildOptions,
    old: Manifest,
    folder: Path,
) -> Iterator[tuple[str, str]]:
    """Each file that the build would make, with its look."""
    basemap, profiles = options.with_basemap(config), options.with_profiles(folder)
    for key in dict.fromkeys(themes):
        for output in map(outputs.find, dict.fromkeys(options.formats)):
            wanted = look(output.kind, options.choices, basemap, profiles)
            first = f"{key}{output.suffix}"
            yield from ((name, wanted) for name in old.names(key, output.name) or (first,))
    if "html" in options.formats:
        yield ATLAS, look("page", options.choices, basemap, profiles)
    yield INDEX, ""


def _is_listed(old: Manifest, folder: Path, keys: Sequence[str]) -> bool:
    """Whether the gallery lists the files that there are."""
    there = {path.name for path in folder.iterdir()}
    return old.records[INDEX].shows == {"files": listing(keys, there, old.records)}


def _leftovers(old: Manifest, keys: Sequence[str], folder: Path) -> list[Record]:
    """What a build would remove: files of themes that are no more."""
    return [
        record
        for name, record in old.records.items()
        if record.theme and record.theme not in keys and (folder / name).exists()
    ]
