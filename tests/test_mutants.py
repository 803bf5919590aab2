"""A few hundred broken files on every run; `mutants.py` makes thousands."""

import mutants


def test_broken_files_are_read_or_refused() -> None:
    results = mutants.run(300, seed=1)
    assert set(results) == {"read", "refused"}
    assert results.total() == 300


def test_the_good_seeds_are_read() -> None:
    good = [mutants.Mutant(s, i, data) for i, (s, data) in enumerate(mutants.seeds().items())]
    assert set(mutants.read(good).values()) == {"read"}
