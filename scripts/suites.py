"""Run public suites of JSON and GeoJSON documents on our readers.

The folder holds the suites as their projects lay them out, in folders of their own: JSONTestSuite
(``y_``, ``n_`` and ``i_`` files), the fixtures of geojsonhint (``good``, ``bad``) and those of the
GeoJSON schema (``valid``, ``invalid``). What is right follows from those names alone. ::

    uv run --group dev scripts/suites.py FOLDER
"""

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support import suites  # noqa: E402 # it lies beside the tests


def main(arguments: list[str]) -> int:
    """Print how many files each rule speaks of and each that is answered otherwise.

    Returns:
        0 if all are answered by their rule, 1 if one is not, 2 where there is nothing to run.
    """
    found = list(suites.cases(Path(arguments[0]))) if len(arguments) == 1 else []
    if not found:
        print("usage: suites.py FOLDER; it holds y_, n_, i_ files, or good and bad folders")
        return 2
    tried = Counter(case.rule for case in found)
    wrong = [(case, fault) for case in found if (fault := suites.fault_of(case))]
    failed = Counter(case.rule for case, _ in wrong)
    for rule, count in tried.items():
        print(f"{rule}: tried {count}, failed {failed[rule]}")
    for case, fault in wrong:
        print(f"\n{case.rule}: {case.path}\n  {fault}")
    print(f"tried {len(found)}, failed {len(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
