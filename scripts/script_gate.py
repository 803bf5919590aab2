"""Check the page's script: types (tsc, strict), a linter (eslint), and tests of its pure functions.

Needs Node.js with npm; without them it says so and leaves the checks out, unless ``CI=true``. The
tools are named in ``package.json``, come from npm, and are no part of geomap. ::

    uv run --group dev scripts/script_gate.py
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "node_modules" / ".bin"
SCRIPT = "geomap/renderers/web"
TESTS = "tests/renderers/web/script"
CHECKS = (
    (str(TOOLS / "tsc"), "-p", SCRIPT),
    (str(TOOLS / "eslint"), "--max-warnings", "0", f"{SCRIPT}/script"),
    ("node", "--test", *sorted(str(path) for path in (ROOT / TESTS).glob("*.test.js"))),
)


def main() -> int:
    """Bring the tools and run the checks.

    Returns:
        0 if all hold or cannot be run here; else the exit code of the first that does not hold.
    """
    os.chdir(ROOT)
    if shutil.which("node") is None or shutil.which("npm") is None:
        print("Node.js is missing: the page's script is not checked.")
        return 1 if os.environ.get("CI") == "true" else 0
    # No lock file: it would carry addresses of a registry. Versions are exact in package.json.
    install = ("npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund")
    for command in (install, *CHECKS):
        print("$", *command, flush=True)
        code = subprocess.run(command, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
