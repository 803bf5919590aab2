"""What changed from one edition of an atlas to another, thing by thing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from geomap.builder.editions import Edition, Feature

Kind = Literal[
    "theme", "words", "district", "boundary", "value", "class", "shown", "project", "site",
    "measure", "context", "input", "output",
]  # fmt: skip
Fate = Literal["added", "removed", "changed"]
# What a theme makes of a thing; everything else is the same in all themes.
_OF_THEME = {
    "layer", "value", "class", "class_en", "color", "measures", "measure_count", "projects",
    "project_count", "sites", "site_count",
}  # fmt: skip
_NAMES = {"adcode", "name", "name_en", "short_name", "region", "province"}
_LAYERS: Mapping[str, Kind] = {"projects": "project", "sites": "site", "context": "context"}
_PARTS: Mapping[str, Kind] = {"words": "words", "measures": "measure"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is other in the second edition.

    Attributes:
        kind: What it is.
        fate: What became of it.
        key: Its adcode, id, theme or file name; with what of it, after a ``/``.
        name: How people call it.
        before: What it was; empty where it was not, or where only that it changed is known.
        after: What it is.
    """

    kind: Kind
    fate: Fate
    key: str
    name: str
    before: str = ""
    after: str = ""


def compare(old: Edition, new: Edition) -> tuple[Change, ...]:
    """All changes: themes and their words, districts, values, classes, projects, sites, files.

    Args:
        old: The first edition.
        new: The second one.
    """
    return (
        *_sets("theme", old.themes, new.themes),
        *_things(old, new),
        *_classes(old, new),
        *_texts("measure", old.measures, new.measures),
        *_texts("words", old.words, new.words),
        *_parts(old, new),
        *_files("input", old.inputs, new.inputs),
        *(_files("output", old.outputs, new.outputs) if old.outputs and new.outputs else ()),
    )


def _sets(kind: Kind, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    yield from (Change(kind, "removed", key, key) for key in old if key not in new)
    yield from (Change(kind, "added", key, key) for key in new if key not in old)


def _all(edition: Edition) -> Mapping[str, Feature]:
    """Every thing of an edition once, whatever theme it is from, without what a theme makes of it.

    A district has the figures of all themes.
    """
    found: dict[str, dict[str, Any]] = {}
    for features in edition.features.values():
        for key, feature in features.items():
            mine = {k: v for k, v in feature["properties"].items() if not _is_of_theme(k)}
            if key.startswith("context:"):
                key = _context_key(mine)  # noqa: PLW2901 # their numbers are those of a theme
            known = found.setdefault(key, {"properties": {}, "geometry": feature["geometry"]})
            known["properties"] = mine | known["properties"]
    return found


def _is_of_theme(field: str) -> bool:
    return field in _OF_THEME or field.startswith("circle_")


def _context_key(properties: Mapping[str, Any]) -> str:
    return f"context:{properties.get('role')}/{properties.get('name') or properties.get('id')}"


def _things(old: Edition, new: Edition) -> Iterator[Change]:
    """Districts, projects, sites and context that came, went or changed."""
    before, after = _all(old), _all(new)
    for key in dict.fromkeys((*before, *after)):
        layer, _, plain = key.partition(":")
        kind = _LAYERS.get(layer, "district")
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            thing = now or was or {}
            # A thing of a theme that came or went is still in the atlas as far as anybody knows.
            if _is_told(key, old, new):
                fate: Fate = "added" if was is None else "removed"
                yield Change(kind, fate, plain, _name(thing))
            continue
        yield from _fields(kind, plain, was, now)
        if was["geometry"] != now["geometry"]:
            what: Kind = "boundary" if kind == "district" else kind
            yield Change(what, "changed", f"{plain}/geometry", _name(now))


def _is_told(key: str, old: Edition, new: Edition) -> bool:
    """Whether a thing is missing on one side from a theme that both sides have."""
    both = [theme for theme in old.features if theme in new.features]
    if key.startswith("context:"):
        return False
    return any((key in old.features[t]) != (key in new.features[t]) for t in both)


def _name(feature: Feature) -> str:
    return str(feature["properties"].get("name") or "")


def _fields(kind: Kind, key: str, was: Feature, now: Feature) -> Iterator[Change]:
    old, new = was["properties"], now["properties"]
    for field in dict.fromkeys((*old, *new)):
        before, after = old.get(field), new.get(field)
        if before == after or (kind == "context" and field == "id"):
            continue
        what: Kind = "value" if kind == "district" and field not in _NAMES else kind
        fate: Fate = "changed"
        if what == "value":
            fate = "added" if before is None else "removed" if after is None else "changed"
        yield Change(what, fate, f"{key}/{field}", _name(now), _said(before), _said(after))


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _classes(old: Edition, new: Edition) -> Iterator[Change]:
    """Classes that came or went, and districts and marks that moved from one to another."""
    for theme in (theme for theme in old.features if theme in new.features):
        before, after = _shown(old.features[theme]), _shown(new.features[theme])
        was, now = _looks(before), _looks(after)
        for label in dict.fromkeys((*was, *now)):
            if was.get(label) != now.get(label):
                fate: Fate = (
                    "added" if label not in was else "removed" if label not in now else "changed"
                )
                key = f"{theme}/{label}"
                yield Change("class", fate, key, label, was.get(label, ""), now.get(label, ""))
        for key in (key for key in before if key in after):
            moved = before[key]["properties"]["class"], after[key]["properties"]["class"]
            if moved[0] != moved[1]:
                plain = f"{theme}/{key.partition(':')[2]}"
                yield Change("shown", "changed", plain, _name(after[key]), *moved)


def _shown(features: Mapping[str, Feature]) -> dict[str, Feature]:
    """What has a class: districts, projects, sites."""
    return {key: each for key, each in features.items() if each["properties"].get("class")}


def _looks(shown: Mapping[str, Feature]) -> dict[str, str]:
    """The colour of each class that something is in."""
    return {
        str(each["properties"]["class"]): _said(each["properties"].get("color"))
        for each in shown.values()
    }


def _texts(
    kind: Kind,
    old: Mapping[str, Mapping[str, str]] | None,
    new: Mapping[str, Mapping[str, str]] | None,
) -> Iterator[Change]:
    """Words that changed, by place; a theme that came or went has been told."""
    if old is None or new is None:
        return
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            if kind != "words":
                fate: Fate = "added" if was is None else "removed"
                yield Change(kind, fate, key, (now or was or {}).get("title", ""))
            continue
        for field, words in now.items():
            if was[field] != words:
                key_of = f"{key}/{field}"
                yield Change(kind, "changed", key_of, now["title"], was[field], words)


def _parts(old: Edition, new: Edition) -> Iterator[Change]:
    """Words of a map of which only digests are known: of a folder that was built."""
    if old.words is not None and new.words is not None:
        return
    for theme in (theme for theme in old.shows if theme in new.shows):
        was, now = old.shows[theme], new.shows[theme]
        for part, kind in _PARTS.items():
            if was.get(part) != now.get(part):
                yield Change(kind, "changed", theme, theme)


def _files(kind: Kind, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    yield from _sets(kind, tuple(old), tuple(new))
    for name, digest in old.items():
        if name in new and new[name] != digest:
            yield Change(kind, "changed", name, name)


def number_of(changes: tuple[Change, ...]) -> dict[str, int]:
    """How many changes of each kind there are, by kind."""
    found: dict[str, int] = {}
    for change in changes:
        found[change.kind] = found.get(change.kind, 0) + 1
    return found


def shortened(words: str, longest: int = 60) -> str:
    """Words for one line of a report."""
    line = re.sub(r"\s+", " ", words)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
