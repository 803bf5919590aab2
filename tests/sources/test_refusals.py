"""One thing broken in a copy of the shipped atlas: told with place and remedy, nothing built."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geomap.cli.main import main

Break = Callable[[Path], None]


# --- Ways to break something


def cell(file: str, row: int, column: str, value: str) -> Break:
    def act(root: Path) -> None:
        path = root / "data" / file
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        rows[row - 1][rows[0].index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)

    return act


def words(file: str, old: str, new: str) -> Break:
    """Replace words that stand in the file, once."""

    def act(root: Path) -> None:
        path = root / file
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")

    return act


def feature(number: int, change: Callable[[dict[str, Any]], object]) -> Break:
    def act(root: Path) -> None:
        path = root / "data" / "boundaries" / "districts.geojson"
        document = json.loads(path.read_text(encoding="utf-8"))
        change(document["features"][number - 1])
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    return act


def missing(file: str) -> Break:
    return lambda root: (root / file).unlink()


def partly_gbk(file: str) -> Break:
    """The second line in another encoding than the rest, as two people's rows put together."""

    def act(root: Path) -> None:
        path = root / "data" / file
        lines = path.read_bytes().splitlines(keepends=True)
        lines[1] = lines[1].decode().encode("gb18030")
        path.write_bytes(b"".join(lines))

    return act


# A row of sites.csv with a position, and of projects.csv with districts.
SITE, PROJECT = 2, 15
PARIS = "2.35"

CASES: dict[str, tuple[Break, str, str, str]] = {
    "table missing": (
        missing("data/sites.csv"),
        "data/sites.csv",
        "找不到该文件；请检查 geomap.toml 中的路径",
        "no such file; check the path in geomap.toml",
    ),
    "boundaries missing": (
        missing("data/boundaries/districts.geojson"),
        "data/boundaries/districts.geojson",
        "找不到该文件；",
        "no such file; ",
    ),
    "atlas missing": (missing("geomap.toml"), "geomap.toml", "找不到该文件；", "no such file; "),
    "unknown key in a theme": (
        words("data/themes/metro.toml", "extent =", "extend ="),
        "data/themes/metro.toml",
        "未知键“extend”；是否为“extent”？",
        "unknown key 'extend'; did you mean 'extent'?",
    ),
    "unknown indicator in a theme": (
        words("data/themes/urbanisation.toml", '"urbanisation_rate"', '"urbanization_rate"'),
        "data/themes/urbanisation.toml [fill.indicator]",
        "是否为“urbanisation_rate”？",
        "did you mean 'urbanisation_rate'?",
    ),
    "year without numbers": (
        words("data/themes/urbanisation.toml", "year = 2020", "year = 2021"),
        "data/themes/urbanisation.toml",
        "没有 2021 年的数据。已有年份：2020",
        "no values for 2021. Years there are: 2020",
    ),
    "breaks that do not ascend": (
        words("data/themes/urbanisation.toml", "[-15, -10,", "[-10, -15,"),
        "data/themes/urbanisation.toml [fill.breaks]",
        "递增的分级界限；如 [40, 60, 80]",
        "ascending; such as [40, 60, 80]",
    ),
    "theme no TOML": (
        words("data/themes/metro.toml", "[fill]", "[fill"),
        "data/themes/metro.toml",
        "不是合格的 TOML",
        "not valid TOML",
    ),
    "unknown district": (
        cell("projects.csv", PROJECT, "districts", "石柱乡"),
        f"data/projects.csv:{PROJECT}:districts",
        "区县“石柱乡”不在区划表中。是否为“石柱土家族自治县”(500240)",
        "'石柱乡' is not in the boundaries. Did you mean “石柱土家族自治县”(500240)",
    ),
    "outside China": (
        cell("sites.csv", SITE, "lon", PARIS),
        f"data/sites.csv:{SITE}:lon",
        "不在中国范围内。请核对坐标",
        "lies outside China. Check the coordinates",
    ),
    "swapped": (
        words("data/sites.csv", "107.76056,29.32431", "29.32431,107.76056"),
        f"data/sites.csv:{SITE}:lon",
        "颠倒",
        "swapped",
    ),
    "duplicate adcode": (
        feature(5, lambda f: f["properties"].update(adcode="500101")),
        "data/boundaries/districts.geojson:5:adcode",
        "500101 重复（第 1 个要素已用）。每个区县只保留一个要素",
        "500101 is used twice (first by feature 1). Keep one feature a district",
    ),
    "undeclared region": (
        feature(5, lambda f: f["properties"].update(region="渝西")),
        "data/boundaries/districts.geojson:5:region",
        "未声明的区域“渝西”。可用：",
        "The region '渝西' is not declared. Use one of",
    ),
    "open ring": (
        feature(5, lambda f: f["geometry"]["coordinates"][0].pop()),
        "data/boundaries/districts.geojson:5",
        "请修复或删除该要素",
        "repair or remove the feature",
    ),
    "two encodings": (
        partly_gbk("projects.csv"),
        "data/projects.csv:2",
        "也无法断定是哪种编码；请另存为“CSV UTF-8",
        "no other encoding is certain; save it as “CSV UTF-8",
    ),
    "too many cells": (
        words("data/indicators.csv", "census2020\n", "census2020,and,more\n"),
        "data/indicators.csv:2",
        "有 9 格，表头只有 7 列；含逗号的文字请加双引号",
        "9 cells, but the header has 7 columns; put text that has a comma in double quotes",
    ),
    "unpaired quote": (
        words("data/sites.csv", "wulong-service-area,", 'wulong-service-area,"'),
        "data/sites.csv:",
        "请检查引号是否成对",
        "check that quotes come in pairs",
    ),
    "bad number": (
        cell("indicators.csv", 3, "value", "1,078,149人"),
        "data/indicators.csv:3:value",
        "“1,078,149人”不是数字。只写数字，单位放在表头或单位列",
        "'1,078,149人' is not a number. Write the number only, its unit in the header",
    ),
    "value twice": (
        cell("indicators.csv", 3, "indicator", "resident_population"),
        "data/indicators.csv:3",
        "已在第 2 行给出。只保留一行",
        "is already given in row 2. Keep one of the rows",
    ),
    "code and name differ": (
        cell("indicators.csv", 3, "name", "渝中区"),
        "data/indicators.csv:3:name",
        "请核对代码与名称",
        "Make code and name agree",
    ),
    "bad datum": (
        cell("sites.csv", SITE, "datum", "西安80"),
        f"data/sites.csv:{SITE}:datum",
        "请核对坐标与基准",
        "Check the coordinates and their datum",
    ),
    "unknown kind": (
        cell("projects.csv", PROJECT, "kind", "bridges"),
        f"data/projects.csv:{PROJECT}:kind",
        "“bridges”不是允许的取值。可用：bridge",
        "'bridges' is not an allowed value. Use one of: bridge",
    ),
    "bad certainty": (
        cell("projects.csv", PROJECT, "certainty", "rough"),
        f"data/projects.csv:{PROJECT}:certainty",
        "可用：surveyed、approximate、schematic、whole-unit、none",
        "Use one of: surveyed, approximate, schematic, whole-unit, none",
    ),
    "missing column": (
        words("data/measures.csv", ",scope,", ",range,"),
        "data/measures.csv:1:scope",
        "缺少列“scope”。请在表头中添加",
        "The column 'scope' is missing. Add it to the header",
    ),
    "missing uncertainty": (
        cell("sites.csv", SITE, "uncertainty_m", ""),
        f"data/sites.csv:{SITE}:uncertainty_m",
        "须有不确定度。请填写大于 0 的米数",
        "needs its uncertainty. Write metres, more than 0",
    ),
    "id twice": (
        cell("sites.csv", 3, "id", "wulong-service-area"),
        "data/sites.csv:3:id",
        "已用于第 2 行。请另取一个",
        "is used in row 2. Choose another",
    ),
    "no such chapter": (
        cell("measures.csv", 3, "chapter", "7"),
        "data/measures.csv:3:chapter",
        "章“7”不在规划中。应为 1 至 6",
        "The plan has no chapter '7'. Write 1 to 6",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_with_place_and_remedy_and_nothing_is_built(atlas_copy: Path, case: str) -> None:
    break_it, place, zh, en = CASES[case]
    maps = atlas_copy / "maps"
    maps.mkdir()
    (maps / "index.html").write_bytes(b"old")
    break_it(atlas_copy)
    for lang, command, told in (("zh", "build", zh), ("en", "check", en)):
        result = CliRunner().invoke(main, ["--lang", lang, command, "-a", str(atlas_copy)])
        lines = [line for line in result.stderr.splitlines() if told in line]
        assert lines, result.stderr
        assert lines[0].startswith(place)
        # To tell findings is what `check` is for; what cannot be read is refused by both.
        found = command == "check" and "[GM-" in lines[0]
        assert (result.exit_code, result.stdout) == (1 if found else 2, "")
    assert [path.name for path in maps.iterdir()] == ["index.html"]
    assert (maps / "index.html").read_bytes() == b"old"


def test_a_table_in_gbk_is_read_with_a_warning(atlas_copy: Path) -> None:
    path = atlas_copy / "data" / "projects.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    result = CliRunner().invoke(main, ["--lang", "en", "check", "-a", str(atlas_copy)])
    assert (result.exit_code, result.stderr.count("\n")) == (0, 2)
    assert result.stderr.startswith(
        "data/projects.csv: [GM-F001] The encoding was inferred from the content: gb18030"
    )


def test_a_repeated_column_is_told_and_leaves_the_first_as_it_was(atlas_copy: Path) -> None:
    words("data/projects.csv", "id,name,name_en", "id,name,name")(atlas_copy)
    result = CliRunner().invoke(main, ["--lang", "zh", "check", "-a", str(atlas_copy)])
    told = "data/projects.csv:1：[GM-F022] 列名重复，以编号区分：name (2)。请为每列取一个名字。"
    assert (result.exit_code, result.stderr.splitlines()[0]) == (0, told)


def test_the_atlas_is_sound_before_anything_is_broken(atlas_copy: Path) -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "check", "-a", str(atlas_copy)])
    assert (result.exit_code, result.stderr) == (0, "0 errors, 0 warnings\n")
