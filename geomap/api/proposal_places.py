"""What a table of places needs to be one of projects or sites: the words that it does not say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from geomap.checks.positions import UNKNOWN
from geomap.checks.projects import PROJECT_ROLES
from geomap.checks.sites import SITE_ROLES
from geomap.model import AtlasConfig, Certainty
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables.headings import with_roles

_PLACES = ("point", "route", "geometry")
# What projects have and sites have not.
_OF_PROJECTS = ("article", "status", "route", "geometry")
# Where nobody says the datum: a circle that holds what GCJ-02 and BD-09 are off.
_UNSURE = "1200"
_MOST_KINDS = 12


@dataclass(frozen=True, slots=True)
class Places:
    """How a table of places is taken.

    Attributes:
        key: Its key in ``[files]``.
        columns: Role → heading, where the dictionary does not know the heading.
        said: What is to be said for the whole table, by role.
        kinds: Words for kinds that the atlas does not declare, though it declares some.
    """

    key: str
    columns: Mapping[str, str]
    said: Mapping[str, str]
    kinds: tuple[str, ...]


def places_of(table: Table, config: AtlasConfig) -> Places | None:
    """How to take a table of places; None for a table of something else.

    What the table does not say is not made up: its datum is unknown, and its places are as sure as
    an unknown datum lets them be. Who knows better writes so.
    """
    known = with_roles(table, PROJECT_ROLES, Findings())
    has_points = known.has("lon") and known.has("lat")
    if not has_points and not any(known.has(role) for role in _PLACES):
        return None
    is_project = any(known.heading(role) in table.columns for role in _OF_PROJECTS)
    key, kind = ("projects", "kind") if is_project else ("sites", "network")
    known = with_roles(table, PROJECT_ROLES if is_project else SITE_ROLES, Findings())
    columns = {}
    if not known.has("name"):
        named = _likely_name(table)
        if named is None:
            return None
        columns["name"] = named
    said: dict[str, str] = {}
    if not known.has("datum"):
        said["datum"] = UNKNOWN
    if not known.has("certainty"):
        said["certainty"] = str(Certainty.APPROXIMATE if said else Certainty.SURVEYED)
        if said.get("datum") and not known.has("uncertainty_m"):
            said["uncertainty_m"] = _UNSURE
    kinds = _new_kinds(known, kind, config)
    if config.kinds and not known.has(kind):
        kinds = (PurePath(table.file).stem,)
        said[kind] = kinds[0]
    return Places(key, columns, said, kinds)


def _likely_name(table: Table) -> str | None:
    """The first column whose cells are all there and all different, and no numbers."""
    for column in table.columns:
        words = table.words(column)
        if words and all(words) and len({*words}) == len(words) and not _have_digits_only(words):
            return column
    return None


def _have_digits_only(words: Iterable[str]) -> bool:
    return all(word.replace(".", "").replace("-", "").isdigit() for word in words)


def _new_kinds(table: Table, role: str, config: AtlasConfig) -> tuple[str, ...]:
    """The words in the column of kinds that the atlas does not know, beside those it declares."""
    if not config.kinds or not table.has(role):
        return ()
    known = {words.casefold() for k in config.kinds for words in (k.key, k.title.zh, k.title.en)}
    said = dict.fromkeys(table.cell(row, role) for row in table.rows)
    return tuple(words for words in said if words and words.casefold() not in known)[:_MOST_KINDS]
