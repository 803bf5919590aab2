"""A disk that refuses, as GDAL and SQLite tell it, told as Python does."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from pyogrio.errors import DataLayerError, DataSourceError


@contextmanager
def as_os_error() -> Iterator[None]:
    """Turn what GDAL and SQLite raise while they write into the error that a full disk raises.

    Raises:
        OSError: The file cannot be written; its words are GDAL's or SQLite's own.
    """
    try:
        yield
    except (DataSourceError, DataLayerError, sqlite3.Error) as error:
        raise OSError(errno.EIO, " ".join(str(error).split())) from error
