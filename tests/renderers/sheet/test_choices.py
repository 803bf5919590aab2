"""What the maker of a sheet chooses: page, names, inset, parts, ground, extent."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from support.specs import tiny_spec

import geomap
from geomap.api.product import OutputOptions, Product
from geomap.cli.main import main
from geomap.cli.sheets import labels
from geomap.config.sheets import from_options
from geomap.errors import RenderError
from geomap.model import MapSpec
from geomap.model.sheet import SheetChoices
from geomap.renderers import pdf, png, svg
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.page import find_page
from geomap.renderers.sheet.primitives import Sheet

LARGEST = {"500242", "500236"}  # 酉阳 and 奉节


def laid(spec: MapSpec, **said: object) -> Sheet:
    return lay_out(spec, choices=SheetChoices(**said))  # type: ignore[arg-type] # its fields


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [
        ("A0", 1189, 841),
        ("A2-portrait", 420, 594),
        ("A5", 210, 148),
        ("16:9", 338.667, 190.5),
        ("160x120mm", 160, 120),
        ("160 mm", 160, 113.1),
    ],
)
def test_a_page_has_a_name_or_a_size(name: str, width: float, height: float) -> None:
    page = find_page(name)
    assert (page.width, page.height) == (width, height)
    assert page.type_scale >= 0.93  # nothing below 6 points
    sheet = lay_out(tiny_spec(), name)
    assert sheet.page == page


@pytest.mark.parametrize("name", ["A9", "10x10mm", "9000mm", "A4 landscape", "mm"])
def test_other_pages_are_refused(name: str) -> None:
    with pytest.raises(RenderError):
        find_page(name)


def test_margins_are_white_and_leave_room() -> None:
    assert laid(tiny_spec(), margin=3).main.box.left == 3
    with pytest.raises(RenderError, match="too wide for A5"):
        find_page("A5", 60)


def test_a_picture_has_the_dots_asked_for_but_not_more_than_memory_bears() -> None:
    sheet = laid(tiny_spec(), dpi=100, page="100x80mm")
    with Image.open(io.BytesIO(png.write(sheet))) as image:
        assert image.size == (394, 315)
    with pytest.raises(RenderError, match="take 321 dpi at most"):
        png.write(laid(tiny_spec(), dpi=600, page="A0"))


def test_parts_that_are_not_wanted_leave_their_room_to_the_map() -> None:
    whole, bare = laid(tiny_spec()), laid(tiny_spec(), parts=())
    names = {layer.name for layer in bare.layers}
    assert not names & {"title", "legend", "fine-print", "furniture", "map-edge", "map"}
    assert bare.main.box.width == bare.page.width - 2 * bare.page.margin
    assert bare.main.box.height == bare.page.height - 2 * bare.page.margin
    assert bare.main.scale < whole.main.scale
    for part, layer in (
        ("title", "title"),
        ("legend", "legend"),
        ("notes", "fine-print"),
        ("scale", "furniture"),
        ("frame", "map-edge"),
    ):
        found = {each.name for each in laid(tiny_spec(), parts=(part,)).layers}
        assert found & {"title", "legend", "fine-print", "furniture", "map-edge"} == {layer}


@pytest.mark.parametrize("page", ["A4-landscape", "A4-portrait", "16x9", "160mm"])
@pytest.mark.parametrize("parts", [("legend",), ("notes",), ("title", "scale"), ()])
def test_all_parts_lie_on_the_page(page: str, parts: tuple[str, ...]) -> None:
    sheet = laid(tiny_spec(), page=page, parts=parts)
    for layer in sheet.layers:
        for item in layer.items:
            if hasattr(item, "runs") and layer.clip is None:
                for run in item.runs:
                    assert run.min() >= -1e-6
                    assert (run <= (sheet.page.width + 1e-6, sheet.page.height + 1e-6)).all()


def test_a_clear_ground_is_clear_in_every_picture() -> None:
    sheet = laid(tiny_spec(), background="transparent")
    with Image.open(io.BytesIO(png.write(sheet, dpi=40))) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((1, 1))[3] == 0  # type: ignore[index] # four channels
    with Image.open(io.BytesIO(png.write(laid(tiny_spec()), dpi=40))) as image:
        assert image.convert("RGBA").getpixel((1, 1)) == (255, 255, 255, 255)
    assert b'id="paper"' not in svg.write(sheet)
    assert pdf.write(sheet)


@pytest.mark.slow
def test_districts_are_named_up_to_a_number_the_largest_first(shipped: geomap.Atlas) -> None:
    spec = shipped["citizenship"].spec

    def named(**said: object) -> set[str]:
        sheet = laid(spec, **said)
        labels = (*sheet.main.labels, *(sheet.inset.labels if sheet.inset else ()))
        return {label.key for label in labels if not label.key.startswith("context:")}

    assert named(districts=0) == set()
    assert named(districts=2) == LARGEST
    assert len(named()) == 44


@pytest.mark.slow
def test_projects_and_sites_are_named_up_to_a_number(shipped: geomap.Atlas) -> None:
    spec = shipped["metro"].spec
    sheet = laid(spec, projects=2, page="A2")
    keys = [label.key for label in sheet.main.labels]
    assert sum(key.startswith("project:") for key in keys) <= 2
    assert not any(name.startswith("project:") for name in sheet.unplaced)


@pytest.mark.slow
def test_an_inset_stands_where_it_is_wanted_or_not_at_all(shipped: geomap.Atlas) -> None:
    spec = shipped["citizenship"].spec
    assert laid(spec, inset="none").inset is None
    upper = laid(spec, inset="upper-left")
    assert upper.inset
    assert upper.inset.box.left - upper.main.box.left < 3
    assert upper.inset.box.top - upper.main.box.top < 8


@pytest.mark.slow
def test_a_sheet_is_drawn_for_the_districts_named(shipped: geomap.Atlas) -> None:
    spec = shipped["citizenship"].spec
    sheet = laid(spec, extent=("渝北区", "江北"))
    assert sheet.main.scale < laid(spec).main.scale / 4
    by_code = laid(spec, extent=("500112", "500105"))
    assert by_code.main.scale == sheet.main.scale
    with pytest.raises(RenderError, match="did you mean '渝北'"):
        laid(spec, extent=("渝背",))


def test_options_go_before_the_theme_and_the_theme_before_the_default() -> None:
    spec = replace(tiny_spec(), sheet=SheetChoices(page="A5", dpi=50))
    assert Product(spec, {}).sheet.page.name == "A5"
    chosen = Product(spec, {}, OutputOptions(sheet=SheetChoices(page="A3"))).sheet
    assert (chosen.page.name, chosen.dpi) == ("A3-landscape", 50)


def test_options_are_read_as_a_theme_is() -> None:
    assert labels("districts=off,projects=10") == {"districts": False, "projects": 10}
    assert from_options({"labels": labels("off")}).sites == 0
    assert from_options({"parts": ["map", "legend"]}).parts == ("legend",)
    for wrong in ({"dpi": 5}, {"parts": ["legnd"]}, {"inset": "left"}, {"page": "B5"}):
        with pytest.raises(RenderError, match="命令行 options"):
            from_options(wrong)
    with pytest.raises(RenderError, match="must be a name with =on"):
        labels("districts")


@pytest.mark.slow
def test_the_command_takes_the_options(atlas_copy: Path, tmp_path: Path) -> None:
    made = tmp_path / "c.png"
    said = ["--page", "120mm", "--dpi", "60", "--parts", "map", "--background", "transparent"]
    order = ["export", "citizenship", "-o", str(made), "--atlas", str(atlas_copy), *said]
    result = CliRunner().invoke(main, order)
    assert result.exit_code == 0, result.output
    with Image.open(made) as image:
        assert image.size == (283, 201)


@pytest.mark.slow
def test_a_build_is_made_anew_for_other_choices(atlas_copy: Path, tmp_path: Path) -> None:
    def built(*said: str) -> str:
        order = ["build", "citizenship", "-f", "png", "-o", str(tmp_path / "o"), "-j", "1"]
        result = CliRunner().invoke(main, [*order, "--atlas", str(atlas_copy), *said])
        assert result.exit_code == 0, result.output
        return str(result.output)

    options = ("--page", "A5", "--dpi", "50")
    built(*options)
    assert "没有要做的" in built(*options) or "Nothing to do" in built(*options)
    assert "Nothing to do" not in built(*options, "--inset", "none")
