"""`geomap report`: a chapter read back by python-docx, held against the specs it was made from."""

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.document import Document
from support.hostile import WORDS
from support.paths import ROOT
from support.specs import tiny_spec

from geomap.api.atlas import Atlas, ThemeError
from geomap.api.report import ReportOptions, write_report
from geomap.cli.main import main
from geomap.errors import RenderError
from geomap.reports import chapter
from geomap.reports.tables import tables
from geomap.text import Lang, Text

LANGS: tuple[Lang, Lang] = ("zh", "en")
PAIR = ("urbanisation", "metro")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, shipped: Atlas) -> Path:
    made = tmp_path_factory.mktemp("chapter")
    for lang in LANGS:
        write_report(shipped, made / f"{lang}.docx", PAIR, options=ReportOptions(lang))
    return made


def styled(document: Document, name: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == name]


@pytest.mark.parametrize("lang", LANGS)
def test_each_theme_is_a_chapter_with_its_figure(shipped: Atlas, folder: Path, lang: Lang) -> None:
    document = docx.Document(str(folder / f"{lang}.docx"))
    titles = [shipped[key].spec.name.get(lang) for key in PAIR]
    assert styled(document, "Heading 1") == titles
    figures = styled(document, "Caption")
    word, stop = ("图", "　") if lang == "zh" else ("Figure", ". ")
    assert figures == [f"{word} {n}{stop}{title}" for n, title in enumerate(titles, 1)]
    tables = styled(document, "Table Caption")
    assert [caption.split(stop)[0].split()[-1] for caption in tables] == list("12345")


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_has_the_values_and_classes_of_the_map(
    shipped: Atlas, folder: Path, lang: Lang
) -> None:
    spec = shipped["urbanisation"].spec
    table = docx.Document(str(folder / f"{lang}.docx")).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    numbers = [None if row[3] == "–" else float(row[3].replace(",", "")) for row in rows]
    found = [(row[0], row[1], n, row[4]) for row, n in zip(rows, numbers, strict=True)]
    assert found == [
        (d.name.get(lang), d.adcode, d.value, spec.item(d.item).label.get(lang))
        for d in spec.districts
    ]
    first = table.rows[0]._tr  # noqa: SLF001 # python-docx has no other way
    assert len(first.xpath("./w:trPr/w:tblHeader")) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_measures_marks_and_sources_are_all_there(shipped: Atlas, folder: Path, lang: Lang) -> None:
    spec, document = shipped["metro"].spec, docx.Document(str(folder / f"{lang}.docx"))
    measures, marks = document.tables[-2:]
    assert [row.cells[1].text for row in measures.rows][1:] == [
        m.title.get(lang) for m in spec.measures
    ]
    assert [row.cells[0].text for row in marks.rows][1:] == [m.name.get(lang) for m in spec.marks]
    notes = styled(document, "Map Note")
    assert [
        w for w in (spec.approval, *spec.notes, *spec.sources) if w.get(lang) not in notes
    ] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_text_says_what_the_data_say_and_points_at_the_figure(
    shipped: Atlas, folder: Path, lang: Lang
) -> None:
    document = docx.Document(str(folder / f"{lang}.docx"))
    words = styled(document, "Body Text")[0]
    for said in shipped["urbanisation"].spec.summary[1:]:
        assert said.get(lang) in words
    assert ("（见图 1、表 1）。" if lang == "zh" else " (see Figure 1, Table 1). ") in words
    instructions = [t.text for t in document.element.xpath("//w:instrText")]
    assert instructions.count(" REF _Ref_Figure1 \\h ") == 1
    names = set(document.element.xpath("//w:bookmarkStart/@w:name"))
    assert set(document.element.xpath("//w:hyperlink/@w:anchor")) <= names


def test_the_summary_has_the_counts_the_ends_and_the_targets(shipped: Atlas) -> None:
    said = shipped["urbanisation"].spec.summary
    title = "常住人口城镇化率与目标之差（个百分点，2020）"
    assert said[0].zh.startswith(f"44个区县按“{title}”分为：差 15 以上（4个）、")
    assert said[1].zh == "最高为万州区（8.92 个百分点），最低为巫溪县（-19.68 个百分点）。"
    assert said[2].zh == "全市2020年为 69.46 %，距目标 76 % 还差 6.54 个百分点（总体要求）。"
    assert "6.54 points short of its target of 76 %" in said[2].en
    assert shipped["measures"].spec.summary[1].en == (
        "The highest is 7 (Yubei, Jiangjin, Hechuan), the lowest 2 (9 districts)."
    )


def test_a_map_of_circles_has_their_numbers_in_words_and_table(shipped: Atlas) -> None:
    spec = shipped["citizenship"].spec
    assert [said.zh for said in spec.summary[:2]] == [
        "43个区县有圆：乡村人口（人，2020）。",
        "最高为开州区（594,821 人），最低为渝中区（0 人）。",
    ]
    table = tables(spec, "zh")[0]
    assert table.head[-1] == "乡村人口（人，2020）"
    by_name = {row[0]: row[-1] for row in table.rows}
    assert (by_name["开州区"], by_name["渝中区"]) == (594821, None)


@pytest.mark.parametrize("lang", LANGS)
def test_the_contents_repeat_the_headings_with_their_numbers(folder: Path, lang: Lang) -> None:
    document = docx.Document(str(folder / f"{lang}.docx"))
    entries = [*styled(document, "toc 1"), *styled(document, "toc 2")]
    headings = [*styled(document, "Heading 1"), *styled(document, "Heading 2")]
    numbers = {"zh": ("一、", "（一）"), "en": ("1 ", "1.1 ")}[lang]
    assert len(entries) == len(headings)
    assert all(e.endswith(h) and e != h for e, h in zip(entries, headings, strict=True))
    assert (entries[0].startswith(numbers[0]), entries[2].startswith(numbers[1])) == (True, True)


@pytest.mark.slow
def test_the_same_atlas_gives_the_same_bytes_by_the_command_too(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "r.docx"
    result = CliRunner().invoke(main, ["report", *PAIR, "-o", str(path), "-a", str(ROOT)])
    assert result.exit_code == 0
    assert result.stdout.split() == [str(path)]
    assert path.read_bytes() == (folder / "zh.docx").read_bytes()


def test_other_formats_and_themes_are_refused(shipped: Atlas, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"ends in \.docx"):
        write_report(shipped, tmp_path / "r.odt")
    with pytest.raises(ThemeError):
        write_report(shipped, tmp_path / "r.docx", ["nowhere"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [WORDS[1], WORDS[5]])
def test_hostile_words_stay_words(tmp_path: Path, words: str) -> None:
    spec, said = tiny_spec(), Text.same(words)
    spec = replace(
        spec,
        name=said,
        atlas=said,
        summary=(said,),
        measures=(replace(spec.measures[0], title=said, departments=(words,)),),
    )
    chapter.write([spec], "en", tmp_path / "t.docx")
    document = docx.Document(str(tmp_path / "t.docx"))
    assert styled(document, "Title") == styled(document, "Heading 1") == [words]
    assert document.tables[1].rows[1].cells[4].text == words
    instructions = {t.text.split()[0] for t in document.element.xpath("//w:instrText")}
    assert instructions == {"TOC", "SEQ", "REF"}
