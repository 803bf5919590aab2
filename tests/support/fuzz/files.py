"""Trees as files of any format, and what our readers give of them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from support.fuzz.trees import Answer, Grammar, Place

from geomap.api.inspection import inspect, of_table, table_of
from geomap.model import Finding
from geomap.sources.layers import ReadOptions, read_layer

Render = Callable[[Any], bytes]


def file_grammar(  # what a grammar has
    name: str,
    suffix: str,
    seed: Any,  # noqa: ANN401 # any tree
    kinds: tuple[Any, ...],
    render: Render,
    free: Callable[[Place, Any], bool],
    keep: Callable[[Place], bool] = lambda place: not place,
) -> Grammar:
    """The grammar of a kind of file."""
    return Grammar(name, seed, kinds, partial(_read, suffix, render), free, keep)


def _read(suffix: str, render: Render, tree: Any, folder: Path) -> Answer:  # noqa: ANN401
    path = folder / f"a{suffix}"
    path.write_bytes(render(tree))
    return answer_of(path)


def answer_of(path: Path) -> Answer:
    """All that a reader gives of a file, and what is told of it."""
    table = table_of(path, ReadOptions())
    if table is not None:
        cells = [[row.number, *row.cells.items()] for row in table.rows]
        return (table.columns, cells), _told(of_table(table, None).findings)
    report = inspect(path)
    frame = read_layer(path).frame
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    words = frame.drop(columns="geometry").astype(str).to_numpy().tolist()
    places = shapely.to_wkt(shapes, rounding_precision=6).tolist()
    parts = (report.fields, report.crs, report.declared, words, places)
    return parts, _told(report.findings)


def _told(findings: tuple[Finding, ...]) -> frozenset[str]:
    return frozenset(f"{finding.code} {finding.message.en}" for finding in findings)
