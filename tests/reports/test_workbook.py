"""`geomap report -o tables.xlsx`: read back by openpyxl, cell for cell what the spec says."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.hostile import WORDS
from support.specs import tiny_spec

import geomap
from geomap.api.report import ReportOptions, write_report
from geomap.model import MapSpec
from geomap.reports import workbook
from geomap.reports.tables import tables
from geomap.text import Lang, Text

LANGS: tuple[Lang, Lang] = ("zh", "en")
PAIR = ("urbanisation", "metro")


@pytest.fixture(scope="module", params=LANGS)
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shipped: geomap.Atlas
) -> tuple[Lang, Path]:
    path = tmp_path_factory.mktemp("workbook") / "t.xlsx"
    write_report(shipped, path, PAIR, options=ReportOptions(request.param))
    return request.param, path


def sheet_name(spec: MapSpec, lang: Lang) -> str:
    return spec.name.get(lang)[:31].strip(" '")


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in sheet.values]


def test_there_is_a_sheet_a_map_and_contents_that_lead_there(
    made: tuple[Lang, Path], shipped: geomap.Atlas
) -> None:
    lang, path = made
    book = openpyxl.load_workbook(path)
    specs = [shipped[key].spec for key in PAIR]
    assert book.sheetnames[1:] == [sheet_name(spec, lang) for spec in specs]
    first = book.worksheets[0]
    targets = [
        cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink
    ]
    assert targets == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_every_cell_of_the_tables_is_there_numbers_as_numbers(
    made: tuple[Lang, Path], shipped: geomap.Atlas
) -> None:
    lang, path = made
    book = openpyxl.load_workbook(path)
    numbers = 0
    for key in PAIR:
        spec = shipped[key].spec
        found = rows(book[sheet_name(spec, lang)])
        for table in tables(spec, lang):
            start = found.index([table.title.get(lang)])
            assert found[start + 1] == list(table.head)
            for row, cells in zip(table.rows, found[start + 2 :], strict=False):
                assert [cell for cell in row if cell not in {None, ""}] == [
                    cell for cell in cells if cell != ""
                ]
                numbers += sum(isinstance(cell, float) for cell in row)
        said = {cell for row in found for cell in row}
        assert {words.get(lang) for words in (spec.title, *spec.summary, *spec.sources)} <= said
    assert numbers == sum(d.value is not None for k in PAIR for d in shipped[k].spec.districts) > 20


def test_each_sheet_has_its_map_with_an_alternative_text(
    made: tuple[Lang, Path], shipped: geomap.Atlas
) -> None:
    lang, path = made
    with zipfile.ZipFile(path) as package:
        names = [n for n in package.namelist() if re.search(r"drawings/drawing\d+\.xml$", n)]
        drawings = [package.read(name).decode() for name in sorted(names)]
        pictures = [n for n in package.namelist() if n.startswith("xl/media/")]
    assert len(pictures) == len(set(pictures)) == len(PAIR)
    for key, drawing in zip(PAIR, drawings, strict=True):
        assert f'descr="{shipped[key].spec.alt.get(lang)}"' in drawing


@pytest.mark.slow
def test_the_same_maps_give_the_same_bytes(
    made: tuple[Lang, Path], shipped: geomap.Atlas, tmp_path: Path
) -> None:
    write_report(shipped, tmp_path / "u.xlsx", PAIR, options=ReportOptions(made[0]))
    assert (tmp_path / "u.xlsx").read_bytes() == made[1].read_bytes()


LONG = "长" * 40_000


@pytest.mark.parametrize(
    "words",
    [*WORDS[:4], WORDS[5], "=1+1", "[a]:*?/\\" * 9, "'", "a\x00\ud800b", LONG],
    ids=range(10),
)
def test_hostile_words_stay_words(tmp_path: Path, words: str) -> None:
    spec, said = tiny_spec(), Text.same(words)
    districts = tuple(replace(d, region=said) for d in spec.districts)
    spec = replace(spec, name=said, districts=districts)
    workbook.write([spec, spec], "zh", tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert len({name.casefold() for name in book.sheetnames}) == 3
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}
                assert cell.hyperlink is None or cell.hyperlink.target is None
    clean = "".join(c for c in words if c not in "\x00\ud800")
    clean = clean if words is not LONG else clean[:32_766] + "…"
    cells = [cell for row in book.worksheets[1].values for cell in row]
    assert clean in cells or f"'{clean}" in cells
