"""A few hundred broken files on every run; `mutants.py` makes thousands."""

import pytest
from support import mutants

pytestmark = pytest.mark.slow


def test_broken_files_are_read_or_refused() -> None:
    results = mutants.run(400, seed=1)
    assert set(results) == set(mutants.seeds())  # every format was among them
    assert {how for ways in results.values() for how in ways} == {"read", "refused"}
    assert sum(ways.total() for ways in results.values()) == 400


def test_the_good_seeds_are_read() -> None:
    good = [mutants.Mutant(s, i, data) for i, (s, data) in enumerate(mutants.seeds().items())]
    assert set(mutants.read(good).values()) == {"read"}
