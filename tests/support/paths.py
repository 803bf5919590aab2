"""Where things lie in a checkout."""

from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
SHARED = ROOT.parent / "shared"
# Keys of the shipped themes, in the order of their files.
THEMES = tuple(sorted(path.stem for path in (ROOT / "data" / "themes").glob("*.toml")))
