"""`geomap report -o atlas.pdf`: objects and streams of the file, held against the sheets."""

import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from support.specs import tiny_spec

import geomap
from geomap.api.profiles import profiles
from geomap.api.report import ReportOptions, write_report
from geomap.errors import RenderError
from geomap.model import MapSpec
from geomap.renderers._pdf_objects import text_string, utf16
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.page import PAGES
from geomap.reports import booklet
from geomap.reports.profile_sheet import lay_out as lay_out_profile
from geomap.text import Lang, Text

LANGS: tuple[Lang, Lang] = ("zh", "en")
COUNT = 18  # maps: the contents take two pages


def specs() -> list[MapSpec]:
    return [
        tiny_spec(title=Text(f"第{n}图", f"Map {n}"), alt=Text(f"图{n}", f"alt {n}"))
        for n in range(COUNT)
    ]


def objects(data: bytes) -> dict[int, bytes]:
    found = re.findall(rb"(?<=\n)(\d+) 0 obj\n(.*?)\nendobj(?=\n)", data, re.DOTALL)
    return {int(number): body for number, body in found}


def pages(data: bytes) -> list[int]:
    every = objects(data)
    (tree,) = (body for body in every.values() if b"/Type /Pages" in body)
    kids = re.search(rb"/Kids \[(.*?)\]", tree)
    assert kids is not None
    return [int(n) for n in re.findall(rb"(\d+) 0 R", kids[1])]


@pytest.fixture(scope="module", params=LANGS)
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Lang, bytes]:
    path = tmp_path_factory.mktemp("booklet") / "a.pdf"
    booklet.write(specs(), request.param, path)
    return request.param, path.read_bytes()


def test_there_is_a_cover_contents_and_a_page_a_map(made: tuple[Lang, bytes]) -> None:
    every, numbers = objects(made[1]), pages(made[1])
    assert len(numbers) == 1 + 2 + COUNT
    assert all(b"/Type /Page /" in every[number] for number in numbers)
    start = re.search(rb"startxref\n(\d+)", made[1])
    assert start is not None
    assert made[1][int(start[1]) :].startswith(b"xref\n")


def test_contents_and_outline_lead_to_each_map(made: tuple[Lang, bytes]) -> None:
    lang, data = made
    every, numbers = objects(data), pages(data)
    links = [
        int(n) for page in numbers[1:3] for n in re.findall(rb"/Dest \[(\d+) 0 R", every[page])
    ]
    assert links == numbers[3:]
    outline = {
        title: int(page)
        for title, page in re.findall(
            rb"/Title (<FEFF\w+>) /Parent.*?/Dest \[(\d+) 0 R", b"\n".join(every.values())
        )
    }
    for spec, number in zip(specs(), numbers[3:], strict=True):
        assert outline[text_string(spec.title.get(lang)).encode()] == number
    assert len(outline) == COUNT + 2


def test_each_map_is_one_figure_with_its_alternative_text(made: tuple[Lang, bytes]) -> None:
    lang, data = made
    every, numbers = objects(data), pages(data)
    figures = [body for body in every.values() if b"/S /Figure" in body]
    assert len(figures) == COUNT
    for spec, body, page in zip(specs(), figures, numbers[3:], strict=True):
        assert f"/Alt {text_string(spec.alt.get(lang))} ".encode() in body
        assert f"/Pg {page} 0 R".encode() in body
        content = re.search(rb"/Contents (\d+) 0 R", every[page])
        assert content is not None
        stream = every[int(content[1])].partition(b"stream\n")[2].removesuffix(b"\nendstream")
        lines = zlib.decompress(stream).decode().splitlines()
        assert (lines[0], lines[-1]) == ("/Figure << /MCID 0 >> BDC", "EMC")


def test_words_can_be_searched(made: tuple[Lang, bytes]) -> None:
    lang, data = made
    streams = [
        body.partition(b"stream\n")[2].removesuffix(b"\nendstream")
        for body in objects(data).values()
        if b"/FlateDecode >>" in body
    ]
    maps = b"\n".join(zlib.decompress(stream) for stream in streams)
    for char in specs()[0].atlas.get(lang):
        assert f"<{utf16(char)}>".encode() in maps
    assert data.count(b"/FontFile3") == 1


@pytest.mark.slow
def test_the_same_maps_give_the_same_bytes(made: tuple[Lang, bytes], tmp_path: Path) -> None:
    booklet.write(specs(), made[0], tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == made[1]


def test_names_without_room_are_told(tmp_path: Path) -> None:
    spec = tiny_spec()
    crowd = tuple(
        replace(spec.marks[2], id=f"project:{n}", name=Text.same("桥" * 30)) for n in range(40)
    )
    spec = replace(spec, marks=crowd)
    count = len(lay_out(spec, "A4-landscape", "en").unplaced)
    assert count > 0
    (told,) = booklet.write([spec], "en", tmp_path / "c.pdf")
    assert told.en == f"tiny: no room on the sheet for {count} names"


def test_profiles_stand_behind_the_maps(shipped: geomap.Atlas, tmp_path: Path) -> None:
    found = list(profiles(shipped, ["500112"]))
    booklet.write(specs()[:2], "zh", tmp_path / "p.pdf", page=PAGES["A3-landscape"], profiles=found)
    data = (tmp_path / "p.pdf").read_bytes()
    every, numbers = objects(data), pages(data)
    count = len(lay_out_profile(found[0], "zh"))
    assert len(numbers) == 1 + 1 + 2 + count
    links = [int(n) for n in re.findall(rb"/Dest \[(\d+) 0 R", every[numbers[1]])]
    assert links == numbers[2:5]
    outline = b"\n".join(every.values())
    assert f"/Title {text_string(found[0].name.zh)}".encode() in outline


def test_an_option_without_effect_is_refused(shipped: geomap.Atlas, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"--profiles .*\.pdf"):
        write_report(shipped, tmp_path / "r.docx", options=ReportOptions(profiles=True))
