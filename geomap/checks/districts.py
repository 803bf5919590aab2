"""Boundaries: codes, names, regions, geometry and the coverage they form."""

import re

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.checks.borders import check_borders
from geomap.gazetteer import reference
from geomap.gazetteer.gazetteer import Entry, Gazetteer
from geomap.geo.repair import Repair, repairs
from geomap.model import AtlasConfig, Location
from geomap.model.catalogue import Findings
from geomap.text import Text

COLUMNS = ("adcode", "name", "name_en", "short_name", "region", "province", "geometry")
_ADCODE = re.compile(r"[1-9]\d{5}")
# West, south, east, north of China's land and sea, in degrees; outside of it a position is wrong.
CHINA = shapely.box(73.0, 3.0, 136.0, 54.0)
# A repair may change a district's area by this share and no more: docs/decisions/0009.
_TOLERANCE = 0.001


def check_districts(
    frame: gpd.GeoDataFrame, file: str, config: AtlasConfig, findings: Findings
) -> tuple[gpd.GeoDataFrame, Gazetteer]:
    """Check the boundaries.

    Args:
        frame: One row a feature, with the column ``row``.
        file: How messages call the boundary file.
        config: What the atlas declares.
        findings: Takes what is wrong.

    Returns:
        The sound districts by adcode, and a gazetteer of them.
    """
    filled = _repaired(_with_columns(frame, file, findings), file, findings)
    good = [i for i in range(len(filled)) if _is_sound(filled, i, file, config, findings)]
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
    return districts, Gazetteer.of(entries, config.regions, reference.shipped(), config.vintage)


def _with_columns(frame: gpd.GeoDataFrame, file: str, findings: Findings) -> gpd.GeoDataFrame:
    """All columns there, as text; optional ones filled from the name."""
    filled = frame.copy()
    for column in ("adcode", "name", "region", "province"):
        if column not in filled:
            findings.tell(
                "GM-D001",
                Location(file, column=column),
                Text(f"没有属性“{column}”", f"no feature has the property {column!r}"),
                Text("请在边界文件中添加", "add it to the boundary file"),
            )
            filled[column] = ""
    for column in ("name_en", "short_name"):
        if column not in filled:
            filled[column] = filled["name"]
    return gpd.GeoDataFrame(filled.fillna({c: "" for c in COLUMNS if c != "geometry"}))


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


def _is_sound(
    frame: gpd.GeoDataFrame, i: int, file: str, config: AtlasConfig, findings: Findings
) -> bool:
    row = frame.iloc[i]
    place = Location(file, int(row["row"]))
    sound = True
    if not _ADCODE.fullmatch(row["adcode"]):
        sound = False
        findings.tell(
            "GM-D002",
            Location(file, int(row["row"]), "adcode"),
            Text(
                f"“{row['adcode']}”不是六位行政区划代码",
                f"{row['adcode']!r} is no six-digit adcode",
            ),
            Text("请按 GB/T 2260 填写", "write the code of GB/T 2260"),
        )
    if not row["name"]:
        sound = False
        findings.tell(
            "GM-D008",
            Location(file, int(row["row"]), "name"),
            Text(f"区县 {row['adcode']} 没有名称", f"the district {row['adcode']} has no name"),
            Text("请填写全称", "write its full name"),
        )
    regions = [region.key for region in config.regions if not region.parts]
    if row["region"] not in regions:
        sound = False
        findings.tell(
            "GM-D004",
            Location(file, int(row["row"]), "region"),
            Text(f"未声明的区域“{row['region']}”", f"the region {row['region']!r} is not declared"),
            Text(
                f"可用：{'、'.join(regions)}；或在 geomap.toml 的 [[regions]] 中声明",
                f"use one of {', '.join(regions)}, or declare it under [[regions]] in geomap.toml",
            ),
        )
    return _is_sound_geometry(row.geometry, row["name"], place, findings) and sound


def _is_sound_geometry(
    geometry: BaseGeometry, name: str, place: Location, findings: Findings
) -> bool:
    if geometry.is_empty or not shapely.contains(CHINA, geometry):
        findings.tell(
            "GM-D005",
            place,
            Text(f"“{name}”的边界为空或超出中国范围", f"{name!r} is empty or lies outside China"),
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
