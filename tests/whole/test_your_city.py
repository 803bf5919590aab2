"""The page “Your city in fifteen minutes”: its commands run, in both languages."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.paths import ROOT

import geomap
from geomap.cli.main import main

PAGES = {
    lang: ROOT / "docs" / name for lang, name in (("en", "your-city.md"), ("zh", "your-city.zh.md"))
}


def blocks(lang: str, kind: str) -> list[str]:
    text = PAGES[lang].read_text(encoding="utf-8")
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def test_both_pages_have_the_same_commands_and_examples() -> None:
    for kind in ("sh", "csv"):
        assert blocks("en", kind) == blocks("zh", kind)
    assert len(blocks("en", "toml")) == len(blocks("zh", "toml")) == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.slow
def test_every_command_runs(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(ROOT / "data" / "boundaries" / "districts.geojson", "districts.geojson")
    Path("yearbook.csv").write_text(blocks(lang, "csv")[0], encoding="utf-8")
    lines = [line for block in blocks(lang, "sh") for line in block.splitlines()]
    commands = [line.split()[1:] for line in lines if line.startswith("geomap ")]
    assert len(commands) == 4
    for words in commands:
        result = CliRunner().invoke(main, ["--lang", lang, *words])
        assert result.exit_code == 0, result.output
    assert Path("withnumbers/maps/index.html").is_file()
    counted = geomap.open("withnumbers")["map-1"].spec.districts
    people = {d.name.zh: d.circle.value for d in counted if d.circle}
    assert people == {"锦江区": 90.28, "青羊区": 95.60}
