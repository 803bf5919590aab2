"""A format is one module and one line: build, export, Python and the help texts know it."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import geopandas as gpd
import pytest
from click.testing import CliRunner
from support.paths import ROOT

import geomap
from geomap.api import outputs
from geomap.api.outputs import OUTPUTS, Output
from geomap.api.product import OutputOptions, Product
from geomap.builder.build import build
from geomap.cli.main import main
from geomap.errors import RenderError
from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.text import Text

TOY = Output("txt", Text("文字", "plain text"), "data", "toy_format")


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A format of one module and one line: the title and one name a row, in two files."""

    def write(
        spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame], path: Path
    ) -> tuple[str, ...]:
        path.write_text("\n".join(frames["districts"]["name"]), encoding="utf-8")
        beside = path.with_suffix(".title")
        beside.write_text(spec.title.zh, encoding="utf-8")
        return (path.name, beside.name)

    module = ModuleType(TOY.module)
    module.__dict__["write"] = write
    monkeypatch.setitem(sys.modules, TOY.module, module)
    monkeypatch.setattr(outputs, "OUTPUTS", (*OUTPUTS, TOY))


@pytest.mark.usefixtures("toy")
def test_a_build_makes_a_new_format_with_all_its_files(
    shipped: geomap.Atlas, tmp_path: Path
) -> None:
    build(shipped, ["metro"], tmp_path, geomap.BuildOptions(formats=("txt",)))
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert {"metro.txt", "metro.title"} <= set(manifest["outputs"])
    assert "渝北区" in (tmp_path / "metro.txt").read_text("utf-8")
    page = (tmp_path / "index.html").read_text("utf-8")
    assert 'href="metro.txt"' in page
    assert 'href="metro.title"' in page
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    build(shipped, ["metro"], tmp_path, geomap.BuildOptions(formats=("txt",)))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


@pytest.mark.usefixtures("toy")
def test_the_manifest_keeps_what_other_themes_put_beside_their_files(
    shipped: geomap.Atlas, tmp_path: Path
) -> None:
    for theme in ("metro", "charging"):
        build(shipped, [theme], tmp_path, geomap.BuildOptions(formats=("txt",)))
    (tmp_path / "not-ours.txt").write_text("mine")
    build(shipped, ["charging"], tmp_path, geomap.BuildOptions(formats=("txt",)))
    listed = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["outputs"]
    assert {"metro.txt", "metro.title", "charging.txt", "charging.title"} <= set(listed)
    assert "not-ours.txt" not in listed


@pytest.mark.usefixtures("toy")
def test_export_and_to_file_know_a_new_format_by_the_end_of_the_name(
    shipped: geomap.Atlas, tmp_path: Path
) -> None:
    shipped["metro"].to_file(tmp_path / "M.TXT")
    out = str(tmp_path / "m.txt")
    command = ["export", "metro", "-o", out, "--no-metadata", "-a", str(ROOT)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0
    assert result.stdout.split() == [str(tmp_path / "m.txt"), str(tmp_path / "m.title")]
    assert (tmp_path / "m.txt").read_bytes() == (tmp_path / "M.TXT").read_bytes()
    assert (tmp_path / "m.title").read_text("utf-8") == shipped["metro"].spec.title.zh


@pytest.mark.usefixtures("toy")
def test_a_refusal_lists_a_new_format(shipped: geomap.Atlas, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="csv, txt"):
        shipped["metro"].to_file(tmp_path / "m.dwg")


def test_who_asks_for_a_project_is_told_of_gpkg(shipped: geomap.Atlas, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"a QGIS project \(qgz\) is made with its GeoPackage"):
        shipped["metro"].to_file(tmp_path / "m.qgz")


@pytest.mark.parametrize("command", ["build", "export"])
def test_help_names_every_format(command: str) -> None:
    words = CliRunner().invoke(main, [command, "--help"]).output.replace("\n", " ")
    assert all(output.name in words for output in OUTPUTS)


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_names_every_format(readme: str) -> None:
    words = (ROOT / readme).read_text("utf-8")
    assert [o.name for o in OUTPUTS if f"`{o.name}`" not in words] == []


@pytest.mark.parametrize("name", ["png", "svg", "pdf", "html"])
@pytest.mark.slow
def test_pictures_and_pages_are_exported_too(
    shipped: geomap.Atlas, tmp_path: Path, name: str
) -> None:
    path = shipped["metro"].to_file(tmp_path / f"m.{name}", options=OutputOptions(page="16x9"))
    assert path.stat().st_size > 1000


def test_a_picture_has_no_layers(shipped: geomap.Atlas, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="png is not made of layers"):
        shipped["metro"].to_file(tmp_path / "m.png", "districts")


@pytest.mark.slow
def test_a_sheet_is_laid_out_once(shipped: geomap.Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    product = Product(shipped["metro"].spec, {})
    first = product.sheet
    monkeypatch.setattr("geomap.api.product.lay_out", None)
    assert product.sheet is first


def test_the_longest_end_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = Output("shp.zip", Text("包", "packed"), "data", "x")
    plain = Output("zip", Text("包", "packed"), "data", "y")
    monkeypatch.setattr(outputs, "OUTPUTS", (plain, packed))
    assert outputs.for_file(Path("a.b.shp.zip")) is packed
    assert outputs.for_file(Path("A.ZIP")) is plain
