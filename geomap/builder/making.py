"""One theme's files: which of them are still right, and the others made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import geopandas as gpd
import shapely

from geomap.api import outputs
from geomap.api.outputs import Kind, Output
from geomap.api.product import OutputOptions, Product
from geomap.builder.digest import digest
from geomap.builder.manifest import Manifest, Record
from geomap.builder.options import look
from geomap.builder.reasons import why
from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.model.sheet import SheetChoices
from geomap.renderers.sheet.layout import on_paper
from geomap.text import Text

Frames = Mapping[LayerName, gpd.GeoDataFrame]
_NOWHERE = shapely.Point()
_BIG = ("districts", "marks", "legends", "measures", "borders", "context", "extent", "dots")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An output that was asked for.

    Attributes:
        record: What it is to be made of.
        reason: Why it must be made; None where the one that is there is still right.
        before: Digest of the sheet that the picture there shows, if only that can tell whether
            it is still right; empty otherwise.
    """

    record: Record
    reason: Text | None
    before: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What a process needs to make one theme's files: all of it is handed in."""

    spec: MapSpec
    frames: Frames
    options: OutputOptions
    wanted: tuple[Wanted, ...]
    staging: Path


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task.

    Attributes:
        theme: Key of the theme.
        made: Names of the files of each format that was made, in that order; none where the
            sheet is what it was.
        sheet: Digest of the sheet; empty where none was laid out.
        unplaced: What found no room for its name on the sheet.
    """

    theme: str
    made: Mapping[str, tuple[str, ...]]
    sheet: str
    unplaced: tuple[str, ...]


def for_data(spec: MapSpec) -> MapSpec:
    """A map without what the layers themselves hold: all of it that a format of data is given."""
    nothing = Text("", "")
    return replace(
        spec, districts=(), borders=(), summary=(), alt=nothing, sheet=SheetChoices(), panels=()
    )


def shown(spec: MapSpec) -> dict[str, str]:
    """Digests of what a map is made from, by name."""
    plain = tuple(replace(district, geometry=_NOWHERE) for district in spec.districts)
    boundaries = tuple(district.geometry for district in spec.districts)
    parts = {name: digest(getattr(replace(spec, districts=plain), name)) for name in _BIG}
    return {"words": _words(spec), **parts, "boundaries": digest(boundaries)}


def shown_on_paper(spec: MapSpec, as_map: Mapping[str, str]) -> dict[str, str]:
    """Digests of what a sheet is laid out from, by name.

    Args:
        spec: The map.
        as_map: `shown` of it; what `on_paper` leaves as it is has the same digest.
    """
    given = on_paper(spec)
    plain = tuple(replace(district, geometry=_NOWHERE) for district in given.districts)
    own = replace(given, districts=plain)
    parts = {
        name: as_map[name]
        if getattr(given, name) is getattr(spec, name)
        else digest(getattr(own, name))
        for name in _BIG
    }
    return {"words": _words(given), **parts, "boundaries": as_map["boundaries"]}


def shown_as_data(spec: MapSpec, as_map: Mapping[str, str], frames: Frames) -> dict[str, str]:
    """Digests of what a format of data is made from, by name.

    Args:
        spec: The map.
        as_map: `shown` of it; what `for_data` leaves as it is has the same digest.
        frames: Its layers.
    """
    given = for_data(spec)
    kept = {name: as_map[name] for name in _BIG if getattr(given, name) is getattr(spec, name)}
    return {"words": _words(given), **kept, "layers": digest(frames)}


def _words(spec: MapSpec) -> str:
    return digest({f.name: getattr(spec, f.name) for f in fields(spec) if f.name not in _BIG})


def wanted(output: Output, record: Record, old: Manifest, folder: Path, *, force: bool) -> Wanted:
    """Decide whether an output that was asked for must be made.

    Args:
        output: Its format.
        record: What it is to be made of; for a picture without its sheet, which nobody has laid
            out yet.
        old: The manifest of the folder.
        folder: Where the maps are.
        force: It must be.
    """
    names = old.names(record.theme, record.format)
    before = old.records.get(f"{record.theme}{output.suffix}")
    sound = bool(names) and all(old.is_sound(folder, name) for name in names)
    reason = why(record, before, sound=sound, there=bool(names), force=force)
    if before is None or reason is None:
        return Wanted(replace(record, sheet=before.sheet) if before else record, reason)
    is_open = output.kind == "sheet" and replace(before, shows=record.shows) == replace(
        record, sheet=before.sheet, state=before.state
    )
    return Wanted(record, reason, before.sheet if is_open and sound and not force else "")


def make(task: Task) -> Done:
    """Make what is wanted of one theme."""
    product = Product(task.spec, task.frames, task.options)
    data = Product(for_data(task.spec), task.frames, task.options)
    made: dict[str, tuple[str, ...]] = {}
    chosen = [outputs.find(each.record.format) for each in task.wanted]
    drawn = any(output.kind in {"sheet", "report"} for output in chosen)
    sheet = digest(product.sheet) if drawn else ""
    for output, each in zip(chosen, task.wanted, strict=True):
        if each.before and each.before == sheet:
            made[output.name] = ()
            continue
        path = task.staging / f"{task.spec.theme}{output.suffix}"
        made[output.name] = output.make(data if output.kind == "data" else product, path)
    return Done(task.spec.theme, made, sheet, product.sheet.unplaced if drawn else ())


def records(
    spec: MapSpec,
    as_map: Mapping[str, str],
    frames: Frames,
    chosen: Sequence[Output],
    options: OutputOptions,
    tools: str,
) -> tuple[Record, ...]:
    """What each output of a theme depends on; none has its sheet or state yet."""
    data = any(output.kind == "data" for output in chosen)
    as_data = shown_as_data(spec, as_map, frames) if data else {}
    as_sheet = shown_on_paper(spec, as_map) if any(o.kind == "sheet" for o in chosen) else {}
    by_kind: dict[Kind, Mapping[str, str]] = {"data": as_data, "sheet": as_sheet}
    return tuple(
        Record(
            theme=spec.theme,
            format=output.name,
            look=look(output.kind, options.sheet, options.basemap, options.profiles),
            tools=tools,
            state="",
            shows=by_kind.get(output.kind, as_map),
        )
        for output in chosen
    )
