"""Laws of classes: every value in one, counts that add up, labels that are true."""

import math
import re
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from geomap.compose.classify import Classes, classify, labels, roundest
from geomap.errors import DataError
from geomap.model import Scheme

NUMBERS = st.floats(-1e7, 1e7, allow_nan=False, allow_subnormal=False).map(
    lambda x: float(f"{x:.9g}")
)
VALUES = st.lists(NUMBERS, min_size=1, max_size=40)
COUNTS = st.lists(st.integers(0, 40).map(float), min_size=1, max_size=40)
CHOOSING = st.sampled_from(["quantile", "equal", "natural"])
K = st.integers(1, 8)


@given(VALUES, CHOOSING, K)
def test_every_value_falls_in_one_class_and_counts_add_up(
    values: list[float], scheme: Scheme, k: int
) -> None:
    classes = classify(values, scheme, k)
    holding = [classes.index(value) for value in values]
    assert classes.counts == tuple(holding.count(i) for i in range(len(classes.counts)))
    assert all(holds(classes, i, value) for i, value in zip(holding, values, strict=True))


@given(VALUES, st.lists(NUMBERS, min_size=1, max_size=6, unique=True).map(sorted))
def test_given_breaks_are_kept_and_every_value_falls_between_two(
    values: list[float], breaks: list[float]
) -> None:
    classes = classify(values, "breaks", breaks=breaks)
    assert list(classes.edges[1:-1]) == breaks
    holding = [classes.index(value) for value in values]
    assert holding == [sum(value >= b for b in breaks) for value in values]
    assert classes.counts == tuple(holding.count(i) for i in range(len(breaks) + 1))


def holds(classes: Classes, i: int, value: float) -> bool:
    low, high = classes.edges[i : i + 2]
    return low <= value < high or (i == len(classes.counts) - 1 and value == high)


@given(VALUES, CHOOSING, K)
def test_edges_ascend_from_the_least_value_to_the_greatest(
    values: list[float], scheme: Scheme, k: int
) -> None:
    edges = classify(values, scheme, k).edges
    assert (edges[0], edges[-1]) == (min(values), max(values))
    # The last class may hold one number only.
    assert all(low < high for low, high in pairwise(edges[:-1]))
    assert len(edges) == 2 or edges[-2] <= edges[-1]


@given(VALUES, CHOOSING, K)
def test_few_distinct_values_make_fewer_classes_and_a_note(
    values: list[float], scheme: Scheme, k: int
) -> None:
    classes = classify(values, scheme, k)
    made = len(classes.counts)
    assert made <= min(k, len(set(values)))
    if scheme != "equal":
        assert 0 not in classes.counts
    if scheme != "quantile":
        assert made == min(k, len(set(values)))
    if made == k:
        assert classes.note is None
    else:
        assert classes.note is not None
        assert f"{k} 级减为 {made} 级" in classes.note.zh
        assert f"{made} classes instead of {k}" in classes.note.en


@given(VALUES, CHOOSING, K, st.integers(0, 3))
def test_labels_tell_the_truth(values: list[float], scheme: Scheme, k: int, digits: int) -> None:
    classes = classify(values, scheme, k)
    shown = labels(classes, digits)
    assert len(shown) == len(classes.counts)
    for value in values:
        low, high = parsed(shown[classes.index(value)])
        assert low <= value <= high


@given(VALUES, st.lists(NUMBERS, min_size=1, max_size=6, unique=True).map(sorted))
def test_labels_of_given_breaks_are_open_at_both_ends(
    values: list[float], breaks: list[float]
) -> None:
    classes = classify(values, "breaks", breaks=breaks)
    shown = labels(classes, 0)
    assert shown[0].startswith("< ")
    assert shown[-1].startswith("≥ ")
    for value in values:
        low, high = parsed(shown[classes.index(value)])
        assert low <= value
        assert value < high or high == math.inf


@given(COUNTS, CHOOSING, K)
def test_labels_of_counts_name_the_first_and_last_number(
    values: list[float], scheme: Scheme, k: int
) -> None:
    classes = classify(values, scheme, k)
    shown = [parsed(label) for label in labels(classes, 0, whole=True)]
    for number in range(int(min(values)), int(max(values)) + 1):
        naming = [i for i, (low, high) in enumerate(shown) if low <= number <= high]
        assert naming == [classes.index(number)]


@given(COUNTS, st.lists(st.integers(0, 50), min_size=1, max_size=5, unique=True).map(sorted))
def test_labels_of_counts_with_given_breaks(values: list[float], breaks: list[int]) -> None:
    classes = classify(values, "breaks", breaks=breaks)
    shown = [parsed(label) for label in labels(classes, 0, whole=True)]
    for value in values:
        naming = [i for i, (low, high) in enumerate(shown) if low <= value <= high]
        assert classes.index(value) in naming
        assert shown[classes.index(value)][0] <= value


def parsed(label: str) -> tuple[float, float]:
    """What a reader takes a label to mean."""
    number = r"(-?[\d,]+(?:\.\d+)?)"
    if match := re.fullmatch(f"< {number}", label):
        return -math.inf, to_float(match[1])
    if match := re.fullmatch(f"≥ {number}", label):
        return to_float(match[1]), math.inf
    match = re.fullmatch(f"{number}(?: – {number})?", label)
    assert match, label
    return to_float(match[1]), to_float(match[2] or match[1])


def to_float(words: str) -> float:
    return float(words.replace(",", ""))


# --- Schemes


@given(st.lists(st.integers(-60, 60), min_size=1, max_size=9), st.integers(1, 4))
def test_natural_has_the_least_spread_of_all_ways_to_cut(values: list[int], k: int) -> None:
    distinct = sorted(set(values))
    k = min(k, len(distinct))
    classes = classify([float(v) for v in values], "natural", k)
    groups = [[v for v in values if classes.index(v) == i] for i in range(k)]
    least = min(
        spread([[v for v in values if low <= v < high] for low, high in pairwise(edges)])
        for starts in combinations(distinct[1:], k - 1)
        for edges in [(distinct[0], *starts, math.inf)]
    )
    assert spread(groups) == pytest.approx(least, abs=1e-9)


def spread(groups: Sequence[Sequence[float]]) -> float:
    return sum(float(np.var(group)) * len(group) for group in groups)


@given(st.lists(NUMBERS, min_size=2, max_size=40, unique=True), st.integers(2, 8))
def test_quantiles_of_distinct_values_hold_almost_equally_many(values: list[float], k: int) -> None:
    assume(len(values) >= k)
    counts = classify(values, "quantile", k).counts
    assert len(counts) == k
    assert max(counts) - min(counts) <= 1


@given(st.lists(NUMBERS, min_size=2, max_size=40, unique=True), K)
def test_equal_steps_are_equal(values: list[float], k: int) -> None:
    edges = classify(values, "equal", k).edges
    steps = np.diff(edges)
    assert steps == pytest.approx(steps.mean(), rel=0.02)


def test_quantiles_keep_equal_values_together() -> None:
    classes = classify([1, 1, 1, 1, 2, 3], "quantile", 3)
    assert classes.counts == (4, 2)
    assert classes.note is not None


@pytest.mark.parametrize(
    ("values", "scheme", "k", "breaks"),
    [
        ([], "natural", 5, ()),
        ([1.0, math.nan], "natural", 5, ()),
        ([1.0, math.inf], "equal", 5, ()),
        ([1.0], "natural", 0, ()),
        ([1.0], "breaks", 5, ()),
        ([1.0], "breaks", 5, (2.0, 2.0)),
        ([1.0], "breaks", 5, (2.0, math.nan)),
    ],
)
def test_what_cannot_be_classed_is_refused(
    values: list[float], scheme: Scheme, k: int, breaks: tuple[float, ...]
) -> None:
    with pytest.raises(DataError):
        classify(values, scheme, k, breaks)


@pytest.mark.parametrize("value", [0.9, 3.1, math.nan])
def test_a_value_outside_of_all_classes_has_none(value: float) -> None:
    with pytest.raises(DataError, match="lies in no class"):
        classify([1, 2, 3], "natural", 2).index(value)


# --- Round edges


@given(NUMBERS, NUMBERS)
@example(0.3, 0.1 + 0.2)
@example(731.6120297110001, 731.6120297110006)
def test_the_roundest_lies_in_its_interval_and_none_is_rounder(one: float, other: float) -> None:
    assume(one != other)
    low, high = min(one, other), max(one, other)
    found = roundest(low, high)
    assert low < found <= high
    for exponent in range(12, -12, -1):
        for lead in (5, 2, 1):
            step = float(f"{lead}e{exponent}")
            if is_multiple(found, step):
                return
            first = (math.floor(low / step) + 1) * step
            assert not low < first <= high or is_multiple(found, first)


def is_multiple(number: float, step: float) -> bool:
    times = number / step
    return math.isclose(times, round(times), rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("low", "high", "edge"),
    [
        (39.2, 41.7, 40),
        (43, 78, 50),
        (-3, 8, 0),
        (0.12, 0.134, 0.13),
        (1_048_577, 1_120_000, 1_100_000),
        (2, 3, 3),
        (1.0, math.nextafter(1.0, 2), math.nextafter(1.0, 2)),
    ],
)
def test_edges_are_what_a_person_would_choose(low: float, high: float, edge: float) -> None:
    assert roundest(low, high) == edge


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([68.926, 69.4, 90.3], ("68 – 80", "80 – 91")),
        ([-0.2, -0.1, 40, 41], ("-1 – 0", "0 – 41")),
        ([0.00001, 0.00004], ("0.00001 – 0.00002", "0.00002 – 0.00004")),
        ([1000, 1_900_000], ("1,000 – 1,000,000", "1,000,000 – 1,900,000")),
    ],
)
def test_labels_are_short_and_their_outer_ends_rounded_outwards(
    values: list[float], shown: tuple[str, ...]
) -> None:
    assert labels(classify(values, "natural", 2), 0) == shown
