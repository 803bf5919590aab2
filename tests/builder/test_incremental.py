"""A build makes what an edit shows and nothing else, and leaves just what a full build makes."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import geomap
from geomap.api.atlas import Atlas
from geomap.builder.build import build, carry_out
from geomap.builder.digest import digest
from geomap.builder.inputs import see
from geomap.builder.making import shown, shown_on_paper
from geomap.builder.manifest import read
from geomap.builder.options import BuildOptions
from geomap.builder.quick import up_to_date
from geomap.cli.main import main
from geomap.text import Text

FORMATS = BuildOptions(("geojson", "svg", "csv"))
THEMES = ("metro", "charging")


@pytest.fixture(scope="module")
def once(thin_atlas: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The thinned atlas with two themes, built once."""
    root = Path(shutil.copytree(thin_atlas, tmp_path_factory.mktemp("once") / "atlas"))
    for path in (root / "data" / "themes").glob("*.toml"):
        if path.stem not in THEMES:
            path.unlink()
    build(root, options=FORMATS)
    return root


@pytest.fixture
def atlas(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path / "atlas"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    def act(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), "utf-8")

    return act


def lose_theme(root: Path) -> None:
    (root / "data" / "themes" / "metro.toml").unlink()


def spoil(root: Path) -> None:
    (root / "maps" / "charging.svg").write_bytes(b"other")


def lose(root: Path) -> None:
    (root / "maps" / "charging.csv").unlink()


def touch(root: Path) -> None:
    path = root / "data" / "indicators.csv"
    path.write_bytes(path.read_bytes() + b"\n")


def move_corner(root: Path) -> None:
    """Move the northernmost corner of 城口县, which is no other district's."""
    path = root / "data" / "boundaries" / "districts.geojson"
    document = json.loads(path.read_text("utf-8"))
    found = next(f for f in document["features"] if f["properties"]["adcode"] == "500229")
    (ring,) = found["geometry"]["coordinates"]
    top = max(range(len(ring)), key=lambda number: ring[number][1])
    ring[top][1] += 0.01
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")


def new_theme(root: Path) -> None:
    text = (root / "data" / "themes" / "metro.toml").read_text("utf-8")
    (root / "data" / "themes" / "extra.toml").write_text(text, "utf-8")


METRO_ENDS = [".svg", ".geojson", ".csv", "-projects_points.csv", "-projects_lines.csv"]
METRO_ENDS += [
    "-projects_areas.csv",
    "-projects_listed.csv",
    "-context_areas.csv",
    "-context_lines.csv",
]
DATA = {f"{theme}{end}" for theme in THEMES for end in (".geojson", ".csv")}
EDITS: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "a cell that only tables show": (
        replaced("data/indicators.csv", "1951652", "1951653"),
        DATA,
    ),
    "a theme's note": (
        replaced("data/themes/metro.toml", "order", 'notes = [{zh = "新注", en = "New"}]\norder'),
        {"metro.svg", "metro.geojson"},
    ),
    "a project's place": (
        replaced("data/projects.csv", "106.53308", "106.54308"),
        {"metro.svg", "metro.geojson", "metro-projects_points.csv"},
    ),
    "a site's name": (
        replaced("data/sites.csv", "武隆服务区", "武隆新服务区"),
        {"charging.svg", "charging.geojson", "charging-sites_points.csv"},
    ),
    # The sheet of the metropolitan area does not reach as far.
    "a corner of a border": (
        move_corner,
        {"charging.svg", "metro.geojson", "charging.geojson"},
    ),
    "a theme that is new": (
        new_theme,
        {"index.html", *(f"extra{end}" for end in METRO_ENDS)},
    ),
    "a theme that is no more": (lose_theme, {"index.html"}),
    "an output changed by hand": (spoil, {"charging.svg"}),
    "an output that was lost": (lose, {"charging.csv"}),
    "a blank line": (touch, set()),
    "the atlas's title": (
        replaced("geomap.toml", "重庆市以人为本新型城镇化图集", "另一图集"),
        {"metro.svg", "charging.svg", "metro.geojson", "charging.geojson", "index.html"},
    ),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.slow
def test_an_edit_remakes_what_shows_it_and_leaves_what_a_full_build_makes(
    atlas: Path, tmp_path: Path, edit: str
) -> None:
    act, shows = EDITS[edit]
    act(atlas)
    built = carry_out(geomap.open(atlas), options=FORMATS)
    build(atlas, out=tmp_path / "full", options=FORMATS)
    assert contents(atlas / "maps") == contents(tmp_path / "full")
    assert {verdict.name for verdict in built.verdicts if verdict.fate == "made"} == shows


def test_nothing_to_do_is_told_without_reading_the_data(
    atlas: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ["build", "-a", str(atlas), "--explain", *(["-f", "geojson", "-f", "svg", "-f", "csv"])]
    build(atlas, options=FORMATS)
    monkeypatch.setattr("geomap.api.atlas.open", None)
    result = CliRunner().invoke(main, ["--lang", "en", *order])
    assert result.exit_code == 0, result.output
    assert "Nothing to do" in result.stderr
    assert "metro.svg: nothing changed" in result.stderr
    assert {Path(line).name for line in result.stdout.split()} == set(contents(atlas / "maps"))


@pytest.mark.parametrize("change", [spoil, lose, touch, lose_theme])
def test_no_change_passes_for_up_to_date(atlas: Path, change: Callable[[Path], None]) -> None:
    def current() -> bool:
        opened = geomap.open(atlas)
        seen = see(opened.seen)
        return up_to_date(opened.config, seen, (), atlas / "maps", FORMATS) is not None

    assert current()
    change(atlas)
    assert not current()


@pytest.mark.slow
def test_force_makes_all_again(atlas: Path) -> None:
    options = BuildOptions(FORMATS.formats, force=True)
    built = carry_out(geomap.open(atlas), options=options)
    assert {verdict.fate for verdict in built.verdicts} == {"same"}


@pytest.mark.slow
def test_a_file_outside_of_the_folder_is_never_removed(atlas: Path, tmp_path: Path) -> None:
    other = tmp_path / "mine.svg"
    other.write_text("mine")
    path = atlas / "maps" / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["outputs"]["../../mine.svg"] = "0" * 64
    path.write_text(json.dumps(manifest), "utf-8")
    assert not read(atlas / "maps").outputs
    build(atlas, options=FORMATS)
    assert other.read_text() == "mine"


def test_a_changed_file_of_a_lost_theme_stays_with_its_owner(atlas: Path) -> None:
    lose_theme(atlas)
    mine = atlas / "maps" / "metro.svg"
    mine.write_text("mine")
    build(atlas, options=FORMATS)
    assert mine.read_text() == "mine"
    assert "metro.svg" not in read(atlas / "maps").outputs


def test_equal_maps_have_equal_digests_and_others_have_not(shipped: Atlas) -> None:
    spec = shipped["metro"].spec
    assert digest(spec) == digest(geomap.open(shipped.config.root)["metro"].spec)
    assert digest(spec) != digest(shipped["charging"].spec)
    assert len({digest(each) for each in (1, 1.0, "1", True, None, (1,), ((1,),), (), "")}) == 9
    with pytest.raises(TypeError):
        digest(object())


def test_a_cell_that_no_sheet_shows_has_none_laid_out(
    atlas: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced("data/indicators.csv", "1951652", "1951653")(atlas)
    monkeypatch.setattr("geomap.api.product.lay_out", None)
    built = carry_out(geomap.open(atlas), options=FORMATS)
    fates = {verdict.name: verdict.fate for verdict in built.verdicts}
    assert (fates["metro.svg"], fates["metro.csv"]) == ("kept", "made")


def test_a_sheet_is_laid_out_from_what_it_can_read(shipped: Atlas) -> None:
    spec = shipped["metro"].spec
    other = replace(
        spec,
        measures=(),
        summary=(),
        districts=tuple(
            replace(each, facts=(), measures=(), former=(), marks=(), value=None)
            for each in spec.districts
        ),
        marks=tuple(replace(each, facts=(), articles=()) for each in spec.marks),
    )
    before, after = shown(spec), shown(other)
    assert before != after
    assert shown_on_paper(spec, before) == shown_on_paper(other, after)
    renamed = replace(spec, title=Text.same("x"))
    assert shown_on_paper(renamed, shown(renamed)) != shown_on_paper(spec, before)
    moved = replace(spec, districts=spec.districts[1:])
    assert shown_on_paper(moved, shown(moved)) != shown_on_paper(spec, before)
