"""Try documents of the wrong shape on every reader, by the ten thousand.

Each value at each place of a sound document is replaced by each other kind of value; beyond that,
pairs of faults at random, the same for the same number. A refusal is right, and so is an answer
that is the sound one's or comes with a finding. Any other exception, a warning of a library, an
answer that differs in silence or one that does not come in time is a failure. ::

    uv run --group dev scripts/fuzz.py 50000        # all formats
    uv run --group dev scripts/fuzz.py 5000 KML CSV # some
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support.fuzz import run  # noqa: E402 # it lies beside the tests


def main(arguments: list[str]) -> int:
    """Print what came of as many documents as asked for, a line a format, and all that failed.

    Returns:
        0 if none failed, 2 for an unknown format, else 1.
    """
    count = int(arguments[0]) if arguments else 5_000
    unknown = set(arguments[1:]) - set(run.GRAMMARS)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(run.GRAMMARS)}")
        return 2
    begun = time.monotonic()
    results = run.run(run.chosen(count, arguments[1:] or tuple(run.GRAMMARS)))
    for name, tally in results.items():
        print(f"{name}: {', '.join(f'{n:,} {how}' for how, n in tally.ways.most_common())}")
    wrong = [words for tally in results.values() for words in tally.wrong]
    print(*wrong, sep="\n\n")
    total = sum(tally.ways.total() for tally in results.values())
    print(f"tried {total:,} in {time.monotonic() - begun:.0f} s, failed {len(wrong):,}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
