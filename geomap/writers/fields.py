"""What the columns of exported layers are: names for people, and short names for Shapefiles."""

import re
from collections.abc import Iterable

# Field → what it is, for people.
TITLES = {
    "id": "编号",
    "adcode": "行政区划代码",
    "name": "名称",
    "name_en": "英文名称",
    "short_name": "简称",
    "region": "区域",
    "province": "省市",
    "measures": "举措",
    "measure_count": "举措条数",
    "projects": "项目",
    "project_count": "项目数",
    "sites": "站点",
    "site_count": "站点数",
    "value": "数值",
    "class": "级别",
    "class_en": "级别（英文）",
    "color": "颜色",
    "circle_value": "圆的数值",
    "circle_radius": "圆的半径（点）",
    "circle_lon": "圆心经度",
    "circle_lat": "圆心纬度",
    "kind": "类别",
    "status": "状态",
    "status_en": "状态（英文）",
    "articles": "条",
    "districts": "所在区县",
    "network": "站网",
    "road": "道路",
    "shape": "形状",
    "certainty": "位置可靠性",
    "uncertainty_m": "误差（米）",
    "datum_given": "原坐标基准",
    "role": "底图要素",
    "note": "说明",
    "note_en": "说明（英文）",
    "source": "来源",
    "lon": "经度",
    "lat": "纬度",
}
_SHORT = {
    "measure_count": "n_measures",
    "project_count": "n_projects",
    "site_count": "n_sites",
    "circle_value": "circ_value",
    "circle_radius": "circ_rad",
    "uncertainty_m": "uncert_m",
    "datum_given": "datum",
}
_LONGEST = 10  # bytes of a field's name in a DBF
_YEAR = re.compile(r"(.+)_((?:19|20)\d{2})")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def short_names(fields: Iterable[str]) -> dict[str, str]:
    """Names of at most ten ASCII letters for a layer's fields, each its own, in their order.

    A name that fits stays; an indicator becomes its initials and its year
    (``urbanisation_rate_2020`` → ``ur_2020``); what is not ASCII becomes ``f`` and a number.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for number, field in enumerate(fields, 1):
        name = _free(_short(field, number), taken)
        taken.add(name.casefold())
        names[field] = name
    return names


def _short(field: str, number: int) -> str:
    if field in _SHORT:
        return _SHORT[field]
    dated = _YEAR.fullmatch(field)
    stem, tail = (dated[1], f"_{dated[2]}") if dated else (field, "")
    if not _PLAIN.fullmatch(stem):
        return f"f{number}{tail}"
    if len(field) <= _LONGEST:
        return field
    initials = "".join(word[0] for word in stem.split("_") if word)
    return f"{initials}{tail}" if dated else stem[:_LONGEST]


def _free(name: str, taken: set[str]) -> str:
    """The name, or with a number that makes it one of its own."""
    found, number = name[:_LONGEST], 1
    while found.casefold() in taken:
        number += 1
        found = f"{name[: _LONGEST - len(str(number))]}{number}"
    return found
