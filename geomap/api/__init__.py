"""The verbs of the command line, in Python."""

from geomap.api.atlas import (
    Atlas,
    FindingsError,
    Map,
    ThemeError,
    check,
    convert,
    inspect,
    locate,
    match,
    open,  # noqa: A004 # geomap.open(), as the docs of every reader of files have it
)

__all__ = [
    "Atlas",
    "FindingsError",
    "Map",
    "ThemeError",
    "check",
    "convert",
    "inspect",
    "locate",
    "match",
    "open",
]
