"""A tiny map for the pure rooms: a 2 x 2 grid of districts, one mark of each certainty."""

from collections.abc import Mapping
from dataclasses import replace

from shapely import LineString, Point, Polygon, box, union_all

from geomap.geo.extent import Extent
from geomap.model import (
    Border,
    Certainty,
    Circle,
    DistrictMark,
    Fact,
    Legend,
    LegendItem,
    MapSpec,
    Mark,
    MeasureEntry,
    Symbol,
)
from geomap.text import Text

WEST, SOUTH, STEP = 106.0, 29.0, 0.5
_BLUES = ("#deebf7", "#6baed6", "#08519c")


def cell(column: int, row: int) -> Polygon:
    """One cell of the grid."""
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return box(west, south, west + STEP, south + STEP)


def _district(
    number: int, geometry: Polygon, item: str, value: float | None, words: str
) -> DistrictMark:
    return DistrictMark(
        adcode=f"50010{number}",
        name=Text(f"{words}区", f"{words} District"),
        label=Text(words, f"D{number}"),
        former=("旧甲县",) if number == 1 else (),
        region=Text("西片" if number in {1, 3} else "东片", "West" if number in {1, 3} else "East"),
        province=Text("重庆市", "Chongqing"),
        geometry=geometry,
        item=item,
        value=value,
        facts=(
            Fact(
                Text("城镇化率（2020）", "Urbanisation rate (2020)"),
                Text.same("–" if value is None else f"{value:.1f} %"),
            ),
        ),
        measures=("m09",) if number == 1 else (),
        marks=("project:zone",) if number in {1, 2} else (),
    )


def _marks() -> tuple[Mark, ...]:
    def mark(key: str, words: Text, item: str, certainty: Certainty, **place: object) -> Mark:
        blank = Mark(
            id=f"project:{key}",
            name=words,
            kind=Text(
                "道路" if "road" in item else "项目", "Road" if "road" in item else "Project"
            ),
            status=Text("推进", "Under way"),
            item=item,
            certainty=certainty,
            geometry=None,
            uncertainty=None,
            facts=(Fact(Text("状态", "Status"), Text("推进", "Under way")),),
            articles=(15,),
            chapters=(4,),
            districts=("500101",),
        )
        return replace(blank, **place)  # type: ignore[arg-type] # fields of Mark

    return (
        mark(
            "zone",
            Text("示范区", "Demonstration zone"),
            "kind:zone",
            Certainty.WHOLE_UNIT,
            geometry=union_all([cell(0, 0), cell(1, 0)]),
            members=("500101", "500102"),
        ),
        mark(
            "road",
            Text("通道", "Corridor"),
            "kind:road",
            Certainty.SCHEMATIC,
            geometry=LineString([(106.1, 29.2), (106.6, 29.5), (106.9, 29.9)]),
        ),
        mark(
            "bridge",
            Text("大桥", "Bridge"),
            "kind:bridge",
            Certainty.APPROXIMATE,
            geometry=Point(106.4, 29.6),
            uncertainty=5000.0,
        ),
        mark("platform", Text("数据平台", "Data platform"), "kind:platform", Certainty.NONE),
    )


def recoded(spec: MapSpec, codes: Mapping[str, str]) -> MapSpec:
    """The map with other adcodes, everywhere."""

    def new(old: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(codes.get(code, code) for code in old)

    return replace(
        spec,
        districts=tuple(replace(d, adcode=new((d.adcode,))[0]) for d in spec.districts),
        borders=tuple(replace(border, members=new(border.members)) for border in spec.borders),
        marks=tuple(
            replace(mark, districts=new(mark.districts), members=new(mark.members))
            for mark in spec.marks
        ),
    )


def tiny_spec(**changes: object) -> MapSpec:
    """A complete MapSpec: four districts, three classes, no data; ``changes`` replace fields."""
    cells = [cell(0, 0), cell(1, 0), cell(0, 1), cell(1, 1)]
    districts = (
        _district(1, cells[0], "class:0", 10.0, "甲"),
        _district(2, cells[1], "class:1", 50.0, "乙"),
        _district(3, cells[2], "class:2", 90.0, "丙"),
        _district(4, cells[3], "class:none", None, "丁"),
    )
    fill = Legend(
        Text("城镇化率（%，2020）", "Urbanisation rate (%, 2020)"),
        (
            *(
                LegendItem(
                    f"class:{i}",
                    Text.same(f"{30 * i} – {30 * (i + 1)}"),
                    Symbol("area", fill=_BLUES[i], stroke="#ffffff"),
                    1,
                )
                for i in range(3)
            ),
            LegendItem(
                "class:none",
                Text("无数据", "No data"),
                Symbol("area", fill="#e6e6e6", stroke="#ffffff", pattern="diagonal"),
                1,
            ),
        ),
    )
    kinds = Legend(
        Text("项目", "Projects"),
        (
            LegendItem(
                "kind:zone",
                Text("新区、示范区", "Zones"),
                Symbol("area", stroke="#7a3b8f", width=1.4, pattern="dots"),
                1,
            ),
            LegendItem(
                "kind:road", Text("道路", "Roads"), Symbol("line", stroke="#b3430f", width=1.6), 1
            ),
            LegendItem(
                "kind:bridge",
                Text("桥梁", "Bridges"),
                Symbol("point", fill="#b3430f", stroke="#ffffff", shape="square"),
                1,
            ),
            LegendItem(
                "kind:platform",
                Text("平台", "Platforms"),
                Symbol("point", fill="#555555", stroke="#ffffff", shape="plus"),
                1,
            ),
        ),
    )
    spec = MapSpec(
        theme="tiny",
        atlas=Text("示例图集", "Sample atlas"),
        title=Text("四区城镇化率", "Urbanisation of four districts"),
        subtitle=Text("示例", "A sample"),
        name=Text("四区", "Four districts"),
        language="zh",
        alt=Text("4个区，3级。", "4 districts, 3 classes."),
        reference_date=Text("区划与规划截至 2025-02-10", "Units and plan as of 2025-02-10"),
        approval=Text(
            "示意图，未经审图，不作公开出版用", "Sketch map, not approved for publication"
        ),
        sources=(Text("来源：示例", "Source: sample"),),
        notes=(Text("备注一条", "One note"),),
        extent=Extent(WEST, SOUTH, WEST + 2 * STEP, SOUTH + 2 * STEP),
        districts=districts,
        borders=(
            Border(Text("西片", "West"), ("500101", "500103")),
            Border(Text("东片", "East"), ("500102", "500104")),
        ),
        marks=_marks(),
        legends=(fill, kinds),
        measures=(
            MeasureEntry(
                id="m09",
                article=Text("第九条", "Article 9"),
                article_number=9,
                chapter_number=3,
                chapter=Text("第三章", "Chapter 3"),
                title=Text("分类引导", "Guide by type"),
                departments=("市发展改革委",),
                scope=Text("甲区", "D1"),
                target=Text("城镇化率 ≥ 70 %", "Urbanisation rate ≥ 70 %"),
                summary=Text("按区域定方向。", "Direction by region."),
                citywide=False,
            ),
        ),
    )
    return replace(spec, **changes)  # type: ignore[arg-type] # fields of MapSpec


def circled_spec() -> MapSpec:
    """The tiny map with circles in three districts, the smallest first."""
    spec = tiny_spec()
    sizes = [(100.0, 4.0), (400.0, 8.0), (900.0, 12.0)]
    districts = [
        replace(
            each, circle=Circle(value, radius, (each.geometry.centroid.x, each.geometry.centroid.y))
        )
        for each, (value, radius) in zip(spec.districts, sizes, strict=False)
    ]
    items = tuple(
        LegendItem(
            f"circle:{value:g}",
            Text.same(f"{value:g}"),
            Symbol("point", "#b5532a", "#ffffff", radius=radius),
            0,
        )
        for value, radius in reversed(sizes)
    )
    legend = Legend(Text("乡村人口", "Rural population"), items, nested=True)
    return replace(
        spec,
        districts=(*districts, spec.districts[3]),
        legends=(spec.legends[0], legend, spec.legends[1]),
    )


def second_theme(spec: MapSpec) -> MapSpec:
    """Another map of the same atlas, without marks."""
    return replace(
        spec,
        theme="second",
        title=Text("第二幅", "The second"),
        name=Text("第二幅", "The second"),
        marks=(),
        districts=tuple(replace(district, marks=()) for district in spec.districts),
        legends=spec.legends[:1],
    )
