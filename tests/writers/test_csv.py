"""CSV: numbers are numbers, codes stay text, and nothing runs."""

from pathlib import Path

import pandas as pd
import pytest
from support.hostile import WORDS
from support.specs import tiny_spec

from geomap.api.atlas import Atlas
from geomap.writers import csv


@pytest.mark.parametrize("theme", ["urbanisation", "metro", "charging"])
def test_tables_are_read_back_as_they_were(shipped: Atlas, tmp_path: Path, theme: str) -> None:
    chosen = shipped[theme]
    path = chosen.to_file(tmp_path / f"{theme}.csv")
    frame = chosen.layers["districts"]
    back = pd.read_csv(path, dtype={"adcode": str}).set_index("adcode")
    assert list(back.index) == list(frame.index)
    for column in (c for c in frame.columns if c != "geometry"):
        if pd.api.types.is_numeric_dtype(frame[column]):
            pd.testing.assert_series_equal(back[column], frame[column], check_dtype=False)
    rows = sum(len(pd.read_csv(file)) for file in tmp_path.glob("*.csv"))
    assert rows == sum(len(frame) for frame in chosen.layers.values())


def test_it_opens_in_excel_as_it_is(shipped: Atlas, tmp_path: Path) -> None:
    data = shipped["metro"].to_file(tmp_path / "m.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 45


@pytest.mark.parametrize("words", WORDS)
def test_no_cell_is_a_formula(shipped: Atlas, tmp_path: Path, words: str) -> None:
    rows = shipped["metro"].layers["districts"].iloc[:1].assign(name=words)
    csv.write(tiny_spec(), {"districts": rows}, tmp_path / "t.csv")
    (cell,) = pd.read_csv(tmp_path / "t.csv")["name"]
    assert cell in {words, f"'{words}"}
    assert cell[0] not in "=+-@＝＋－＠"
