"""A tiny atlas in memory: the 2 x 2 grid of `specs` as districts, a few rows in every table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
from shapely.geometry.base import BaseGeometry
from support.specs import cell

from geomap.checks.check import Checked, check
from geomap.geo.datum import Datum
from geomap.joins.join import Joined, join
from geomap.model import (
    AtlasConfig,
    AtlasFiles,
    Fill,
    Indicator,
    InputFile,
    Kind,
    Location,
    Region,
    Selection,
    Source,
    Theme,
)
from geomap.model.tables import Inputs, Row, Table
from geomap.text import Text

Frame = gpd.GeoDataFrame
Cells = Mapping[str, str]
Tables = Mapping[str, Sequence[Cells]]

NAMES = {"500101": "甲区", "500102": "乙区", "500103": "丙县", "500104": "丁县"}
# One row of each table, right in every cell; tests overrule single cells.
ROWS: Mapping[str, Cells] = {
    "indicators": {
        "adcode": "500101",
        "name": "",
        "indicator": "people",
        "year": "2020",
        "value": "100",
        "source": "census",
    },
    "measures": {
        "article": "15",
        "chapter": "2",
        "title": "建设通道",
        "title_en": "Build corridors",
        "departments": "市交通委;市发展改革委",
        "scope": "甲区",
        "target_indicator": "",
        "target": "",
        "unit": "",
        "summary": "建通道。",
    },
    "projects": {
        "id": "bridge",
        "name": "大桥",
        "name_en": "Bridge",
        "kind": "road",
        "status": "在建",
        "status_en": "under way",
        "article": "15",
        "districts": "甲区",
        "lon": "106.25",
        "lat": "29.25",
        "route": "",
        "datum": "WGS84",
        "certainty": "approximate",
        "uncertainty_m": "1000",
        "source": "Plan",
        "note": "",
    },
    "sites": {
        "id": "station",
        "name": "服务区",
        "network": "service",
        "road": "G50",
        "districts": "甲区",
        "lon": "106.25",
        "lat": "29.25",
        "datum": "WGS84",
        "certainty": "approximate",
        "uncertainty_m": "1000",
        "source": "Survey",
        "note": "",
    },
}
NOWHERE = {"lon": "", "lat": "", "datum": "", "uncertainty_m": ""}
DEFAULTS: Tables = {
    "indicators": [
        {"adcode": code, "indicator": indicator, "value": value}
        for code, people, rate in (
            ("500101", "100", "80"),
            ("500102", "300", "60"),
            ("500103", "100", "40"),
        )
        for indicator, value in (("people", people), ("rate", rate))
    ],
    "measures": [
        {"article": "", "chapter": "1", "scope": "全市", **dict.fromkeys(("unit",), "%")}
        | {"target_indicator": "rate", "target": "76"},
        {"article": "9", "scope": "甲区;乙区"}
        | {"target_indicator": "rate", "target": "70", "unit": "%"},
        {"article": "9", "scope": "西片"},
        {},
    ],
    "projects": [
        {"id": "zone", "certainty": "whole-unit", "districts": "甲区;乙区", **NOWHERE},
        {},
        {"id": "road", "certainty": "schematic", "lon": "", "lat": ""}
        | {"route": "106.1 29.1, 106.3 29.4"},
        {"id": "platform", "certainty": "none", "districts": "", **NOWHERE},
    ],
    "sites": [{}, {"id": "unsaid", "districts": "", "lon": "106.75"}],
}


def config(*themes: Theme) -> AtlasConfig:
    """What the tiny atlas declares."""
    nowhere = Path()
    return AtlasConfig(
        file=nowhere,
        root=nowhere,
        title=Text("小图集", "Tiny atlas"),
        language="zh",
        reference_date=date(2025, 2, 10),
        provinces=(Text("重庆市", "Chongqing"),),
        home="重庆市",
        vintage="2025-02",
        approval=None,
        boundary_source="survey",
        boundary_datum=Datum.WGS84,
        plan=Source("plan", Text("小规划", "Tiny plan")),
        chapters=(Text("总则", "General"), Text("通道", "Corridors")),
        files=AtlasFiles(InputFile(nowhere)),
        sources=(
            Source("census", Text("普查", "Census")),
            Source("survey", Text("测绘", "Survey")),
            Source("unused", Text("未用", "Unused")),
        ),
        regions=(
            Region("西片", Text("西片", "West"), color="#aa0000"),
            Region("东片", Text("东片", "East"), color="#00aa00"),
            Region("全片", Text("全片", "Both"), parts=("西片", "东片")),
        ),
        indicators=(
            Indicator("people", Text("人口", "People"), Text("人", "people")),
            Indicator("rate", Text("城镇化率", "Rate"), Text.same("%"), 1, "people"),
        ),
        kinds=(
            Kind("road", Text("道路", "Road"), "#a3341f"),
            Kind("service", Text("服务区", "Service area"), "#1c6a78"),
        ),
        basemaps=(),
        themes=themes,
    )


def theme(fill: Fill, **changes: object) -> Theme:
    """A theme of chapter 2 with the sites; ``changes`` replace fields."""
    made = Theme(
        key="tiny",
        title=Text("小图", "Tiny map"),
        subtitle=Text("示例", "Sample"),
        fill=fill,
        location=Location("data/themes/tiny.toml"),
        projects=Selection(chapters=(2,)),
        sites=("service",),
        measures=Selection(chapters=(1, 2)),
    )
    return replace(made, **changes)  # type: ignore[arg-type] # fields of Theme


def table(name: str, rows: Sequence[Cells]) -> Table:
    """A table whose rows are the right one with some cells overruled."""
    columns = tuple(ROWS[name])
    filled = tuple(Row(number, {**ROWS[name], **row}) for number, row in enumerate(rows, 2))
    return Table(f"data/{name}.csv", columns, filled)


def boundaries(
    changes: Mapping[int, Mapping[str, str | BaseGeometry]] | None = None,
) -> Frame:
    """The grid as it is read; ``changes`` overrule properties of features, counted from 1."""
    records: list[dict[str, object]] = [
        {
            "adcode": code,
            "name": name,
            "short_name": name[:1],
            "region": "西片" if number in {1, 3} else "东片",
            "province": "重庆市",
            "row": number,
            "geometry": cell((number - 1) % 2, (number - 1) // 2),
            **(changes or {}).get(number, {}),
        }
        for number, (code, name) in enumerate(NAMES.items(), 1)
    ]
    return gpd.GeoDataFrame(records, geometry="geometry", crs="EPSG:4326")


def inputs(tables: Tables = MappingProxyType({}), districts: Frame | None = None) -> Inputs:
    """What was read: the tables named, the default ones otherwise."""
    return Inputs(
        boundaries() if districts is None else districts,
        "data/districts.geojson",
        {name: (table(name, rows),) for name, rows in {**DEFAULTS, **tables}.items()},
    )


def checked(tables: Tables = MappingProxyType({})) -> Checked:
    """The tiny atlas, checked."""
    return check(inputs(tables), config())


def joined(tables: Tables = MappingProxyType({})) -> Joined:
    """The tiny atlas, joined."""
    return join(checked(tables))
