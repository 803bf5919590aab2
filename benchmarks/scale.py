# ruff: noqa: T201, INP001 # a script prints, and is no package
"""From a thousand sites to millions: time, memory and bytes, and how they grow; peers in one run.

    uv run --group dev python benchmarks/scale.py            # 1e3 to 1e6
    uv run --group dev python benchmarks/scale.py 1e3 1e5    # these numbers of sites

For each number an atlas is made: the districts of this one, and sites of four networks that
crowd around the districts' middles as a city's do. Each command runs in a process of its own;
what is told of it is the processor's time (user and system), so that a busy machine tells little,
and the most memory that it took. A peer draws or joins the same sites:

* ``folium``: `FastMarkerCluster` on the districts, with the names in its pop-ups;
* ``sjoin``: `geopandas.sjoin` of points within the districts, beside `geomap.geo.cells`.

It prints tables in Markdown; the last column of the first says how much the time grew for ten times
the sites.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.geo.cells import holding

ROOT = Path(__file__).resolve().parent.parent
BOUNDARIES = ROOT / "data" / "boundaries" / "districts.geojson"
NETWORKS = ("charging", "swapping", "parking", "metro")
SPREAD = 0.08  # degrees around a district's middle
FOLIUM_MOST = 100_000  # more of them make a page that no browser opens
SJOIN_MOST = 1_000_000
Points = NDArray[np.float64]

_FINE = 1e7  # bytes below which hundredths of a megabyte are told

TOML = """title = "许多站点"
boundaries = "districts.geojson"

[files]
sites = { file = "sites.csv", datum = "WGS84", certainty = "surveyed" }
"""
FOLIUM = """
import sys, folium, pandas, geopandas
from folium.plugins import FastMarkerCluster
sites = pandas.read_csv("sites.csv")
drawn = folium.Map(tiles=None)
folium.GeoJson(geopandas.read_file("districts.geojson")).add_to(drawn)
popup = "function (row) { return L.marker([row[0], row[1]]).bindPopup(row[2]); }"
FastMarkerCluster(sites[["lat", "lon", "name"]].values.tolist(), callback=popup).add_to(drawn)
drawn.save("folium.html")
"""


@dataclass(frozen=True)
class Run:
    """What a command took: seconds of the processor, and bytes of memory at the most."""

    seconds: float
    memory: int


def scattered(count: int, districts: gpd.GeoDataFrame) -> Points:
    """Places around the districts' middles, the first districts the most crowded."""
    rng = np.random.default_rng(7)
    middles = shapely.get_coordinates(shapely.point_on_surface(districts.geometry.to_numpy()))
    weights = 1 / np.arange(1, len(middles) + 1)
    chosen = rng.choice(len(middles), count, p=weights / weights.sum())
    return middles[chosen] + rng.normal(0, SPREAD, (count, 2))


def make_atlas(folder: Path, count: int) -> None:
    """An atlas with so many sites."""
    (folder / "data" / "themes").mkdir(parents=True)
    districts = gpd.read_file(BOUNDARIES)
    (folder / "districts.geojson").write_bytes(BOUNDARIES.read_bytes())
    kinds = "".join(f'\n[kinds.{key}]\nzh = "{key}"\n' for key in NETWORKS)
    (folder / "geomap.toml").write_text(TOML + kinds, encoding="utf-8")
    named = ", ".join(f'"{key}"' for key in NETWORKS)
    theme = f'title = "站点"\nsites = [{named}]\n'
    (folder / "data" / "themes" / "sites.toml").write_text(theme, encoding="utf-8")
    with (folder / "sites.csv").open("w", encoding="utf-8") as file:
        file.write("id,name,network,lon,lat\n")
        for number, (lon, lat) in enumerate(scattered(count, districts).tolist()):
            network = NETWORKS[number % len(NETWORKS)]
            file.write(f"s{number},站点{number},{network},{lon:.6f},{lat:.6f}\n")


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603 # ours
    _, status, used = os.wait4(process.pid, 0)
    if status:
        message = f"{command[:4]} ended with {os.waitstatus_to_exitcode(status)}"
        raise SystemExit(message)
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def megabytes(size: float) -> str:
    """Bytes as people read them."""
    return f"{size / 1e6:,.2f} MB" if size < _FINE else f"{size / 1e6:,.0f} MB"


def builds(counts: Sequence[int]) -> None:
    """The build of one theme, and a page by folium."""
    print("| sites | build | for ten times | memory | page | GeoJSON | folium | its page |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    before: tuple[int, float] | None = None
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_atlas(folder, count)
            formats = ("-f", "html", "-f", "png", "-f", "geojson", "--max-size", "4GB")
            ours = run([sys.executable, "-m", "geomap", "build", *formats], folder)
            page, data = (folder / "maps" / f"sites.{end}" for end in ("html", "geojson"))
            peer, peer_page = "–", "–"
            if count <= FOLIUM_MOST:
                peer = f"{run([sys.executable, '-c', FOLIUM], folder).seconds:.1f} s"
                peer_page = megabytes((folder / "folium.html").stat().st_size)
            grown = "–"
            if before is not None:
                steps = np.log10(count / before[0])
                grown = f"× {(ours.seconds / before[1]) ** (1 / steps):.1f}"
            before = (count, ours.seconds)
            print(
                f"| {count:,} | {ours.seconds:.1f} s | {grown} | {megabytes(ours.memory)} "
                f"| {megabytes(page.stat().st_size)} | {megabytes(data.stat().st_size)} "
                f"| {peer} | {peer_page} |",
                flush=True,
            )


def timed(act: Callable[[], object]) -> float:
    """Seconds of the processor, the least of three rounds."""
    rounds = []
    for _ in range(3):
        start = time.process_time()
        act()
        rounds.append(time.process_time() - start)
    return min(rounds)


def joins(counts: Sequence[int]) -> None:
    """Points in districts, against geopandas.sjoin."""
    districts = gpd.read_file(BOUNDARIES)
    areas = np.asarray(districts.geometry.to_numpy(), dtype=object)
    west, south, east, north = shapely.total_bounds(areas)
    print("\n| points anywhere | geomap | a second | sjoin | ratio |")
    print("|---:|---:|---:|---:|---:|")
    for count in counts:
        x, y = np.random.default_rng(1).uniform([west, south], [east, north], (count, 2)).T
        ours = timed(partial(holding, x, y, areas))
        some = min(count, SJOIN_MOST)
        points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x[:some], y[:some]), crs="EPSG:4326")
        frame = districts[["geometry"]].set_crs("EPSG:4326", allow_override=True)
        theirs = timed(partial(gpd.sjoin, points, frame, predicate="within"))
        theirs *= count / some
        print(
            f"| {count:,} | {ours:.3f} s | {count / ours / 1e6:.1f} M | {theirs:.2f} s "
            f"| {theirs / ours:.1f} |",
            flush=True,
        )


def main() -> None:
    """Measure and tell."""
    counts = [int(float(word)) for word in sys.argv[1:]] or [10**n for n in range(3, 7)]
    builds(counts)
    joins([10**n for n in range(4, 8)])


if __name__ == "__main__":
    main()
