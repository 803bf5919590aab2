"""How to build, said without anything heavy: the command line asks whether there is work at all."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import assert_never
from urllib.parse import quote

from geomap.api import outputs
from geomap.api.outputs import DEFAULT_FORMATS, Kind
from geomap.builder.manifest import Record
from geomap.config import basemaps
from geomap.errors import RenderError
from geomap.model import AtlasConfig, Basemap
from geomap.model.profile import ProfileLinks
from geomap.model.sheet import NO_CHOICES, SheetChoices
from geomap.renderers.basemaps import with_key, without_key
from geomap.text import Text

INDEX = "index.html"
ATLAS = "atlas.html"
_PROFILE = "profile-"


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build.

    Attributes:
        formats: What to make of each theme.
        page: Page of the sheets, e.g. ``A4-landscape``; None takes each theme's.
        sheet: What else is chosen for the sheets; what it leaves open is each theme's.
        jobs: Processes that draw themes side by side. More than one needs a main module that can
            be imported again (``if __name__ == "__main__":``), as Python's multiprocessing does.
        basemap: Key of the online map below the pages' districts; None, and the pages ask for
            nothing.
        write_key: Whether the base map's key may stand in the pages, for all readers to see.
        force: Make everything again, also what would come out the same.
        sign: Key to sign the manifest with: `geomap.builder.signing`. Without one, the signature of
            a manifest that is the same stays, and that of another one goes.
        profiles: Folder with profiles, to which the cards of the pages lead.
    """

    formats: tuple[str, ...] = DEFAULT_FORMATS
    page: str | None = None
    jobs: int = 1
    basemap: str | None = None
    write_key: bool = False
    force: bool = False
    sign: Path | None = None
    profiles: Path | None = None
    sheet: SheetChoices = NO_CHOICES

    @property
    def choices(self) -> SheetChoices:
        """All that is chosen for the sheets."""
        return self.sheet if self.page is None else replace(self.sheet, page=self.page)

    def with_basemap(self, config: AtlasConfig) -> Basemap | None:
        """The base map of the pages, ready to be written.

        Raises:
            AtlasError: The atlas declares no such base map.
            RenderError: Its key is wanting, or may not stand in a page.
        """
        if self.basemap is None:
            return None
        found = basemaps.find(config.basemaps, self.basemap)
        return with_key(found) if self.write_key else without_key(found)

    def with_profiles(self, folder: Path) -> ProfileLinks | None:
        """Where pages in a folder find the profiles.

        Raises:
            RenderError: No profile is there.
        """
        if self.profiles is None:
            return None
        there = sorted(path.stem for path in self.profiles.glob(f"{_PROFILE}*.html"))
        if not there:
            raise RenderError(
                Text(
                    f"{self.profiles} 中没有区县概况；请先运行 "
                    "geomap profile --all -f html -o 该文件夹",
                    f"{self.profiles} holds no profile: make them first: "
                    f"geomap profile --all -f html -o {self.profiles}",
                )
            )
        way = Path(os.path.relpath(self.profiles.resolve(), folder.resolve())).as_posix()
        base = quote(f"./{way}/{_PROFILE}")
        return ProfileLinks(base, tuple(name.removeprefix(_PROFILE) for name in there))


def look(
    kind: Kind,
    choices: SheetChoices,
    basemap: Basemap | None,
    profiles: ProfileLinks | None = None,
) -> str:
    """What an output of a kind is to look like, besides what it shows."""
    match kind:
        case "sheet" | "report":
            chosen = {key: value for key, value in asdict(choices).items() if value is not None}
            return json.dumps(chosen, sort_keys=True, ensure_ascii=False)
        case "page":
            # Never the base map itself: its key may stand in it.
            given = [each for each in (basemap, profiles) if each is not None]
            said = "".join(map(repr, given))
            return hashlib.sha256(said.encode()).hexdigest() if given else ""
        case "data" | "document":
            return ""
        case _:
            assert_never(kind)


def files_of(
    themes: Iterable[str], there: AbstractSet[str], records: Mapping[str, Record]
) -> dict[str, tuple[str, ...]]:
    """The files of each theme, in the order of the formats: those of ``there``.

    Args:
        themes: Their keys.
        there: Names of the files that there are.
        records: What the manifest knows them to be; it tells which lie beside a format's first.
    """
    beside: dict[tuple[str, str], list[str]] = {}
    for name, record in sorted(records.items()):
        beside.setdefault((record.theme, record.format), []).append(name)
    named = {
        key: dict.fromkeys(
            name
            for output in outputs.OUTPUTS
            for name in (f"{key}{output.suffix}", *beside.get((key, output.name), ()))
        )
        for key in themes
    }
    return {key: tuple(name for name in names if name in there) for key, names in named.items()}


def listing(themes: Iterable[str], there: AbstractSet[str], records: Mapping[str, Record]) -> str:
    """Digest of the files that the gallery lists."""
    listed = [list(files_of(themes, there, records).items()), ATLAS in there]
    return hashlib.sha256(json.dumps(listed).encode()).hexdigest()
