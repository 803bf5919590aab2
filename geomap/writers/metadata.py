"""What whoever gets a file must know of it, beside it: Markdown for people, JSON for programs.

Title, fields with unit, year and source, coordinate system and datum, day, licence, checksums and
counts. What the atlas does not say is null, and never made up.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyproj

from geomap.geo.datum import Datum
from geomap.model import Field, MapSpec
from geomap.model.layers import LayerName
from geomap.text import Text
from geomap.writers.about import code_of
from geomap.writers.by_geometry import tables
from geomap.writers.fields import described
from geomap.writers.looks import title_of

_DATUMS = {"World Geodetic System 1984": Datum.WGS84, "China 2000": Datum.CGCS2000}
_HEADS = {
    "title": Text("标题", "Title"),
    "subtitle": Text("副标题", "Subtitle"),
    "atlas": Text("图集", "Atlas"),
    "reference_date": Text("基准日期", "Reference date"),
    "approval": Text("审图", "Approval"),
    "licence": Text("许可", "Licence"),
    "crs": Text("坐标系", "Coordinate system"),
    "datum": Text("坐标基准", "Datum"),
    "sources": Text("来源", "Sources"),
    "notes": Text("说明", "Notes"),
    "files": Text("文件", "Files"),
    "layers": Text("图层与字段", "Layers and fields"),
}
_NOT_SAID = Text("未注明", "not stated")


def write(
    spec: MapSpec,
    frames: Mapping[LayerName, gpd.GeoDataFrame],
    path: Path,
    names: Sequence[str],
    datum: Datum | None = None,
) -> tuple[str, ...]:
    """Write the metadata of a file and of those beside it.

    Args:
        spec: The map.
        frames: Its layers, as the files have them.
        path: The file, which is there.
        names: It and the files beside it.
        datum: Datum of the coordinates, where no CRS tells.

    Returns:
        Names of the files made: ``NAME.metadata.json`` and ``NAME.metadata.md``.
    """
    about = document(spec, frames, [path.with_name(name) for name in names], datum)
    texts = {
        "json": json.dumps(about, ensure_ascii=False, indent=1) + "\n",
        "md": _markdown(about),
    }
    made = {f"{path.name}.metadata.{ending}": text for ending, text in texts.items()}
    for name, text in made.items():
        path.with_name(name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(made)


def document(
    spec: MapSpec,
    frames: Mapping[LayerName, gpd.GeoDataFrame],
    files: Sequence[Path],
    datum: Datum | None = None,
) -> dict[str, Any]:
    """The metadata of files, as JSON has it: `write` says of what."""
    crs = next((frame.crs for frame in frames.values()), None)
    return {
        "theme": spec.theme,
        "title": _both(spec.title),
        "subtitle": _both(spec.subtitle),
        "atlas": _both(spec.atlas),
        "reference_date": _both(spec.reference_date),
        "approval": _both(spec.approval),
        "licence": None if spec.licence is None else _both(spec.licence),
        "crs": None if crs is None else {"code": code_of(crs), "name": crs.name},
        "datum": str(datum or _datum(crs)),
        "extent": dict(spec.extent._asdict()),
        "sources": [_both(words) for words in spec.sources],
        "notes": [_both(words) for words in spec.notes],
        "files": [_file(path) for path in files],
        "layers": list(_layers(spec, frames)),
    }


def _both(words: Text) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _datum(crs: pyproj.CRS | None) -> str:
    """The datum of a CRS by the name that tables give it, or by its own."""
    if crs is None or crs.datum is None:
        return ""
    name = str(crs.datum.name)
    return next((str(each) for start, each in _DATUMS.items() if name.startswith(start)), name)


def _file(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"name": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _layers(
    spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame]
) -> Iterator[dict[str, Any]]:
    for name, layer, rows in tables(frames):
        columns = [str(column) for column in rows.columns if column != "geometry"]
        yield {
            "name": name,
            "title": _both(title_of(name, layer)),
            "geometry": _geometry(rows),
            "rows": len(rows),
            "fields": [_field(field) for field in described(spec, columns)],
        }


def _geometry(rows: pd.DataFrame) -> str | None:
    if not isinstance(rows, gpd.GeoDataFrame):
        return None
    return str(rows.geom_type.iloc[0])


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": _both(field.title),
        "unit": _both(field.unit) if field.unit.zh else None,
        "year": field.year,
        "source": _both(field.source) if field.source.zh else None,
    }


def _markdown(about: Mapping[str, Any]) -> str:
    """The same for people, in both languages."""
    crs = about["crs"]
    facts = {key: about[key] for key in ("subtitle", "atlas", "reference_date", "approval")}
    facts["licence"] = about["licence"] or _both(_NOT_SAID)
    shown = _both(_NOT_SAID) if crs is None else _same(f"{crs['name']} ({crs['code']})")
    facts |= {"crs": shown, "datum": _same(about["datum"])}
    lines = [f"# {_words(about['title'])}", ""]
    lines += [f"* {_head(key)}: {_words(words)}" for key, words in facts.items() if words["zh"]]
    for key in ("sources", "notes"):
        lines += [*_section(key), *(f"* {_words(words)}" for words in about[key])]
    lines += [*_section("files"), *_row("", "bytes", "SHA-256"), *_row("---", "---", "---")]
    for file in about["files"]:
        lines += _row(file["name"], f"{file['bytes']}", f"`{file['sha256']}`")
    lines += _section("layers")[:-1]
    for layer in about["layers"]:
        lines += _layer(layer)
    return "\n".join(lines) + "\n"


def _layer(layer: Mapping[str, Any]) -> Iterator[str]:
    kind = "" if layer["geometry"] is None else f", {layer['geometry']}"
    yield from ("", f"### {_safe(layer['name'])} {_words(layer['title'])} ({layer['rows']}{kind})")
    yield ""
    yield from _row("field", "字段 title", "单位 unit", "年 year", "来源 source")
    yield from _row(*["---"] * 5)
    for field in layer["fields"]:
        unit, source = (field[key] or _same("") for key in ("unit", "source"))
        year = "" if field["year"] is None else str(field["year"])
        cells = (_safe(field["name"]), _words(field["title"]), _words(unit), year, _words(source))
        yield from _row(*cells)


def _same(words: str) -> dict[str, str]:
    return {"zh": words, "en": words}


def _head(key: str) -> str:
    return f"{_HEADS[key].zh} {_HEADS[key].en}"


def _section(key: str) -> list[str]:
    return ["", f"## {_head(key)}", ""]


def _row(*cells: str) -> list[str]:
    return [f"| {' | '.join(cells)} |"]


def _words(both: Mapping[str, str]) -> str:
    zh, en = _safe(both["zh"]), _safe(both["en"])
    return zh if zh == en else f"{zh} / {en}"


def _safe(words: str) -> str:
    """Words that stay words in Markdown: no HTML, no link, no end of a table's cell."""
    text = " ".join(words.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{char}" if char in "\\`*_[]|" else char for char in text)
