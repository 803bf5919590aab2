"""The sites of an atlas by columns: thirty or a million of them, and no object a row. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.model.coded import Coded, Rows, joined
from geomap.model.findings import Location
from geomap.model.rows import Certainty, Position, Site
from geomap.text import Text

Strings = NDArray[np.object_]
Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sites(Sequence[Site]):
    """Sites, each column n long, in the order of their tables; also a sequence of `Site`.

    Attributes:
        ids: Stable keys.
        names: Names for people, Chinese.
        names_en: The same in English; the Chinese one where there is none.
        networks: Network of each, also the key of its `Kind`.
        roads: Road that it stands on, or "".
        districts: Adcodes that its row names; empty where nobody says.
        lon: Longitude of a point, degrees, WGS84; NaN for what is none.
        lat: Latitude of a point, degrees, WGS84; NaN for what is none.
        shapes: By row, the place of those that are lines or areas, degrees, WGS84.
        certainties: How sure each place is.
        datums: Datum that each row declared; None where there is no place.
        uncertainties: Metres, or None; see `geomap.model.Position`.
        sources: Citations.
        notes: How sure a place is and why.
        files: Table that each stands in.
        rows: Number of its row there.
    """

    ids: Strings
    names: Strings
    names_en: Strings
    networks: Coded[str]
    roads: Coded[str]
    districts: Coded[tuple[str, ...]]
    lon: Floats
    lat: Floats
    shapes: Mapping[int, BaseGeometry]
    certainties: Coded[Certainty]
    datums: Coded[str | None]
    uncertainties: Coded[float | None]
    sources: Coded[str]
    notes: Coded[Text]
    files: Coded[str]
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, sites: Sequence[Site]) -> "Sites":
        """Sites one by one, as columns."""
        places = np.array([site.position.geometry for site in sites], dtype=object)
        points = shapely.get_type_id(places) == shapely.GeometryType.POINT
        others = np.flatnonzero(~points & ~shapely.is_missing(places))
        return cls(
            ids=strings(site.id for site in sites),
            names=strings(site.name.zh for site in sites),
            names_en=strings(site.name.en for site in sites),
            networks=Coded.of(site.network for site in sites),
            roads=Coded.of(site.road for site in sites),
            districts=Coded.of(site.districts for site in sites),
            lon=shapely.get_x(places),
            lat=shapely.get_y(places),
            shapes={int(row): places[row] for row in others},
            certainties=Coded.of(site.position.certainty for site in sites),
            datums=Coded.of(site.position.datum for site in sites),
            uncertainties=Coded.of(site.position.uncertainty for site in sites),
            sources=Coded.of(site.source for site in sites),
            notes=Coded.of(site.note for site in sites),
            files=Coded.of(site.location.file for site in sites),
            rows=np.array([site.location.row or 0 for site in sites], dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, row: int) -> Site: ...
    @overload
    def __getitem__(self, row: slice) -> "Sites": ...
    def __getitem__(self, row: int | slice) -> "Site | Sites":
        """A site, or some of them."""
        if isinstance(row, slice):
            return self.take(np.arange(len(self))[row])
        number = range(len(self))[row]
        return Site(
            id=self.ids[number],
            name=Text(self.names[number], self.names_en[number]),
            network=self.networks[number],
            road=self.roads[number],
            districts=self.districts[number],
            position=Position(
                self.certainties[number],
                self._place(number),
                self.datums[number],
                self.uncertainties[number],
            ),
            source=self.sources[number],
            note=self.notes[number],
            location=Location(self.files[number], int(self.rows[number])),
        )

    def __iter__(self) -> Iterator[Site]:
        return (self[row] for row in range(len(self)))

    def take(self, rows: Rows) -> "Sites":
        """Some of the sites, by number or by mask."""
        kept = np.arange(len(self))[rows]
        shapes = {
            at: self.shapes[row] for at, row in enumerate(kept.tolist()) if row in self.shapes
        }
        return Sites(
            ids=self.ids[kept],
            names=self.names[kept],
            names_en=self.names_en[kept],
            networks=self.networks.take(kept),
            roads=self.roads.take(kept),
            districts=self.districts.take(kept),
            lon=self.lon[kept],
            lat=self.lat[kept],
            shapes=shapes,
            certainties=self.certainties.take(kept),
            datums=self.datums.take(kept),
            uncertainties=self.uncertainties.take(kept),
            sources=self.sources.take(kept),
            notes=self.notes.take(kept),
            files=self.files.take(kept),
            rows=self.rows[kept],
        )

    @property
    def are_points(self) -> NDArray[np.bool_]:
        """For each site whether its place is a point."""
        return ~np.isnan(self.lon)

    def places(self) -> Shapes:
        """The place of each site, degrees, WGS84; None where there is none of its own."""
        found = np.full(len(self), None, dtype=object)
        points = self.are_points
        found[points] = shapely.points(self.lon[points], self.lat[points])
        for row, shape in self.shapes.items():
            found[row] = shape
        return found

    def radii(self) -> Floats:
        """Metres that each place may be off: 0 for a survey that names none, NaN if unknown."""
        said = np.array(
            [np.nan if metres is None else metres for metres in self.uncertainties.distinct],
            dtype=float,
        )[self.uncertainties.codes]
        surveyed = self.certainties.where(lambda certainty: certainty is Certainty.SURVEYED)
        said[np.isnan(said) & surveyed] = 0.0
        return said

    def _place(self, row: int) -> BaseGeometry | None:
        if np.isnan(self.lon[row]):
            return self.shapes.get(row)
        return shapely.Point(self.lon[row], self.lat[row])


def stacked(parts: Sequence[Sites]) -> Sites:
    """Sites one below the other."""
    starts = np.cumsum([0, *map(len, parts)])
    shapes = {
        int(start) + row: shape
        for start, part in zip(starts, parts, strict=False)
        for row, shape in part.shapes.items()
    }
    return Sites(
        ids=_below([part.ids for part in parts]),
        names=_below([part.names for part in parts]),
        names_en=_below([part.names_en for part in parts]),
        networks=joined([part.networks for part in parts]),
        roads=joined([part.roads for part in parts]),
        districts=joined([part.districts for part in parts]),
        lon=np.concatenate([part.lon for part in parts] or [np.zeros(0)]),
        lat=np.concatenate([part.lat for part in parts] or [np.zeros(0)]),
        shapes=shapes,
        certainties=joined([part.certainties for part in parts]),
        datums=joined([part.datums for part in parts]),
        uncertainties=joined([part.uncertainties for part in parts]),
        sources=joined([part.sources for part in parts]),
        notes=joined([part.notes for part in parts]),
        files=joined([part.files for part in parts]),
        rows=np.concatenate([part.rows for part in parts] or [np.zeros(0, dtype=np.int64)]),
    )


def _below(columns: list[Strings]) -> Strings:
    return np.concatenate(columns) if columns else strings(())


def strings(words: Iterable[str]) -> Strings:
    """Words as a column."""
    found = list(words)
    column = np.empty(len(found), dtype=object)
    column[:] = found
    return column
