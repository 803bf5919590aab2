"""What to write for a key that is missing or wrong: an example each."""

from geomap.text import Text

_WORDS = {
    "title": 'title = "成都市地图集"',
    "subtitle": 'subtitle = "2020年人口普查"',
    "boundaries": 'boundaries = "data/districts.geojson"',
    "file": 'file = "data/districts.geojson"',
    "role": 'role = "river"',
    "datum": 'datum = "WGS84"',
    "by": 'by = "indicator"',
    "indicator": 'indicator = "population"',
    "year": "year = 2020",
    "name": 'name = "中心城区"',
    "zh": 'zh = "常住人口", en = "Residents"',
    "unit": 'unit = "%"',
    "color": 'color = "#a3341f"',
    "breaks": "breaks = [40, 60, 80]",
    "url": 'url = "https://tile.example.org/{z}/{x}/{y}.png"',
    "attribution": 'attribution = "© OpenStreetMap"',
    "max_zoom": "max_zoom = 18",
    "chapters": "chapters = [1, 2]",
}
EXAMPLES = {key: Text(f"如 {words}", f"such as {words}") for key, words in _WORDS.items()}
