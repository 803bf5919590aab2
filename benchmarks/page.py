# ruff: noqa: T201, INP001 # a script prints, and is no package
r"""The page against its peers: bytes, time to the map drawn, memory; in one run, side by side.

The same 44 districts with the same attributes, drawn by geomap, by Folium (GeoJson with tooltip,
and Choropleth), by geopandas.explore and by pyecharts. Peers load their libraries from the network;
here a local folder answers, so that only the browser's work is timed. Prepare and run it with::

    npm install --prefix LIBS leaflet@1.9.3 jquery@3.7.1 bootstrap@5.2.2 d3@3.5.5 echarts@6 \
        @fortawesome/fontawesome-free@6.2.0
    PYTHONPATH=tests uv run --group dev --with pyecharts --with mapclassify \
        python benchmarks/page.py LIBS

It prints a table in Markdown.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
from playwright.sync_api import Browser, Route, sync_playwright
from support.browser import browser_path

import geomap
from geomap.renderers import html

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7
FIELDS = ["name", "short_name", "region", "province", "adcode"]
# What the peers ask for, by the end of the address; what is not listed is answered with nothing.
LIBRARIES = {
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "fontawesome-free@6.2.0/css/all.min.css": "@fortawesome/fontawesome-free/css/all.min.css",
    "d3.min.js": "d3/d3.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
}
# Stands in each page before its own scripts: the time when 44 shapes are in the document and the
# browser has painted them.
WATCH = """(() => {
  const look = () => {
    if (document.querySelectorAll("svg path").length < 44) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => { window.drawnAfter = performance.now(); }));
  };
  requestAnimationFrame(look);
})();"""


@dataclass
class Result:
    """What was measured of one page.

    Attributes:
        name: Who made it.
        page: Bytes of the HTML.
        asked: Address → bytes of each file it asked for.
        drawn: Milliseconds to the map drawn, one a run.
        heap: Bytes of the script's heap after a collection, one a run.
    """

    name: str
    page: int
    asked: dict[str, int] = field(default_factory=dict)
    drawn: list[float] = field(default_factory=list)
    heap: list[float] = field(default_factory=list)

    def row(self) -> str:
        """A line of the table."""
        libraries = sum(self.asked.values())
        return (
            f"| {self.name} | {self.page / 1000:,.0f} | {libraries / 1000:,.0f} "
            f"| {(self.page + libraries) / 1000:,.0f} | {len(self.asked)} "
            f"| {statistics.median(self.drawn):,.0f} | {statistics.median(self.heap) / 1e6:.1f} |"
        )


def districts() -> gpd.GeoDataFrame:
    """The districts with the attributes that every page gets."""
    frame = gpd.read_file(ROOT / "data" / "boundaries" / "districts.geojson")
    values = {d.adcode: d.value for d in spec().districts}
    return frame[[*FIELDS, "geometry"]].assign(rate=frame["adcode"].map(values))


def spec() -> Any:  # noqa: ANN401 # a MapSpec
    """The theme that is compared."""
    return geomap.open(ROOT / "geomap.toml")["urbanisation"].spec


def bounds() -> list[list[float]]:
    """South-west and north-east corner, as Folium wants them."""
    west, south, east, north = spec().extent
    return [[south, west], [north, east]]


def by_geomap() -> str:
    """Our page, with everything it holds besides: projects, measures, cards, both languages."""
    return html.render(spec()).decode()


def by_folium_geojson() -> str:
    """Folium, GeoJson with a tooltip."""
    drawn = folium.Map(tiles=None)
    tooltip = folium.GeoJsonTooltip([*FIELDS, "rate"])
    folium.GeoJson(districts(), tooltip=tooltip).add_to(drawn)
    drawn.fit_bounds(bounds())
    return str(drawn.get_root().render())


def by_folium_choropleth() -> str:
    """Folium, Choropleth, the attributes in its properties."""
    drawn = folium.Map(tiles=None)
    frame = districts()
    folium.Choropleth(
        frame.to_json(),
        data=frame,
        columns=["adcode", "rate"],
        key_on="feature.properties.adcode",
    ).add_to(drawn)
    drawn.fit_bounds(bounds())
    return str(drawn.get_root().render())


def by_geopandas() -> str:
    """GeoDataFrame.explore."""
    return str(districts().explore("rate", tiles=None).get_root().render())


def by_pyecharts() -> str:
    """Pyecharts, a Map with the districts registered as GeoJSON, drawn as SVG."""
    # Only this benchmark needs pyecharts; it is no dependency of geomap.
    from pyecharts import options  # type: ignore[import-not-found] # noqa: PLC0415
    from pyecharts.charts import Map  # type: ignore[import-not-found] # noqa: PLC0415

    frame = districts()
    chart = Map(options.InitOpts(renderer="svg", width="1280px", height="800px"))
    chart.add_js_funcs(f"echarts.registerMap('districts', {frame.to_json()});")
    pairs = list(zip(frame["name"], frame["rate"], strict=True))
    chart.add("rate", pairs, "districts", label_opts=options.LabelOpts(is_show=False))
    # pyecharts asks its host for a map of that name; ours is registered above.
    chart.js_dependencies.items = [
        each for each in chart.js_dependencies.items if each == "echarts"
    ]
    return str(chart.render_embed())


PAGES: dict[str, Callable[[], str]] = {
    "**geomap**": by_geomap,
    "folium GeoJson + tooltip": by_folium_geojson,
    "folium Choropleth": by_folium_choropleth,
    "geopandas.explore": by_geopandas,
    "pyecharts Map": by_pyecharts,
}


def measure(browser: Browser, name: str, file: Path, libraries: Path) -> Result:
    """Open a page several times."""
    result = Result(name, file.stat().st_size)

    def answer(route: Route) -> None:
        url = route.request.url
        found = next((path for end, path in LIBRARIES.items() if url.endswith(end)), None)
        content = b"" if found is None else (libraries / "node_modules" / found).read_bytes()
        result.asked[url] = len(content)
        route.fulfill(
            body=content, content_type="text/css" if url.endswith("css") else "text/javascript"
        )

    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.add_init_script(WATCH)
        page.route(lambda url: url.startswith("http"), answer)
        page.goto(file.as_uri())
        while (drawn := page.evaluate("window.drawnAfter")) is None:
            page.wait_for_timeout(20)
        session = context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        result.drawn.append(drawn)
        result.heap.append(session.send("Runtime.getHeapUsage")["usedSize"])
        context.close()
    return result


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("libraries", type=Path, help="folder that npm installed into")
    libraries = parser.parse_args().libraries
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(browser_path(playwright)), args=["--no-sandbox", "--disable-gpu"]
        )
        results = []
        for number, (name, make) in enumerate(PAGES.items()):
            file = Path(folder) / f"{number}.html"
            file.write_text(make(), encoding="utf-8")
            results.append(measure(browser, name, file, libraries))
        browser.close()
    print("| page | HTML, kB | libraries, kB | together, kB | requests | drawn, ms | heap, MB |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for result in results:
        print(result.row())
    return 0


if __name__ == "__main__":
    sys.exit(main())
