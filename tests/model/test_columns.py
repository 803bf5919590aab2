"""Columns say what their rows said, and sites as columns are the sites."""

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from support.specs import tiny_spec

import geomap
from geomap.model.coded import Coded, joined, paired
from geomap.model.sites import Sites

if TYPE_CHECKING:
    from geomap.model import Site

words = st.lists(st.sampled_from(["甲", "乙", "丙", ""]), max_size=30)


@given(words, words)
def test_a_column_says_what_its_rows_said(first: list[str], second: list[str]) -> None:
    column = Coded.of(first)
    assert list(column) == first
    assert list(column.map(len)) == [len(each) for each in first]
    assert list(column.where(bool)) == [bool(each) for each in first]
    assert column.counts() == {each: first.count(each) for each in dict.fromkeys(first)}
    assert list(joined([column, Coded.of(second)])) == first + second
    short = min(len(first), len(second))
    pairs = paired(Coded.of(first[:short]), Coded.of(second[:short]))
    assert list(pairs) == list(zip(first, second, strict=False))


@given(words, st.data())
def test_some_rows_of_a_column_keep_only_their_values(rows: list[str], data: st.DataObject) -> None:
    mask = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))), dtype=bool
    )
    taken = Coded.of(rows).take(mask)
    kept = [each for each, is_kept in zip(rows, mask, strict=True) if is_kept]
    assert list(taken) == kept
    assert set(taken.distinct) == set(kept)


def test_sites_as_columns_are_the_sites() -> None:
    sites = geomap.open().checked.sites
    alone: list[Site] = list(sites)
    assert len(alone) == len(sites) > 30
    assert list(Sites.of(alone)) == alone
    assert list(sites[3:9]) == alone[3:9]
    assert sites[-1] == alone[-1]
    places = sites.places()
    assert all(site.position.geometry == places[row] for row, site in enumerate(alone))


def test_the_tiny_map_has_no_dots() -> None:
    assert tiny_spec().dots == ()
