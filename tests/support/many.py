"""Maps with thousands of points."""

from dataclasses import replace
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray
from support.specs import tiny_spec

from geomap.compose.dots import dots_of_marks
from geomap.model import Certainty, MapSpec, Mark
from geomap.text import Text

DISTRICTS = ("500101", "500102", "500103", "500104")


def grid(count: int) -> NDArray[np.float64]:
    """Longitude and latitude of points on a grid within the tiny map, none on another."""
    side = int(np.ceil(np.sqrt(count)))
    across, along = np.arange(count) % side, np.arange(count) // side
    return np.column_stack([106.005 + 0.99 * across / side, 29.005 + 0.99 * along / side])


def scattered(count: int) -> NDArray[np.float64]:
    """Longitude and latitude of points anywhere within the tiny map."""
    return np.random.default_rng(3).uniform([106, 29], [107, 30], (count, 2))


def sites(spots: NDArray[np.float64]) -> tuple[Mark, ...]:
    """A surveyed site a spot; every third one is of another class."""
    spec = tiny_spec()
    like = next(m for m in spec.marks if isinstance(m.geometry, shapely.Point))
    other = next(m.item for m in spec.marks if m.item not in {like.item, "listed"})
    return tuple(
        replace(
            like,
            id=f"site:{n}",
            name=Text(f"桩{n}", f"Pile {n}"),
            geometry=shapely.Point(spot),
            certainty=Certainty.SURVEYED,
            uncertainty=None,
            item=other if n % 3 == 0 else like.item,
            districts=(DISTRICTS[int(spot[0] >= 106.5) + 2 * int(spot[1] >= 29.5)],),
        )
        for n, spot in enumerate(spots)
    )


def dotted(spots: NDArray[np.float64]) -> MapSpec:
    """The tiny map with a dot a spot, and nothing else on its districts."""
    spec = tiny_spec()
    bare = tuple(replace(district, marks=()) for district in spec.districts)
    dots = dots_of_marks(sites(spots), "site")
    counts = dots.items.counts()
    legends = tuple(
        replace(
            legend,
            items=tuple(replace(i, count=counts.get(i.key, i.count)) for i in legend.items),
        )
        for legend in spec.legends
    )
    return replace(spec, marks=(), districts=bare, dots=(dots,), legends=legends)


def point(mark: Mark) -> shapely.Point:
    """The place of a site."""
    return cast("shapely.Point", mark.geometry)
