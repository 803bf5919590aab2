"""Boundaries: codes, names, regions, geometry and the coverage they form."""

import re
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.checks.borders import check_borders
from geomap.checks.ground import CHINA, WORLD, is_abroad
from geomap.gazetteer import reference
from geomap.gazetteer.gazetteer import Entry, Gazetteer
from geomap.geo.repair import Repair, repairs
from geomap.model import AtlasConfig, Location
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables.headings import with_roles
from geomap.text import Text

COLUMNS = ("adcode", "name", "name_en", "short_name", "region", "province", "geometry")
_WORDS = tuple(column for column in COLUMNS if column != "geometry")
_ADCODE = re.compile(r"[1-9]\d{5}")
_MOSTLY = 0.5  # of the keys that must be adcodes, for the others to be mistakes
# A repair may change a district's area by this share and no more: docs/decisions/0009.
_TOLERANCE = 0.001


@dataclass(frozen=True, slots=True)
class _Rules:
    """What holds for the boundaries of an atlas.

    Attributes:
        file: How messages call the file.
        regions: The regions that they may belong to; empty where the atlas declares none.
        area: What they lie in.
        place: What messages call that.
        adcodes: Districts are known by six digits of China's register.
    """

    file: str
    regions: tuple[str, ...]
    area: BaseGeometry
    place: Text
    adcodes: bool


def check_districts(
    frame: gpd.GeoDataFrame, file: str, config: AtlasConfig, findings: Findings
) -> tuple[gpd.GeoDataFrame, Gazetteer]:
    """Check the boundaries.

    Districts of China are known by their adcodes, with all that is known of those; others by any
    text, and by their names where they have no key.

    Args:
        frame: One row a feature, with the column ``row``.
        file: How messages call the boundary file.
        config: What the atlas declares.
        findings: Takes what is wrong.

    Returns:
        The sound districts by their keys (``adcode``), and a gazetteer of them.
    """
    filled = _repaired(_with_columns(frame, file, config, findings), file, findings)
    rules = _rules(filled, file, config)
    good = [i for i in range(len(filled)) if _is_sound(filled, i, rules, findings)]
    kept = filled.iloc[_first_of_each_code(filled, good, file, findings)]
    districts = gpd.GeoDataFrame(
        kept.set_index("adcode").sort_index()[[c for c in COLUMNS if c != "adcode"]],
        geometry="geometry",
        crs=frame.crs,
    )
    check_borders(districts, file, findings)
    entries = [
        Entry(str(code), row["name"], row["short_name"], row["region"])
        for code, row in districts.iterrows()
    ]
    known = reference.shipped() if rules.adcodes else reference.Reference()
    home = _home(districts, config, findings)
    return districts, Gazetteer.of(entries, config.regions, known, config.vintage, home)


def _rules(frame: gpd.GeoDataFrame, file: str, config: AtlasConfig) -> _Rules:
    keys = [bool(_ADCODE.fullmatch(key)) for key in frame["adcode"]]
    regions = tuple(region.key for region in config.regions if not region.parts)
    if is_abroad(frame):
        return _Rules(file, regions, WORLD, Text("地球", "the earth"), adcodes=False)
    mostly = sum(keys) > _MOSTLY * len(keys)
    return _Rules(file, regions, CHINA, Text("中国", "China"), adcodes=mostly)


def _home(districts: gpd.GeoDataFrame, config: AtlasConfig, findings: Findings) -> str | None:
    """The city or province that all districts together are; a declared one must be theirs."""
    provinces = [str(name) for name in dict.fromkeys(districts["province"]) if name]
    if config.home is None:
        return provinces[0] if len(provinces) == 1 else None
    if config.home not in provinces:
        findings.tell(
            "GM-A002",
            Location(config.file.name, column="home"),
            Text(
                f"没有区县属于“{config.home}”，全市的目标无处计算",
                f"no district belongs to {config.home!r}, so targets for the whole city are lost",
            ),
            Text(
                f"边界文件中的 province 有：{'、'.join(provinces) or '无'}",
                f"the provinces of the boundaries are: {', '.join(provinces) or 'none'}",
            ),
        )
    return config.home


def _with_columns(
    frame: gpd.GeoDataFrame, file: str, config: AtlasConfig, findings: Findings
) -> gpd.GeoDataFrame:
    """All columns there, as text, known by what the atlas declares or by common headings."""
    headings = tuple(str(column) for column in frame.columns if column != "geometry")
    known = with_roles(Table(file, headings, ()), _WORDS, findings, config.files.districts.columns)
    taken = {heading: role for role, heading in known.names.items()}
    shadowed = [role for role in known.names if role in headings]
    filled = frame.drop(columns=shadowed).rename(columns=taken)
    regions = any(not region.parts for region in config.regions)
    needed = ("name", "region") if regions else ("name",)
    for column in needed:
        if column not in filled:
            findings.tell(
                "GM-D001",
                Location(file, column=column),
                Text(f"没有属性“{column}”", f"no feature has the property {column!r}"),
                Text(
                    f"请添加，或在 geomap.toml 的 [boundaries] 中写明：columns = {{ {column} = "
                    f'"属性名" }}；有：{"、".join(headings) or "无"}',
                    f"add it, or say in [boundaries] of geomap.toml: columns = {{ {column} = "
                    f'"property" }}; there are: {", ".join(headings) or "none"}',
                ),
            )
    for column in ("name", "region", "province"):
        if column not in filled:
            filled[column] = ""
    for column in ("name_en", "short_name", "adcode"):
        if column not in filled:
            filled[column] = filled["name"]
    return gpd.GeoDataFrame(filled.fillna(dict.fromkeys(_WORDS, "")))


def _repaired(frame: gpd.GeoDataFrame, file: str, findings: Findings) -> gpd.GeoDataFrame:
    """Boundaries with their small faults repaired; a larger one is an error and stays."""
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object).copy()
    for repair in repairs(shapes):
        place = Location(file, int(frame["row"].iloc[repair.number]))
        name = frame["name"].iloc[repair.number]
        if repair.shape is None or repair.change > _TOLERANCE:
            _refuse_repair(repair, name, place, findings)
            continue
        shapes[repair.number] = repair.shape
        findings.tell(
            "GM-D009",
            place,
            Text(
                f"“{name}”的边界无效（{repair.location.zh}），已修复",
                f"the boundary of {name!r} is invalid ({repair.location.en}) and was repaired",
            ),
            Text(f"{repair.outcome.zh}；请核对", f"{repair.outcome.en}; check it"),
        )
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _refuse_repair(repair: Repair, name: str, place: Location, findings: Findings) -> None:
    findings.tell(
        "GM-D006",
        place,
        Text(
            f"“{name}”的边界无效（{repair.location.zh}）",
            f"the boundary of {name!r} is invalid ({repair.location.en})",
        ),
        Text(
            f"请修复该要素（自动修复会使其变化过大：{repair.outcome.zh}）",
            f"repair the feature (done by itself it would change too much: {repair.outcome.en})",
        ),
    )


def _is_sound(frame: gpd.GeoDataFrame, i: int, rules: _Rules, findings: Findings) -> bool:
    row = frame.iloc[i]
    number = int(row["row"])
    sound = _has_key(row, number, rules, findings)
    if not row["name"]:
        sound = False
        findings.tell(
            "GM-D008",
            Location(rules.file, number, "name"),
            Text(f"区县 {row['adcode']} 没有名称", f"the district {row['adcode']} has no name"),
            Text("请填写全称", "write its full name"),
        )
    if rules.regions and row["region"] not in rules.regions:
        sound = False
        findings.tell(
            "GM-D004",
            Location(rules.file, number, "region"),
            Text(f"未声明的区域“{row['region']}”", f"the region {row['region']!r} is not declared"),
            Text(
                f"可用：{'、'.join(rules.regions)}；或在 geomap.toml 的 [[regions]] 中声明",
                f"use one of {', '.join(rules.regions)}, or declare it under [[regions]] in "
                "geomap.toml",
            ),
        )
    return _is_sound_geometry(row.geometry, row["name"], number, rules, findings) and sound


def _has_key(row: pd.Series, number: int, rules: _Rules, findings: Findings) -> bool:
    """Whether a district has a key of the kind that the others have."""
    key = row["adcode"]
    if key and (not rules.adcodes or _ADCODE.fullmatch(key)):
        return True
    findings.tell(
        "GM-D002",
        Location(rules.file, number, "adcode"),
        Text(f"“{key}”不是六位行政区划代码", f"{key!r} is no six-digit adcode")
        if rules.adcodes
        else Text("区县没有代码", "the district has no key"),
        Text("请按 GB/T 2260 填写", "write the code of GB/T 2260")
        if rules.adcodes
        else Text("请填写任意唯一的代码", "write any that no other district has"),
    )
    return False


def _is_sound_geometry(
    geometry: BaseGeometry, name: str, number: int, rules: _Rules, findings: Findings
) -> bool:
    if geometry.is_empty or not shapely.contains(rules.area, geometry):
        findings.tell(
            "GM-D005",
            Location(rules.file, number),
            Text(
                f"“{name}”的边界为空或超出{rules.place.zh}范围",
                f"{name!r} is empty or lies outside {rules.place.en}",
            ),
            Text(
                "请检查坐标是否为经度在前的度数",
                "check that coordinates are degrees, longitude first",
            ),
        )
        return False
    return geometry.is_valid  # an invalid one was told by `_repaired`


def _first_of_each_code(
    frame: gpd.GeoDataFrame, good: list[int], file: str, findings: Findings
) -> list[int]:
    first: dict[str, int] = {}
    for i in good:
        code = frame.iloc[i]["adcode"]
        if code not in first:
            first[code] = i
            continue
        row, earlier = int(frame.iloc[i]["row"]), int(frame.iloc[first[code]]["row"])
        findings.tell(
            "GM-D003",
            Location(file, row, "adcode"),
            Text(
                f"行政区划代码 {code} 重复（第 {earlier} 个要素已用）",
                f"adcode {code} is used twice (first by feature {earlier})",
            ),
            Text("每个区县只保留一个要素", "keep one feature a district"),
        )
    return list(first.values())
