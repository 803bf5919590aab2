# ruff: noqa: T201, INP001 # a script prints, and is no package
"""Time and size of sheets against plain geopandas and matplotlib, in one run.

    uv run --group dev python benchmarks/sheet.py

Both draw the same districts as PNG, SVG and PDF; imports and reading do not count, rounds alternate
and the fastest of three counts, in seconds of the processor, so that a busy machine tells little.
The plain script does what a user would: ``GeoDataFrame.plot`` with the class colours, the same
Chinese font, a title and each district's name at a point inside it. It has no legend, no inset, no
scale bar, no marks, and lets names overlap. geomap draws everything of the theme. The aim: at most
1.5 times the time and at most a sixth of the SVG.
"""

import io
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

import geomap
from geomap.model import MapSpec
from geomap.renderers import fonts, pdf, png, svg
from geomap.renderers.sheet.layout import lay_out
from geomap.text import Text

ROUNDS = 3
MOST_TIME, MOST_SVG = 1.5, 1 / 6
A4 = (297 / 25.4, 210 / 25.4)
Files = dict[str, bytes]


def plain(spec: MapSpec) -> Files:
    """The same districts by geopandas."""
    frame = gpd.GeoDataFrame(
        {"color": [spec.item(d.item).symbol.fill for d in spec.districts]},
        geometry=[d.geometry for d in spec.districts],
        crs="EPSG:4326",
    )
    font = FontProperties(fname=str(fonts.load().path))
    with mpl.rc_context({"svg.fonttype": "none", "pdf.fonttype": 42}):
        figure = Figure(figsize=A4)
        ax = figure.add_subplot()
        frame.plot(ax=ax, color=frame["color"], edgecolor="white", linewidth=0.5)
        for district in spec.districts:
            point = district.geometry.representative_point()
            ax.annotate(
                district.label.zh, (point.x, point.y), fontproperties=font, fontsize=7, ha="center"
            )
        ax.set_title(spec.title.zh, fontproperties=font, fontsize=18)
        ax.set_axis_off()
        return {kind: _saved(figure, kind) for kind in ("png", "svg", "pdf")}


def _saved(figure: Figure, kind: str) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, dpi=200)
    return buffer.getvalue()


def ours(spec: MapSpec) -> Files:
    """The whole sheet by geomap."""
    sheet = lay_out(spec, "A4-landscape")
    return {"png": png.write(sheet), "svg": svg.write(sheet), "pdf": pdf.write(sheet)}


def unseen(spec: MapSpec, number: int) -> MapSpec:
    """The spec with another letter in a note: sheets and subsets of the font are remembered."""
    return replace(spec, notes=(*spec.notes, Text.same(chr(ord("一") + number))))


def timed(draw: Callable[[MapSpec], Files], spec: MapSpec) -> tuple[float, Files]:
    """Seconds of the processor, and the files."""
    start = time.process_time()
    files = draw(spec)
    return time.process_time() - start, files


def main() -> int:
    """Print one line a theme; 1 if a limit is broken."""
    atlas = geomap.open(".")
    print("theme            plain s   geomap s   time   SVG kB (plain)   PDF kB   SVG share")
    good = True
    for theme in atlas:
        specs = [unseen(atlas[theme].spec, number) for number in range(ROUNDS)]
        rounds = [(timed(plain, spec), timed(ours, spec)) for spec in specs]
        base, seconds = (min(side[0] for side in sides) for sides in zip(*rounds, strict=True))
        (_, theirs), (_, files) = rounds[0]
        time_share, svg_share = seconds / base, len(files["svg"]) / len(theirs["svg"])
        good &= time_share <= MOST_TIME and svg_share <= MOST_SVG
        print(
            f"{theme:15} {base:8.2f} {seconds:10.2f} {time_share:6.2f} "
            f"{len(files['svg']) // 1000:8} ({len(theirs['svg']) // 1000:5}) "
            f"{len(files['pdf']) // 1000:8} {svg_share:11.3f}"
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
