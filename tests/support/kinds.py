"""A test atlas with a theme of every kind of map: the shipped districts, numbers made by a rule.

The numbers of 2010 and 2015 are made up, from those of 2020 and the adcode, so that some districts
lose and some gain, one has one year only and one has none.
"""

import csv
import shutil
from pathlib import Path

YEARS = (2010, 2015)
ONE_YEAR, NO_YEAR = "500101", "500102"  # 万州 has 2020 only; 涪陵 has no number at all
THEMES = {
    "choropleth": '[fill]\nindicator = "urbanisation_rate"\n',
    "greys": '[fill]\nindicator = "urbanisation_rate"\npalette = "greys"\n',
    "own": '[fill]\nindicator = "urbanisation_rate"\npalette = ["#fff3d6", "#b3541e", "#4a1d0a"]\n',
    "gap": '[fill]\nby = "gap"\nindicator = "urbanisation_rate"\n',
    "change": '[fill]\nby = "change"\nindicator = "resident_population"\nchange = "percent"\n',
    "points": '[fill]\nby = "change"\nindicator = "urbanisation_rate"\nsince = 2015\nk = 6\n'
    'scheme = "equal"\n'
    'palette = "greys-hatched"\n',
    "density": '[fill]\nindicator = "density"\nscheme = "quantile"\n',
    "symbols": '[fill]\nby = "none"\n[circles]\nindicator = "rural_population"\n',
    "both": '[fill]\nindicator = "urbanisation_rate"\n[circles]\nindicator = "rural_population"\n',
    "groups": '[[fill.categories]]\nzh = "江"\nen = "River"\ndistricts = ["江北区", "江津区"]\n'
    '[[fill.categories]]\nzh = "核"\nen = "Core"\nregions = ["中心城区"]\n',
    "bivariate": '[fill]\nby = "bivariate"\nindicator = "urbanisation_rate"\nother = "density"\n',
    "years": '[fill]\nindicator = "urbanisation_rate"\nyears = "all"\n',
    "dots": '[fill]\nby = "none"\n[dots]\nindicator = "rural_population"\n',
}
_DENSITY = """
[indicators.density]
zh = "人口密度"
en = "Population density"
unit = { zh = "人/平方公里", en = "people per km²" }
value = "resident_population / area_km2"
"""


def make(thin: Path, folder: Path) -> Path:
    """The atlas, made in a folder from a thin copy of the shipped one."""
    shutil.copytree(thin, folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "data" / "themes")
    themes = folder / "data" / "themes"
    themes.mkdir()
    for order, (key, asking) in enumerate(THEMES.items()):
        title = (
            f'title = {{ zh = "图 {key}", en = "Map {key}" }}\norder = {order}\nheadline = true\n'
        )
        (themes / f"{key}.toml").write_text(title + asking, "utf-8")
    with (folder / "geomap.toml").open("a", encoding="utf-8") as file:
        file.write(_DENSITY)
    table = folder / "data" / "indicators.csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["adcode"] != NO_YEAR]
    made = [_earlier(row, year) for row in rows for year in YEARS if row["adcode"] != ONE_YEAR]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([*rows, *made])
    return folder


def _earlier(row: dict[str, str], year: int) -> dict[str, str]:
    """A number of an earlier year: up to a fifth below or above that of 2020, by the adcode."""
    turn = (int(row["adcode"]) * 37 % 41 - 12) / 150
    share = 1 - turn * (2020 - year) / 10
    value = float(row["value"]) * share
    return row | {
        "year": str(year),
        "value": f"{value:.2f}" if "." in row["value"] else f"{value:.0f}",
    }
