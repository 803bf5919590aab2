"""GDAL, asked to write a table."""

import io
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio


def write_table(
    rows: pd.DataFrame, path: Path | io.BytesIO, driver: str, options: dict[str, Any] | None = None
) -> None:
    """Write a table; one whose coordinates no CRS names is written without one.

    Args:
        rows: A GeoDataFrame, or a DataFrame for a table without geometry.
        path: File to make, or to add to; or the memory that takes it.
        driver: GDAL's name of the format.
        options: More for ``pyogrio.write_dataframe``.
    """
    with warnings.catch_warnings():
        # That nothing names the CRS is told to people where it is so: by a note and in metadata.
        warnings.filterwarnings("ignore", "'crs' was not provided")
        pyogrio.write_dataframe(rows, path, driver=driver, **(options or {}))
