"""What to make of an atlas, in which order, and the manifest of it.

Only what would come out other than it lies there is made: docs/decisions/0019. All that is made is
made in a staging folder beside the target first; only when all of it is there is it moved into
place, file by file, each move atomic, the manifest last. An error, a full disk or a kill leaves the
old files as they were.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from geomap.api import outputs
from geomap.api.atlas import Atlas, Map
from geomap.api.atlas import open as open_atlas
from geomap.api.product import OutputOptions
from geomap.builder import inputs, making, manifest, signing, whole
from geomap.builder.making import Done, Task, Wanted
from geomap.builder.manifest import Manifest
from geomap.builder.options import ATLAS, INDEX, BuildOptions
from geomap.builder.outcome import Outcome
from geomap.builder.reasons import Verdict, no_room
from geomap.builder.verify import MANIFEST, SIGNATURE
from geomap.builder.workers import side_by_side
from geomap.text import Text
from geomap.writers import files

__all__ = ["ATLAS", "INDEX", "BuildOptions", "Built", "build", "carry_out"]

_FEW = 2  # themes whose sheets are laid out sooner here than processes start
_SLOW = {"sheet", "report", "document"}  # kinds of outputs that are worth a process


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        paths: Of all files asked for, made or kept, in order; the manifest comes last.
        verdicts: What became of each of them, and why; of those that went, too.
    """

    paths: tuple[Path, ...]
    verdicts: tuple[Verdict, ...]


def build(
    atlas: str | Path | Atlas = ".",
    themes: Sequence[str] = (),
    out: str | Path | None = None,
    options: BuildOptions | None = None,
    progress: Callable[[str], None] | None = None,
    warn: Callable[[Text], None] | None = None,
) -> tuple[Path, ...]:
    """Make maps; those that would come out as they lie there are kept.

    Args:
        atlas: An open atlas, or the path of one.
        themes: Keys of the themes to make; none means all.
        out: Folder to put them in; ``maps`` beside ``geomap.toml`` otherwise.
        options: Formats and page; html, png, svg and geojson on A4 landscape otherwise.
        progress: Called with the name of each file when it is made.
        warn: Called with a sentence for each theme that has names without room on its sheet, which
            the manifest lists, too; and if this has to wait for another build.

    Returns:
        The paths of all files, made or kept, in order; the manifest comes last.

    Raises:
        GeomapError: The atlas or its data is wrong, or an output cannot be made; `BusyError` if
            somebody else builds there. The folder is left as it was.
    """
    told = Told(progress or _nothing, warn or _nothing)
    opened = atlas if isinstance(atlas, Atlas) else open_atlas(atlas)
    return carry_out(opened, themes, out, options, told).paths


def _nothing(_: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what, while a build goes on.

    Attributes:
        progress: The name of each file when it is made.
        warn: A sentence for people.
    """

    progress: Callable[[str], None] = _nothing
    warn: Callable[[Text], None] = _nothing


def carry_out(
    atlas: Atlas,
    themes: Sequence[str] = (),
    out: str | Path | None = None,
    options: BuildOptions | None = None,
    told: Told | None = None,
) -> Built:
    """Do as `build`, and tell what became of each output.

    Args:
        atlas: An open atlas.
        themes: As for `build`.
        out: As for `build`.
        options: As for `build`.
        told: Who is told.

    Raises:
        GeomapError: As for `build`.
    """
    options, told = options or BuildOptions(), told or Told()
    if options.sign is not None:
        signing.require(options.sign)
    chosen = [outputs.find(name) for name in dict.fromkeys(options.formats)]
    maps = [atlas[key] for key in dict.fromkeys(themes)] if themes else list(atlas.values())
    folder = Path(out) if out is not None else atlas.config.root / "maps"
    look = OutputOptions(
        sheet=options.choices,
        basemap=options.with_basemap(atlas.config),
        profiles=options.with_profiles(folder),
    )
    with files.staging(folder, told.warn) as staging:
        old = manifest.read(folder)
        found = Outcome(folder, staging, old, inputs.see(atlas.seen))
        shows = {each.theme.key: making.shown(each.spec) for each in maps}
        tasks = [
            _task(each, shows[each.theme.key], chosen, look, found, force=options.force)
            for each in maps
        ]
        for task, done in zip(tasks, _work(tasks, options.jobs), strict=True):
            _take(task, done, found, told)
        if "html" in options.formats:
            # Also when only some themes are made: the page would be out of date otherwise.
            whole.make_atlas(atlas, look, shows, found, told.progress, force=options.force)
        found.leave(atlas, {(each.theme.key, o.name) for each in maps for o in chosen})
        whole.make_index(atlas, found, told.progress)
        _finish(atlas, found, options.sign)
    return Built(tuple(folder / name for name in (*found.names, MANIFEST)), tuple(found.verdicts))


def _task(
    chosen: Map,
    shows: Mapping[str, str],
    formats: Sequence[outputs.Output],
    look: OutputOptions,
    found: Outcome,
    *,
    force: bool,
) -> Task:
    """What is to become of each format of a theme, and what it takes to make them."""
    frames = chosen.layers if any(output.kind == "data" for output in formats) else {}
    every = making.records(chosen.spec, shows, frames, formats, look, found.seen.tools_digest)
    wanted = tuple(
        making.wanted(output, record, found.old, found.folder, force=force)
        for output, record in zip(formats, every, strict=True)
    )
    return Task(chosen.spec, frames, look, wanted, found.staging)


def _work(tasks: Sequence[Task], jobs: int) -> list[Done]:
    """Make what must be made of each theme, side by side where it is worth it."""
    open_tasks = [
        replace(
            task,
            wanted=wanted,
            frames=task.frames if any(_kind(each) == "data" for each in wanted) else {},
        )
        for task in tasks
        if (wanted := tuple(each for each in task.wanted if each.reason is not None))
    ]
    slow = sum(any(_kind(each) in _SLOW for each in task.wanted) for task in open_tasks)
    done = side_by_side(making.make, open_tasks, jobs if slow > _FEW else 1)
    by_theme = {each.theme: each for each in done}
    return [by_theme.get(task.spec.theme) or Done(task.spec.theme, {}, "", ()) for task in tasks]


def _kind(wanted: Wanted) -> outputs.Kind:
    return outputs.find(wanted.record.format).kind


def _take(task: Task, done: Done, found: Outcome, told: Told) -> None:
    """Take the files of a theme, made or kept, and tell of them."""
    for each in task.wanted:
        for name in found.take(each, done):
            told.progress(name)
    without_room = found.place(task, done)
    if without_room:
        page = task.options.sheet.over(task.spec.sheet).page or outputs.DEFAULT_PAGE
        told.warn(no_room(task.spec.theme, without_room, page))


def _finish(atlas: Atlas, found: Outcome, key: Path | None) -> None:
    """Write the manifest, sign it, and move all that is new into place, the manifest last."""
    parts = {
        "geomap": version("geomap"),
        "atlas": atlas.config.title.zh,
        "tools": dict(found.seen.tools),
        "inputs": dict(found.seen.inputs),
        "rows": manifest.rows(atlas.joined.accounts),
    }
    built = Manifest(found.digests, found.records, found.unplaced, len(atlas.checked.findings))
    text = manifest.as_text(parts, built)
    (found.staging / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    names, gone, there = list(found.moved), list(found.gone), found.folder / MANIFEST
    is_new = not there.is_file() or there.read_text("utf-8") != text
    if key is not None:
        signing.sign(found.staging / MANIFEST, key)
        names.append(SIGNATURE)
    elif is_new and (found.folder / SIGNATURE).is_file():
        gone.append(SIGNATURE)
    if gone or names or is_new:
        files.move_all(found.staging, found.folder, [*names, MANIFEST], gone)
