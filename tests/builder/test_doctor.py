"""`geomap doctor` tells every fault of a machine with its remedy, and none where there is none."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.builder import doctor
from geomap.cli.main import main
from geomap.renderers import fonts


def faults(maps: Path) -> dict[str, doctor.Check]:
    return {check.name: check for check in doctor.examine(maps) if check.state == "broken"}


def test_a_machine_that_builds_has_no_fault_and_nothing_is_left_behind(tmp_path: Path) -> None:
    assert faults(tmp_path / "maps") == {}
    assert list(tmp_path.iterdir()) == []


def lost_package(patch: pytest.MonkeyPatch, _: Path) -> None:
    patch.setitem(sys.modules, "mapclassify", None)


def old_package(patch: pytest.MonkeyPatch, _: Path) -> None:
    lines = ["mapclassify>=99.1", "click", 'python-pptx>=1.0; extra == "report"']
    patch.setattr(doctor, "requires", lambda _: lines)


def lost_font(patch: pytest.MonkeyPatch, folder: Path) -> None:
    fonts.load.cache_clear()
    patch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    (folder / "maps").mkdir()


def lost_data_of_proj(patch: pytest.MonkeyPatch, _: Path) -> None:
    import pyproj  # noqa: PLC0415 # patched

    def refuse(*_: object, **__: object) -> None:
        raise pyproj.exceptions.CRSError("no database context specified")

    patch.setattr(pyproj.Transformer, "from_crs", refuse)


def wrong_place(patch: pytest.MonkeyPatch, _: Path) -> None:
    patch.setattr(doctor, "_METRES", (650158.45, 3271043.58))


def other_driver(patch: pytest.MonkeyPatch, _: Path) -> None:
    import pyogrio  # noqa: PLC0415 # patched

    drivers = {**pyogrio.list_drivers(), "OGR_VRT": "rw"}
    patch.setattr(pyogrio, "list_drivers", lambda: drivers)


def file_in_the_way(_: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "maps").touch()


def full_disk(patch: pytest.MonkeyPatch, _: Path) -> None:
    patch.setattr(doctor, "_SPACE", 1 << 70)


FAULTS: dict[Callable[[pytest.MonkeyPatch, Path], None], tuple[str, str, str]] = {
    lost_package: ("package mapclassify", "mapclassify", "--force-reinstall mapclassify"),
    old_package: ("package mapclassify", "99.1 is the least", "mapclassify>=99.1"),
    lost_font: ("font", "pylopdf-fonts-zh-cn", "--force-reinstall"),
    lost_data_of_proj: ("proj", "no database context", "--force-reinstall"),
    wrong_place: ("proj", "3271033.5", "--force-reinstall pyproj"),
    other_driver: ("gdal", "OGR_VRT", "import geomap before"),
    file_in_the_way: ("maps folder", "maps", "-o"),
    full_disk: ("temporary folder", "GB free", "space"),
}


@pytest.mark.parametrize("spoil", FAULTS)
def test_a_fault_is_named_with_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[pytest.MonkeyPatch, Path], None],
) -> None:
    name, found, remedy = FAULTS[spoil]
    spoil(monkeypatch, tmp_path)
    check = faults(tmp_path / "maps")[name]
    assert found in check.found.en
    assert check.remedy is not None
    assert remedy in check.remedy.en
    assert check.remedy.zh != check.remedy.en


def test_a_missing_extra_is_advice_and_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda _: None)
    found = {check.name: check for check in doctor.examine(tmp_path)}
    check = found["extra report"]
    assert (check.state, check.remedy and 'pip install "geomap[report]"' in check.remedy.zh) == (
        "advice",
        True,
    )


def test_the_command_ends_with_1_where_something_is_broken(tmp_path: Path) -> None:
    (tmp_path / "geomap.toml").touch()
    order = ["--lang", "en", "doctor", "--json", "-a", str(tmp_path)]
    assert CliRunner().invoke(main, order).exit_code == 0
    (tmp_path / "maps").touch()
    result = CliRunner().invoke(main, order)
    assert result.exit_code == 1
    told = {check["name"]: check for check in json.loads(result.stdout)}
    assert told["maps folder"]["state"] == "broken"
    assert set(told["maps folder"]["remedy"]) == {"zh", "en"}
    assert told["gdal"]["state"] == "ok"
    assert "1 fault" in result.stderr
