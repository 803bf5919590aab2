"""How large a file may be, and the way to raise that."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import geomap
from geomap.cli.main import main
from geomap.errors import DataError
from geomap.sources.layers import ReadOptions, read_layer
from geomap.sources.limits import Limits, in_words
from geomap.sources.readers import read_table

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("words", "count"),
    [
        *[("500MB", 500 * MB), ("1.5 GB", 1536 * MB), ("10k", 10240), ("7", 7)],
        *[("2GiB", 2048 * MB), ("1tb", MB * MB), (" 3 m ", 3 * MB)],
    ],
)
def test_sizes_as_people_write_them(words: str, count: int) -> None:
    limits = Limits.up_to(words)
    assert limits == Limits.up_to(count)
    assert limits.file == count


@pytest.mark.parametrize("words", ["", "MB", "0", "0.0001", "-5MB", "5 parsecs", "1e9", "∞"])
def test_what_is_no_size_is_refused_in_both_languages(words: str) -> None:
    with pytest.raises(DataError) as caught:
        Limits.up_to(words)
    assert "500MB" in caught.value.message.zh
    assert "is no size of a file; write it as 500MB" in caught.value.message.en


def test_raising_lowers_nothing_and_a_small_size_loosens_nothing() -> None:
    usual, raised, small = Limits(), Limits.up_to("500MB"), Limits.up_to("10KB")
    assert raised.file == raised.trusted == 500 * MB
    assert (raised.unpacked, raised.rows) == (usual.unpacked, 2_500_000)
    assert Limits.up_to("4GB").unpacked == 4096 * MB
    assert (small.unpacked, small.trusted, small.rows) == (
        usual.unpacked,
        usual.trusted,
        usual.rows,
    )


@pytest.mark.parametrize(("size", "words"), [(200 * MB, "200MB"), (10240, "10KB"), (999, "999B")])
def test_sizes_in_words(size: int, words: str) -> None:
    assert in_words(size) == words


def test_a_large_file_is_refused_with_the_flag_that_lets_it_in(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a\n" + "1\n" * 1000, encoding="utf-8")
    with pytest.raises(DataError, match=r"larger than 1KB.*--max-size 1MB") as caught:
        read_table(path, limits=Limits.up_to("1KB"))
    assert "文件超过 1KB" in caught.value.message.zh
    assert "可用 --max-size 1MB 放宽上限" in caught.value.message.zh
    assert len(read_table(path, limits=Limits.up_to("1MB")).rows) == 1000


def packed(member: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, data)
    return stream.getvalue()


def test_what_unpacks_to_much_is_let_in_by_a_user_who_vouches_for_it(tmp_path: Path) -> None:
    document = b'{"type":"FeatureCollection","features":[' + b" " * 3 * MB
    document += (
        b'{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}]}'
    )
    path = tmp_path / "a.zip"
    path.write_bytes(packed("a.geojson", document))
    with pytest.raises(DataError, match=r"unpacks to too much.*--max-size 4MB"):
        read_layer(path)
    assert len(read_layer(path, choice=ReadOptions(limits=Limits.up_to("4MB"))).frame) == 1
    with pytest.raises(DataError, match="unpacks to too much"):
        read_layer(path, choice=ReadOptions(limits=Limits.up_to("3MB")))


def test_many_rows_are_refused_with_the_flag(tmp_path: Path) -> None:
    few = Limits(rows=10, sheet_rows=10)
    text, book = tmp_path / "t.csv", tmp_path / "t.xlsx"
    text.write_text("a\n" + "1\n" * 11, encoding="utf-8")
    made = openpyxl.Workbook()
    for row in range(11):
        made.worksheets[0].append([f"a{row}"])
    made.save(book)
    with pytest.raises(DataError, match=r"more than 10 rows; split it first; .*--max-size 400MB"):
        read_table(text, limits=few)
    with pytest.raises(DataError, match=r"the sheet is too large \(over 10 rows.*--max-size 400MB"):
        read_table(book, limits=few)
    assert len(read_table(text).rows) == 11
    assert len(read_table(book).rows) == 10


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--lang", "en", *arguments], catch_exceptions=False)
    return result.exit_code, result.stderr


@pytest.mark.slow
def test_each_command_that_reads_files_takes_the_flag(atlas_copy: Path, tmp_path: Path) -> None:
    atlas, out = str(atlas_copy), str(tmp_path / "out")
    table = str(atlas_copy / "data" / "sites.csv")
    layer = str(atlas_copy / "data" / "boundaries" / "districts.geojson")
    commands = [
        ["check", "-a", atlas],
        ["build", "metro", "-f", "geojson", "-a", atlas, "-o", out],
        ["export", "metro", "-a", atlas, "-o", f"{out}.geojson"],
        ["inspect", table, "-a", atlas],
        ["convert", layer, f"{out}2.geojson", "--from", "WGS84", "--to", "GCJ-02"],
        ["locate", table, "-o", f"{out}.csv", "-a", atlas],
    ]
    for command in commands:
        code, told = run(*command, "--max-size", "1KB")
        assert (code, "raise the limit with --max-size 1MB" in told) == (2, True), command
        assert run(*command, "--max-size", "1GB")[0] == 0
        code, told = run(*command, "--max-size", "much")
        assert (code, "write it as 500MB or 2GB" in told) == (2, True)


def test_an_atlas_is_opened_within_limits(atlas_copy: Path) -> None:
    with pytest.raises(DataError, match="larger than 1KB"):
        geomap.open(atlas_copy, geomap.Limits.up_to("1KB"))
    with pytest.raises(DataError, match="larger than 1KB"):
        geomap.check(atlas_copy, geomap.Limits.up_to("1KB"))
    assert len(geomap.open(atlas_copy, geomap.Limits.up_to("1GB"))) == 8
