"""`geomap inspect` on one file after the other, each in a process of its own that is measured.

Run as a script by a test, so that the processes are forked from one that holds geomap and nothing
of pytest::

    alone.py ATLAS FILE…

Prints a line of JSON a file. A process that takes too long is ended by the kernel.
"""

import json
import os
import resource
import signal
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from geomap.cli.main import main

SECONDS = 30
# The kernel's last word, so that a bomb cannot stop the machine; what is promised is measured.
ADDRESSES = 6 << 30
# What the command imports when it runs; here it is there before the clock starts.
HEAVY = ("geomap.api.atlas", "geomap.api.inspection", "pyarrow.parquet")


def measure(atlas: str, file: str) -> dict[str, object]:
    """What the command answered, with its seconds and megabytes."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            run(["--lang", "en", "inspect", file, "--json", "-a", atlas])
        _, status, used = os.wait4(child, 0)
        seconds = time.perf_counter() - start
        texts = [stream.seek(0) or stream.read().decode() for stream in (out, err)]
    return {
        "file": file,
        "code": os.waitstatus_to_exitcode(status),  # negative for a signal
        "stdout": texts[0],
        "stderr": texts[1],
        "seconds": seconds,
        "megabytes": used.ru_maxrss / 1024,
    }


def run(arguments: list[str]) -> None:
    """The command, in a child; it does not come back."""
    signal.alarm(SECONDS)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = ADDRESSES if most == resource.RLIM_INFINITY else min(ADDRESSES, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        main(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 # shown as Python would show it
        sys.excepthook(*sys.exc_info())
        code = 1
    else:
        code = 0
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    for name in HEAVY:
        import_module(name)
    for path in sys.argv[2:]:
        print(json.dumps(measure(sys.argv[1], str(Path(path)))), flush=True)  # noqa: T201 # its output
