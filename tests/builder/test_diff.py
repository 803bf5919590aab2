"""`geomap diff` names each change from one edition to another, and no other."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.thin import thin

from geomap.builder.build import BuildOptions, build
from geomap.builder.diff import Change, compare
from geomap.builder.editions import read
from geomap.cli.main import main
from geomap.errors import DataError

THEMES = ("metro", "charging", "urbanisation", "renewal")
Rows = list[dict[str, str]]


def rows(root: Path, name: str, act: Callable[[Rows], object]) -> None:
    """Change the rows of a table."""
    path = root / "data" / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    columns = list(found[0])
    act(found)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(found)


def one(table: Rows, key: str, value: str) -> dict[str, str]:
    return next(row for row in table if row[key] == value)


def theme(root: Path, key: str, old: str, new: str) -> None:
    path = root / "data" / "themes" / f"{key}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def districts(root: Path, act: Callable[[dict[str, Any]], object]) -> None:
    path = root / "data" / "boundaries" / "districts.geojson"
    document = json.loads(path.read_text("utf-8"))
    act({each["properties"]["adcode"]: each for each in document["features"]})
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")


def nudge(features: dict[str, Any]) -> None:
    """Move the northernmost corner of 城口县, which is no other district's."""
    shape = features["500229"]["geometry"]
    ring = shape["coordinates"][0] if shape["type"] == "Polygon" else shape["coordinates"][0][0]
    top = max(range(len(ring)), key=lambda number: ring[number][1])
    ring[top][1] += 0.01
    if top in {0, len(ring) - 1}:
        ring[0] = ring[-1] = ring[top]


def people(table: Rows) -> None:
    row = next(
        r for r in table if (r["adcode"], r["indicator"]) == ("500112", "resident_population")
    )
    row["value"] = "2191653"


def seed(root: Path) -> None:
    """Twelve changes."""
    rows(root, "indicators", people)
    districts(root, lambda found: found["500230"]["properties"].update(name_en="Fengdu County"))
    districts(root, nudge)
    rows(root, "projects", lambda t: one(t, "id", "baoshan-bridge").update(name="宝山大桥"))
    rows(root, "projects", lambda t: one(t, "id", "baoshan-bridge").update(status="建成"))
    rows(root, "projects", lambda t: one(t, "id", "baoshan-bridge").update(lon="106.53"))
    rows(root, "sites", lambda t: t.remove(one(t, "id", "wulong-service-area")))
    rows(root, "sites", lambda t: t.append({**one(t, "id", "wanzhou-service-area"), **NEW_SITE}))
    (root / "data" / "themes" / "renewal.toml").unlink()
    theme(root, "metro", "order", 'notes = [{zh = "新注", en = "A new note"}]\norder')
    theme(root, "urbanisation", "breaks = [-15, -10, -5, 0]", "breaks = [-15, -10, -6, 0]")
    rows(root, "measures", lambda t: t[3].update(title="另一标题", title_en="Another heading"))


NEW_SITE = {"id": "new-area", "name": "新服务区"}


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return thin(tmp_path_factory.mktemp("old"), THEMES)


@pytest.fixture(scope="module")
def new(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(old, tmp_path_factory.mktemp("new") / "atlas"))
    seed(root)
    return root


@pytest.mark.slow
def test_an_edition_is_equal_to_itself(old: Path) -> None:
    assert compare(read(old), read(old)) == ()


def told(changes: tuple[Change, ...]) -> set[str]:
    return {f"{c.kind} {c.fate} {c.key}" for c in changes if c.kind not in {"input", "output"}}


# What each of them is told as, in their order.
SEEDED = (
    "value changed 500112/resident_population_2020",
    "district changed 500230/name_en",
    "boundary changed 500229/geometry",
    "project changed baoshan-bridge/name",
    "project changed baoshan-bridge/status",
    "project changed baoshan-bridge/geometry",
    "site removed wulong-service-area",
    "site added new-area",
    "theme removed renewal",
    "words changed metro/notes",
    "class removed urbanisation/差 5 – 10",
    "measure changed m03/title",
)
# A class is cut elsewhere: its words and those of the next class are others.
FOLLOWS = {
    "class removed urbanisation/差不超过 5",
    "class added urbanisation/差 6 – 10",
    "class added urbanisation/差不超过 6",
}


def moved(folder: Path) -> set[str]:
    """The districts whose class has other words now, counted by hand."""
    found = read(folder).features["urbanisation"].values()
    districts = [each["properties"] for each in found if "adcode" in each["properties"]]
    return {
        f"shown changed urbanisation/{each['adcode']}"
        for each in districts
        if each["value"] is not None and -10 <= each["value"] < 0
    }


@pytest.mark.slow
def test_twelve_changes_are_named_and_no_other(old: Path, new: Path) -> None:
    changes = compare(read(old), read(new))
    assert len(SEEDED) == 12
    assert told(changes) == {*SEEDED, *FOLLOWS, *moved(old)}
    assert {c.key for c in changes if c.kind == "input"} == {
        *(f"data/{name}.csv" for name in ("indicators", "measures", "projects", "sites")),
        *(f"data/themes/{key}.toml" for key in ("metro", "renewal", "urbanisation")),
        "data/boundaries/districts.geojson",
    }
    value = next(c for c in changes if c.kind == "value")
    assert (value.name, value.before, value.after) == ("渝北区", "2191493", "2191653")
    assert {c.fate for c in changes if c.key == "data/themes/renewal.toml"} == {"removed"}


@pytest.mark.slow
def test_folders_that_were_built_tell_the_same(old: Path, new: Path) -> None:
    """Of words and measures a folder knows that they changed, not how."""
    for root in (old, new):
        build(root, options=BuildOptions(("html", "geojson")))
    changes = compare(read(old / "maps"), read(new / "maps"))
    known = {each for each in SEEDED if not each.startswith(("words", "measure"))}
    others = told(changes) - {*known, *FOLLOWS, *moved(old)}
    assert known <= told(changes)
    assert {"words changed metro"} <= others
    assert all(each.startswith(("words changed", "measure changed")) for each in others), others
    outputs = {c.key: c.fate for c in changes if c.kind == "output"}
    assert outputs["renewal.html"] == "removed"
    assert outputs["metro.geojson"] == "changed"
    mixed = told(compare(read(old), read(new / "maps")))
    assert known <= mixed


@pytest.mark.slow
def test_the_command_tells_in_words_and_in_json(old: Path, new: Path) -> None:
    order = ["--lang", "en", "diff", str(old), str(new)]
    words = CliRunner().invoke(main, order)
    assert words.exit_code == 1
    assert "Values:\n  ~ 500112/resident_population_2020 渝北区: 2191493 → 2191653" in words.stdout
    assert "  + new-area 新服务区\n" in words.stdout
    found = json.loads(CliRunner().invoke(main, [*order, "--json"]).stdout)
    assert found["counts"]["project"] == 3
    assert len(found["changes"]) == sum(found["counts"].values())
    assert CliRunner().invoke(main, ["diff", str(old), str(old)]).exit_code == 0


def test_what_is_no_edition_is_refused(tmp_path: Path, old: Path) -> None:
    with pytest.raises(DataError, match="neither an atlas"):
        read(tmp_path)
    folder = Path(shutil.copytree(old / "maps", tmp_path / "maps"))
    (folder / "metro.geojson").write_text('{"features": [{"id": 1}]}')
    with pytest.raises(DataError, match="geomap build again"):
        read(folder)
    (folder / "metro.geojson").unlink()
    assert "metro" not in read(folder).features
    result = CliRunner().invoke(main, ["--lang", "en", "diff", str(folder), str(old / "maps")])
    assert "no GeoJSON of metro" in result.stderr
