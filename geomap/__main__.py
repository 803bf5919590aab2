"""``python -m geomap``."""

from geomap.cli.main import main

if __name__ == "__main__":  # not when a process beside this one imports it again
    main()
