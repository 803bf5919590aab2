"""Headings as people write them → the roles that columns play. Pure.

A column is known by its role itself (``lon``), by what the atlas declares
(``columns = { lon = "东经" }``), or by a heading of the dictionary here (``经度(GCJ02)``).
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from geomap.errors import DatumError
from geomap.geo.datum import Datum
from geomap.model import Location
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables.cells import has_columns
from geomap.tables.values import fold
from geomap.text import Text

# Role → headings, folded; the more telling ones first.
_WRITTEN: Mapping[str, str] = {
    "adcode": "行政区划代码 区划代码 行政区代码 行政区划编码 区县代码 地区代码 xzqdm xzqhdm "
    "pac gb gb_code adcode99 district_code county_code 代码 编码 code geoid",
    "name": "名称 全称 区县名称 行政区名称 行政区划名称 项目名称 站点名称 站名 点位名称 "
    "区县 行政区 地区 xzqmc mc district county title label",
    "name_en": "英文名称 英文名 english_name english en_name",
    "short_name": "简称 short",
    "region": "区域 片区 分区",
    "province": "省份 省 省级 直辖市 province_name",
    "city": "地市 地级市 城市 市 所属地市 所属城市 设区市 市州 prefecture city_name",
    "id": "编号 项目编号 序号 项目编码 uid",
    "kind": "类型 类别 项目类型 项目类别 种类 type category",
    "network": "类型 类别 网络 站点类型 种类 type category",
    "status": "状态 进展 建设状态 建设阶段",
    "article": "条款 条 条文 对应条款 articles",
    "districts": "所在区县 区县 所属区县 行政区 涉及区县 所在地区 所在地 district county",
    "road": "道路 所在道路 高速公路 路线名称",
    "lon": "经度 东经 lng longitude long 经 wgs84_lng wgs84_lon gcj02_lng gcj02_lon "
    "bd09_lng bd09_lon lng_wgs84 lon_wgs84 lng_gcj02 lon_gcj02",
    "lat": "纬度 北纬 latitude 纬 wgs84_lat gcj02_lat bd09_lat lat_wgs84 lat_gcj02",
    "point": "坐标 经纬度 位置坐标 coordinates location lonlat",
    "route": "路线 线路 走向",
    "geometry": "几何 图形 wkt geom the_geom",
    "datum": "坐标系 基准 坐标基准 坐标系统 crs",
    "certainty": "可靠性 位置可靠性 精度 位置精度 accuracy",
    "uncertainty_m": "误差 不确定度 误差（米） 位置误差",
    "source": "来源 资料来源 数据来源 出处",
    "note": "说明 备注 remark remarks comment",
    "indicator": "指标 指标名称",
    "year": "年份 年度 年",
    "value": "数值 值 指标值",
    "unit": "单位 计量单位",
    "chapter": "章 章节",
    "title": "标题 举措 名称",
    "departments": "责任单位 牵头单位 部门",
    "scope": "范围 适用范围 区县",
    "summary": "内容 摘要 主要内容",
    "target": "目标 目标值",
    "target_indicator": "目标指标",
}
_KNOWN: Mapping[str, tuple[str, ...]] = {
    role: tuple(words.split()) for role, words in _WRITTEN.items()
}
ROLES = tuple(_KNOWN)  # all that a column may be
_IN_BRACKETS = re.compile(r"[(\[（【]([^)\]）】]*)[)\]）】]$")
_DATUM = re.compile(r"(wgs84|cgcs2000|gcj02|bd09)")


def with_roles(
    table: Table,
    roles: Iterable[str],
    findings: Findings,
    columns: Mapping[str, str] | None = None,
) -> Table:
    """The table with its columns known by their roles.

    Args:
        table: As it was read.
        roles: What its columns may be.
        findings: Takes declared columns that the table does not have.
        columns: Role → heading, as the atlas declares it.
    """
    names: dict[str, str] = {}
    for role, heading in (columns or {}).items():
        if heading in table.columns:
            names[role] = heading
        else:
            _tell_missing(table, role, heading, findings)
    free = {_folded(c): c for c in reversed(table.columns) if c not in names.values()}
    for role in roles:
        if role in names or role in table.columns or (columns and role in columns):
            continue
        found = next((free[word] for word in _KNOWN.get(role, ()) if word in free), None)
        if found is not None and found not in names.values():
            names[role] = found
    return replace(table, names=names, defaults={**_told_datum(names), **table.defaults})


def known_tables(
    tables: Iterable[Table], roles: Iterable[str], needed: tuple[str, ...], findings: Findings
) -> Iterator[Table]:
    """The tables with their columns known by role; those that lack a needed one are left out."""
    wanted = tuple(roles)
    for table in tables:
        known = with_roles(table, wanted, findings, table.columns_declared)
        if known.columns and has_columns(known, needed, findings):
            yield known


def _told_datum(names: Mapping[str, str]) -> dict[str, str]:
    """The datum that the headings of coordinates name: ``经度(GCJ02)``, ``wgs84_lng``."""
    for role in ("lon", "point"):
        found = _DATUM.search(fold(names.get(role, "")).casefold().replace("-", ""))
        if found is None:
            continue
        try:
            return {"datum": str(Datum.parse(found[1]))}
        except DatumError:
            return {}
    return {}


def _folded(heading: str) -> str:
    """A heading as the dictionary has it: narrow, in lower case, without what is in brackets."""
    words = _IN_BRACKETS.sub("", fold(heading).casefold().strip())
    return words.replace(" ", "").replace("-", "_")


def _tell_missing(table: Table, role: str, heading: str, findings: Findings) -> None:
    findings.tell(
        "GM-T005",
        Location(table.file, table.header, heading),
        Text(
            f"没有列“{heading}”，geomap.toml 却把它用作 {role}",
            f"there is no column {heading!r}, which geomap.toml takes for {role}",
        ),
        choice_of(table.columns, heading),
    )


def choice_of(columns: Sequence[str], wanted: str) -> Text:
    """What to do where a table lacks a column: the one that was perhaps meant, and all it has."""
    near = difflib.get_close_matches(wanted, columns, 1)
    hint = Text(f"是否为“{near[0]}”？", f"did you mean {near[0]!r}? ") if near else Text("", "")
    return Text(f"{hint.zh}可用：{'、'.join(columns)}", f"{hint.en}there are: {', '.join(columns)}")
