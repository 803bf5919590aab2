"""GeoPackage, Shapefile and FlatGeobuf, by GDAL.

GDAL sees private copies with names of our own, whose first bytes were checked: no link, no sidecar
and no name of the user's reaches it.
"""

import math
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely

from geomap.model import Location
from geomap.sources.layer import Record
from geomap.sources.refusals import AGAIN, DAMAGED, refuse
from geomap.text import Text, clean

# MemoryError: a damaged file may ask for any amount.
_FAULTS = (RuntimeError, ValueError, OSError, MemoryError, shapely.errors.GEOSException)


def read_with_gdal(
    parts: Mapping[str, bytes], name: str, layer: str | None, encoding: str | None = None
) -> tuple[tuple[Record, ...], pyproj.CRS | None]:
    """Read a layer.

    Args:
        parts: The bytes of the file and its sidecars by suffix, the main one first.
        name: How messages call it.
        layer: Name of the layer, where there are several.
        encoding: Of a Shapefile's table.

    Returns:
        The features and their CRS, if the file says one.

    Raises:
        DataError: It is damaged, or has several layers and none was chosen.
    """
    with tempfile.TemporaryDirectory(prefix="geomap-") as folder:
        for suffix, data in parts.items():
            (Path(folder) / f"layer{suffix}").write_bytes(data)
        path = Path(folder) / f"layer{next(iter(parts))}"
        with warnings.catch_warnings():
            # GDAL warns of what `inspect` reports by itself: a missing .prj, a lost index.
            warnings.simplefilter("ignore", RuntimeWarning)
            warnings.simplefilter("ignore", UserWarning)
            try:
                chosen = _layer(path, name, layer)
                meta, _, shapes, columns = pyogrio.raw.read(path, layer=chosen, encoding=encoding)
                geometries = _geometries(shapes, columns)
                crs = _crs(meta["crs"])
            except _FAULTS as error:
                refuse(Location(name), DAMAGED, AGAIN, error)
    fields = [clean(str(field)) for field in meta["fields"]]
    texts = [_texts(column, dtype) for column, dtype in zip(columns, meta["dtypes"], strict=True)]
    return tuple(
        Record(i + 1, {f: t[i] for f, t in zip(fields, texts, strict=True)}, geometry)
        for i, geometry in enumerate(geometries)
    ), crs


def _layer(path: Path, name: str, wanted: str | None) -> str:
    names = [str(layer) for layer, _ in pyogrio.list_layers(path)]
    if wanted in names:
        return str(wanted)
    if wanted is None and len(names) == 1:
        return names[0]
    what = Text(f"有 {len(names)} 个图层", f"{len(names)} layers in it")
    if wanted is not None:
        what = Text(f"没有图层“{wanted}”", f"no layer {wanted!r}")
    refuse(
        Location(name),
        what,
        Text(f"请选择：{'、'.join(names)}", f"choose one: {', '.join(names)}"),
    )


def _geometries(shapes: Any, columns: list[Any]) -> list[Any]:  # noqa: ANN401 # WKB or nothing
    if shapes is None:
        return [None] * (len(columns[0]) if columns else 0)
    with np.errstate(all="ignore"):  # coordinates of any size
        return list(shapely.force_2d(shapely.from_wkb(shapes)))


def _crs(words: str | None) -> pyproj.CRS | None:
    """The CRS; None also where it says that it is none, as GeoPackage does in its rows -1 and 0."""
    crs = None if words is None else pyproj.CRS.from_user_input(words)
    unknown = crs is None or crs.name.startswith("Undefined ") or crs.is_engineering
    return None if unknown else crs


def _texts(column: Any, dtype: str) -> list[str]:  # noqa: ANN401 # numpy arrays of any kind
    """A column as text; whole numbers are whole although missing ones made NumPy use floats."""
    if np.issubdtype(column.dtype, np.datetime64):
        return ["" if np.isnat(value) else str(value) for value in column]
    whole = str(dtype).startswith(("int", "uint", "bool"))
    return [cell_text(value, whole=whole) for value in column.tolist()]


def cell_text(value: object, *, whole: bool) -> str:
    """A value as the text of a cell; nothing and no number are empty."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return str(int(value)) if whole else repr(value)
    return clean(str(value))
