"""What a file holds: encoding, fields, geometry, CRS, datum, extent, and what is wrong with it."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geomap.checks.check import Checked
from geomap.checks.looked import look
from geomap.checks.numbers import odd_values
from geomap.checks.table_positions import at_origin, position_columns
from geomap.errors import DataError, DatumError
from geomap.gazetteer.answers import Found
from geomap.geo.datum import Datum
from geomap.geo.detect import Detection, detect_datum
from geomap.model import AtlasConfig, Finding, Level
from geomap.model.tables import Table
from geomap.sources import notes, validity
from geomap.sources.crs import to_wgs84
from geomap.sources.layer import Layer
from geomap.sources.layers import ReadOptions, read_layer
from geomap.sources.readers import is_table, read_table
from geomap.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Report:
    """What `inspect` tells about a file.

    Attributes:
        file: Its name.
        format: Its format.
        encoding: Of its text; None where the format leaves no choice.
        rows: Rows or features.
        fields: Columns or properties.
        geometry: How many features of which type; empty for a table.
        crs: Coordinate reference system in the file; None for a table or where it does not say.
        extent: West, south, east, north in degrees; None where it cannot be told.
        declared: Datum that the file itself declares, or None.
        datum: What was weighed about the datum; None where there was nothing to compare with.
        column: Column of a table that names districts.
        matched: How many rows are of districts that are known.
        findings: Everything that is wrong or to be told.
    """

    file: str
    format: str
    encoding: str | None
    rows: int
    fields: tuple[str, ...]
    geometry: dict[str, int]
    crs: str | None
    extent: tuple[float, float, float, float] | None
    datum: Detection | None
    column: str | None
    matched: int | None
    findings: tuple[Finding, ...]
    declared: Datum | None = None

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(1 for finding in self.findings if finding.level is Level.ERROR)

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people, without the findings: a line each of label and value."""
        told = [
            (Text("文件", "file"), self.file),
            (Text("格式", "format"), self.format),
            (Text("编码", "encoding"), self.encoding),
            (Text("行数", "rows"), str(self.rows)),
            (Text("字段", "fields"), ", ".join(self.fields)),
            (Text("几何", "geometry"), ", ".join(f"{k} {n}" for k, n in self.geometry.items())),
            (Text("坐标系", "CRS"), self.crs),
            (Text("范围", "extent"), _numbers(self.extent, 4)),
            (Text("注明的基准", "declared datum"), self.declared),
            (Text("基准", "datum"), _datum_words(self.datum).get(lang)),
            (Text("区县列", "districts in"), self.column),
            (Text("匹配", "matched"), None if self.matched is None else str(self.matched)),
        ]
        colon = "：" if lang == "zh" else ": "
        return tuple(f"{label.get(lang)}{colon}{value}" for label, value in told if value)


def _numbers(edges: tuple[float, ...] | None, digits: int) -> str:
    return ", ".join(f"{value:.{digits}f}" for value in edges or ())


def _datum_words(found: Detection | None) -> Text:
    if found is None:
        return Text.same("")
    misses = ", ".join(f"{d} {m:.0f} m" for d, m in sorted(found.residuals.items()))
    named = Text.same(found.datum) if found.datum else Text("不确定", "unsure")
    return Text(
        f"{named.zh}（把握 {found.confidence:.0%}；偏差 {misses}）",
        f"{named.en} ({found.confidence:.0%} sure; off by {misses})",
    )


def inspect(
    path: Path,
    choice: ReadOptions | None = None,
    atlas: Checked | None = None,
    config: AtlasConfig | None = None,
) -> Report:
    """Look at a file without using it for anything.

    Args:
        path: A table or a layer.
        choice: What the file leaves open.
        atlas: Districts to hold it against: names and codes in tables, the datum of layers.
        config: What that atlas declares, to hold a table's values against.

    Raises:
        DataError: The file cannot be read at all.
    """
    choice = choice or ReadOptions()
    table = table_of(path, choice)
    if table is not None:
        return of_table(table, atlas, config)
    return _layer(read_layer(path, path.as_posix(), choice), atlas)


def table_of(path: Path, choice: ReadOptions) -> Table | None:
    """The table that a file holds; None for a layer.

    Raises:
        DataError: The file cannot be read at all.
    """
    name = path.as_posix()
    if not is_table(path, name, choice.limits):
        return None
    return read_table(
        path,
        name,
        encoding=choice.encoding,
        sheet=choice.layer,
        header=choice.header,
        limits=choice.limits,
    )


def of_table(table: Table, atlas: Checked | None, config: AtlasConfig | None = None) -> Report:
    """What a table holds, held against an atlas where there is one."""
    seen = look(
        table,
        None if atlas is None else atlas.gazetteer,
        None if atlas is None else atlas.districts,
    )
    findings = [*table.notes, *seen.findings]
    column = seen.column if position_columns(table) is None else None
    if column is not None and atlas is not None and config is not None:
        findings += odd_values(table, column, atlas.gazetteer, config, findings)
    return Report(
        file=table.file,
        format="table",
        encoding=None,
        rows=len(table.rows),
        fields=table.columns,
        geometry={},
        crs=None,
        extent=None,
        datum=None,
        column=seen.column,
        matched=seen.matched,
        findings=tuple(findings),
    )


def _layer(layer: Layer, atlas: Checked | None) -> Report:
    shapes = np.asarray(layer.frame.geometry.to_numpy(), dtype=object)
    kinds = Counter(shape.geom_type for shape in shapes if shape is not None)
    findings = list(layer.notes)
    located = _located(layer, findings)
    findings += validity.faults(layer, located)
    findings += [] if located is None else at_origin(located, layer.file)
    extent = None if located is None else validity.extent_of(located)
    findings += [] if located is None else validity.abroad(layer, located)
    datum = None if located is None or atlas is None else _datum(layer, located, atlas)
    if datum is not None and _disagrees(layer.datum, datum.datum):
        findings.append(notes.other_datum(layer.file, layer.datum, datum.datum))
    return Report(
        file=layer.file,
        format=layer.format,
        encoding=layer.encoding,
        rows=len(layer.frame),
        fields=layer.fields,
        geometry=dict(sorted(kinds.items())),
        crs=None if layer.crs is None else layer.crs.to_string(),
        extent=extent,
        datum=datum,
        column=None,
        matched=None,
        findings=tuple(findings),
        declared=layer.datum,
    )


def _disagrees(declared: Datum | None, found: Datum | None) -> bool:
    """Whether a declaration and what fits are two datums; WGS84 and CGCS2000 are one here."""
    if declared is None or found is None:
        return False
    return found is not (Datum.WGS84 if declared is Datum.CGCS2000 else declared)


def _located(layer: Layer, findings: list[Finding]) -> gpd.GeoDataFrame | None:
    """The layer in degrees as its CRS says, with no datum undone; None where that cannot be."""
    if layer.crs is None and not shapely.is_missing(layer.frame.geometry.to_numpy()).all():
        findings.append(notes.no_crs(layer.file))
    if layer.crs is None:
        return None
    try:
        return to_wgs84(replace(layer, datum=None), Datum.WGS84)
    except DataError as error:
        cause = error.__cause__  # without the file's name, which the finding has
        reason = cause.message if isinstance(cause, DatumError) else error.message
        findings.append(notes.bad_positions(layer.file, reason, swapped=validity.is_swapped(layer)))
        return None


def _datum(layer: Layer, located: gpd.GeoDataFrame, atlas: Checked) -> Detection | None:
    """Weigh the datum by the field that names districts, or by outlines alone."""
    claims: list[str | None] = [None] * len(located)
    for field in layer.fields:
        found = [atlas.gazetteer.find(str(words)) for words in layer.frame[field]]
        codes = [f.adcode if isinstance(f, Found) else None for f in found]
        if sum(code is not None for code in codes) > sum(claim is not None for claim in claims):
            claims = codes
    detection = detect_datum(located, atlas.districts, claims)
    return detection if detection.positions else None


def as_json(report: Report) -> dict[str, object]:
    """The report without its findings, for ``--json``."""
    found = report.datum
    return {
        "file": report.file,
        "format": report.format,
        "encoding": report.encoding,
        "rows": report.rows,
        "fields": list(report.fields),
        "geometry": report.geometry,
        "crs": report.crs,
        "declared": report.declared,
        "extent": report.extent,
        "datum": None if found is None else found.datum,
        "datum_confidence": None if found is None else round(found.confidence, 4),
        "column": report.column,
        "matched": report.matched,
    }
