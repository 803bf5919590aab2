"""The pages of the whole atlas: all maps on one page, and the gallery."""

from collections.abc import Callable, Mapping

from geomap.api.atlas import Atlas
from geomap.api.product import OutputOptions
from geomap.builder.digest import digest
from geomap.builder.making import shown
from geomap.builder.manifest import Record
from geomap.builder.options import ATLAS, INDEX, files_of, listing, look
from geomap.builder.outcome import Outcome
from geomap.builder.reasons import KEPT, LISTED, NEW, why
from geomap.renderers import gallery, html


def make_atlas(
    atlas: Atlas,
    options: OutputOptions,
    shows: Mapping[str, Mapping[str, str]],
    found: Outcome,
    progress: Callable[[str], None],
    *,
    force: bool,
) -> None:
    """Make the page of all maps, unless the one there is right.

    Args:
        atlas: The atlas.
        options: How pages are to look.
        shows: `shown` of maps that it was asked of before, by theme.
        found: Takes the page.
        progress: Called with its name when it is made.
        force: It must be made.
    """
    specs = [every.spec for every in atlas.values()]
    record = Record(
        theme="",
        format="html",
        look=look("page", options.sheet, options.basemap, options.profiles),
        tools=found.seen.tools_digest,
        state="",
        shows={spec.theme: digest(shows.get(spec.theme) or shown(spec)) for spec in specs},
    )
    before, sound = found.old.records.get(ATLAS), found.old.is_sound(found.folder, ATLAS)
    reason = why(record, before, sound=sound, there=ATLAS in found.old.outputs, force=force)
    if reason is None and before is not None and list(record.shows) != list(before.shows):
        reason = LISTED
    if reason is None:
        found.keep(ATLAS, record, KEPT)
        return
    (found.staging / ATLAS).write_bytes(html.render_atlas(specs, options.basemap, options.profiles))
    found.add(ATLAS, record, reason)
    progress(ATLAS)


def make_index(atlas: Atlas, found: Outcome, progress: Callable[[str], None]) -> None:
    """Make the gallery. It is quickly made, so it always is; if it is the same, it is kept."""
    there = found.there()
    by_theme = files_of(atlas, there, found.records)
    entries = [gallery.Entry(every.spec, by_theme[key]) for key, every in atlas.items()]
    together = ATLAS if ATLAS in there else None
    page = gallery.render(atlas.config.title, atlas.config.language, entries, together)
    (found.staging / INDEX).write_bytes(page)
    shows = {"files": listing(atlas, there, found.records)}
    record = Record("", "index", "", found.seen.tools_digest, "", shows)
    found.add(INDEX, record, LISTED if INDEX in found.old.outputs else NEW)
    if INDEX in found.moved:
        progress(INDEX)
