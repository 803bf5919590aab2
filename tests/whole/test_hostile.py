"""Words that templates, scripts and HTML would act on are only ever shown."""

import csv
import html
import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

import geomap
from geomap.builder.build import BuildOptions, build

# A semicolon would part a list, so there is none.
EVIL = "{{7*7}}{% raw %}${1}</script><img src=x onerror=alert(1)>`\"'"
DISTRICT, THEME, PROJECT = f"区{EVIL}", f"题{EVIL}", f"桥{EVIL}"
DEPARTMENT, SOURCE = f"局{EVIL}", f"源{EVIL}"
EVALUATED = "49"


class Page(HTMLParser):
    """The elements and the words of a page, as a browser takes them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory, thin_atlas: Path) -> Path:
    """The maps of an atlas with evil words in every table; the district has the highest rate."""
    root = Path(shutil.copytree(thin_atlas, tmp_path_factory.mktemp("evil") / "atlas"))
    for path in root.rglob("*.csv"):
        poison(path)
    boundaries = root / "data" / "boundaries" / "districts.geojson"
    text = boundaries.read_text(encoding="utf-8")
    name = json.dumps(DISTRICT, ensure_ascii=False)
    boundaries.write_text(text.replace('"渝中区"', name), encoding="utf-8")
    theme = root / "data" / "themes" / "urbanisation.toml"
    words = theme.read_text(encoding="utf-8")
    title = json.dumps(THEME, ensure_ascii=False)
    words = words.replace('"城镇化率与规划目标"', title).replace('"gap"', '"indicator"')
    theme.write_text(words, encoding="utf-8")
    (root / "maps").mkdir()
    (root / "maps" / "urbanisation.svg").touch()  # so that the index shows a picture
    build(root, ["urbanisation", "metro"], options=BuildOptions(("geojson",)))
    return root


def poison(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        for column in row.keys() & {"name", "scope", "districts"}:
            row[column] = row[column].replace("渝中区", DISTRICT)
        if "kind" in row and "19" in row["article"]:
            row["name"], row["source"] = PROJECT, SOURCE
        if "departments" in row:
            row["departments"] = DEPARTMENT
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_geojson_has_the_words_letter_for_letter(evil: Path) -> None:
    text = (evil / "maps" / "metro.geojson").read_text(encoding="utf-8")
    rows = [feature["properties"] for feature in json.loads(text)["features"]]
    assert [row["name"] for row in rows if row.get("adcode") == "500103"] == [DISTRICT]
    projects = [row for row in rows if row["name"] == PROJECT]
    assert projects
    assert {row["source"] for row in projects} == {SOURCE}


def test_the_index_shows_the_words_escaped_once(evil: Path) -> None:
    page = (evil / "maps" / "index.html").read_text(encoding="utf-8")
    for words in (THEME, DISTRICT):
        assert html.escape(words) in page
        assert html.escape(html.escape(words)) not in page
    shown = Page(page)
    assert THEME in shown.words
    assert [DISTRICT in (a["alt"] or "") for tag, a in shown.elements if tag == "img"] == [True]


def test_the_index_runs_nothing(evil: Path) -> None:
    page = (evil / "maps" / "index.html").read_text(encoding="utf-8")
    elements = Page(page).elements
    assert not {tag for tag, _ in elements} & {"script", "iframe", "object"}
    assert [a["src"] for tag, a in elements if tag == "img"] == ["urbanisation.svg"]
    assert not [name for _, attributes in elements for name in attributes if name.startswith("on")]
    assert EVALUATED not in Page(page).words


def test_the_map_itself_has_the_words(evil: Path) -> None:
    spec = geomap.open(evil)["metro"].spec
    assert {name for measure in spec.measures for name in measure.departments} == {DEPARTMENT}
    assert DISTRICT in {district.name.zh for district in spec.districts}
    assert DISTRICT in geomap.open(evil)["urbanisation"].spec.alt.zh


def test_a_message_quotes_the_words_in_one_line(evil: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(evil, tmp_path / "atlas"))
    sites = root / "data" / "sites.csv"
    text = sites.read_text(encoding="utf-8").replace("武隆区", '"\x1b[31m红\n' + EVIL[:-2] + '"', 1)
    sites.write_text(text, encoding="utf-8")
    cleaned, finding = geomap.check(root)
    assert cleaned.code == "GM-F004"  # the escape character
    for lang in ("zh", "en"):
        assert EVIL[:-2] in finding.line(lang)
        assert finding.line(lang).isprintable()
