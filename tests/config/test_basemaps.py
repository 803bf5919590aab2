"""Base maps as ``geomap.toml`` declares them, and what becomes of their keys."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.specs import tiny_spec

import geomap
from geomap.builder import build
from geomap.cli.main import main
from geomap.config import basemaps
from geomap.config.atlas import read_atlas
from geomap.config.declared import StrictTable
from geomap.errors import AtlasError, RenderError
from geomap.geo.datum import Datum
from geomap.model import Basemap, Location
from geomap.renderers import html
from geomap.renderers.basemaps import origins, with_key, without_key
from geomap.renderers.folium_map import folium_map

OSM: Mapping[str, object] = {
    "zh": "开放街图",
    "en": "OpenStreetMap",
    "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "attribution": "© OpenStreetMap contributors",
    "max_zoom": 19,
}
KEYED = {
    **OSM,
    "url": "https://t{s}.tiles.test/vec?tk={key}&z={z}&x={x}&y={y}",
    "subdomains": ["0", "1"],
    "key_env": "TILES_TEST_KEY",
}
ODD_KEY = "s3cret/&{z}"
TOML = """
[basemaps.keyed]
zh = "有密钥"
en = "Keyed"
url = "https://t{s}.tiles.test/vec?tk={key}&z={z}&x={x}&y={y}"
subdomains = ["0", "1"]
key_env = "TILES_TEST_KEY"
datum = "CGCS2000"
attribution = "天地图"
max_zoom = 18

[basemaps.osm]
zh = "开放街图"
en = "OpenStreetMap"
url = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
datum = "WGS84"
attribution = "© OpenStreetMap contributors"
max_zoom = 19
"""
HTML = build.BuildOptions(("html",))


def declared(table: Mapping[str, object], datum: Datum = Datum.WGS84) -> Basemap:
    return basemaps.declared(
        "one", StrictTable(table, Location("geomap.toml", column="one")), datum
    )


@pytest.fixture
def declaring(atlas_copy: Path) -> Path:
    """An atlas that declares two base maps, one with a key."""
    with (atlas_copy / "geomap.toml").open("a", encoding="utf-8") as file:
        file.write(TOML)
    return atlas_copy


def test_a_base_map_is_read_whole(declaring: Path) -> None:
    keyed, osm = read_atlas(declaring).basemaps
    assert keyed.datum is Datum.CGCS2000
    assert (keyed.subdomains, keyed.key_env) == (("0", "1"), "TILES_TEST_KEY")
    assert osm.title.get("en") == "OpenStreetMap"
    assert (osm.max_zoom, osm.subdomains, osm.key_env) == (19, (), None)


def test_the_shipped_atlas_declares_none(shipped: geomap.Atlas) -> None:
    assert shipped.config.basemaps == ()


def test_the_examples_in_the_shipped_atlas_are_right(atlas_copy: Path) -> None:
    file = atlas_copy / "geomap.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    first = lines.index("# [basemaps.osm]")
    last = next(i for i, line in enumerate(lines) if i > first and not line)
    live = [*lines[:first], *(line[2:] for line in lines[first:last]), *lines[last:]]
    file.write_text("\n".join(live), encoding="utf-8")
    found = {each.key: each.datum for each in read_atlas(atlas_copy).basemaps}
    assert found == {"osm": "WGS84", "tianditu": "CGCS2000", "amap": "GCJ-02"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": "http://tile.test/{z}/{x}/{y}.png"}, "must be an https address"),
        ({"url": "//tile.test/{z}/{x}/{y}.png"}, "must be an https address"),
        ({"url": "https://{x}.tile.test/{z}/{x}/{y}"}, "no placeholder but {s}"),
        ({"url": "https://*.test/{z}/{x}/{y}"}, "no placeholder but {s}"),
        ({"url": "https://tile.test; script-src *{z}/{x}/{y}"}, "no placeholder but {s}"),
        ({"url": "https://me:pw@tile.test/{z}/{x}/{y}"}, "must be an https address"),
        ({"url": "https://tile.test/{z}/{x}.png"}, "wrong placeholders: {y}"),
        ({"url": "https://tile.test/{z}/{x}/{-y}.png"}, "wrong placeholders: {-y}, {y}"),
        ({"url": "https://{s}.tile.test/{z}/{x}/{y}"}, "wrong placeholders: {s}"),
        ({"subdomains": ["a"]}, "wrong placeholders: {s}"),
        ({"url": "https://tile.test/{z}/{x}/{y}?k={key}"}, "wrong placeholders: {key}"),
        ({"key_env": "KEY"}, "wrong placeholders: {key}"),
        ({"attribution": " "}, "must be text that is not empty"),
        ({"max_zoom": 23}, "must be between 1 and 22"),
        ({"max_zoom": "18"}, "must be a whole number"),
        ({"atribution": "x"}, "did you mean 'attribution'?"),
    ],
)
def test_what_is_wrong_is_refused(changes: Mapping[str, object], said: str) -> None:
    with pytest.raises(AtlasError) as refused:
        declared({**OSM, **changes})
    assert said in refused.value.message.en
    assert "one" in refused.value.message.zh


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subdomains": ["a.evil.test/"]}, "must be names of a-z"),
        ({"subdomains": ["a", 1]}, "must be a list of texts"),
        ({"key_env": "3f0c-the-key-itself"}, "must name a variable"),
    ],
)
def test_subdomains_and_variables_are_plain_names(changes: dict[str, object], said: str) -> None:
    with pytest.raises(AtlasError, match=said):
        declared({**KEYED, **changes})


@pytest.mark.parametrize("key", sorted(OSM.keys() - {"zh", "en"}))
def test_nothing_may_be_missing(key: str) -> None:
    with pytest.raises(AtlasError, match=f"the key '{key}' is missing"):
        declared({name: value for name, value in OSM.items() if name != key})


def test_tiles_in_bd09_are_refused_because_of_their_grid() -> None:
    with pytest.raises(AtlasError) as refused:
        declared(OSM, Datum.BD09)
    assert "cut by another grid" in refused.value.message.en
    assert "另一种分幅" in refused.value.message.zh


@pytest.mark.parametrize(("datum", "said"), [("", "'datum' is missing"), ('datum = "X"', "“X”")])
def test_the_datum_must_be_said(atlas_copy: Path, datum: str, said: str) -> None:
    with (atlas_copy / "geomap.toml").open("a", encoding="utf-8") as file:
        file.write(TOML.replace('datum = "WGS84"', datum))
    with pytest.raises(AtlasError, match=said):
        read_atlas(atlas_copy)


def test_origins_are_hosts_one_a_subdomain() -> None:
    assert origins(declared(OSM)) == ("https://tile.openstreetmap.org",)
    assert origins(declared(KEYED)) == ("https://t0.tiles.test", "https://t1.tiles.test")


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    keyed = declared(KEYED)
    monkeypatch.setenv("TILES_TEST_KEY", ODD_KEY)
    ready = with_key(keyed)
    # The key cannot pass for a placeholder or for another part of the address.
    assert "tk=s3cret%2F%26%7Bz%7D&" in ready.url
    assert without_key(ready) == ready
    monkeypatch.setenv("TILES_TEST_KEY", " ")
    with pytest.raises(RenderError, match="TILES_TEST_KEY"):
        with_key(keyed)


def test_no_renderer_looks_a_key_up_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILES_TEST_KEY", ODD_KEY)
    for draw in (html.render, folium_map):
        with pytest.raises(RenderError, match="--write-key"):
            draw(tiny_spec(), declared(KEYED))


def test_a_build_without_leave_writes_no_key(
    declaring: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILES_TEST_KEY", "s3cret")
    out = tmp_path / "out"
    with pytest.raises(RenderError) as refused:
        build.build(declaring, ["metro"], out, replace(HTML, basemap="keyed"))
    assert "--write-key" in refused.value.message.en
    assert "--write-key" in refused.value.message.zh
    assert not out.exists()


def test_a_build_with_leave_writes_the_key_into_pages_only(
    declaring: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILES_TEST_KEY", "s3cret")
    options = replace(HTML, basemap="keyed", write_key=True, jobs=2)
    paths = build.build(declaring, ["metro", "overview"], tmp_path / "out", options)
    holding = {path.name for path in paths if b"s3cret" in path.read_bytes()}
    assert holding == {"metro.html", "overview.html", "atlas.html"}


def test_explore_may_use_the_key(declaring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = geomap.open(declaring)["metro"]
    with pytest.raises(RenderError, match="set TILES_TEST_KEY first"):
        chosen.explore(basemap="keyed")
    monkeypatch.setenv("TILES_TEST_KEY", "s3cret")
    assert "tk=s3cret" in chosen.explore(basemap="keyed").get_root().render()
    assert "s3cret" not in chosen.explore(basemap="osm").get_root().render()
    assert "openstreetmap.org" not in chosen.explore().get_root().render()


@pytest.mark.parametrize(("key", "said"), [("ozm", "'osm'"), ("zzz", "keyed, osm")])
def test_an_unknown_base_map_is_refused_with_those_there_are(
    declaring: Path, key: str, said: str
) -> None:
    result = CliRunner().invoke(
        main, ["--lang", "en", "build", "--basemap", key, "-a", str(declaring)]
    )
    assert result.exit_code == 2
    assert said in result.output
    assert not (declaring / "maps").exists()


def test_an_atlas_without_base_maps_says_how_to_get_one() -> None:
    with pytest.raises(AtlasError, match=r"add \[basemaps\.osm\]"):
        basemaps.find((), "osm")
