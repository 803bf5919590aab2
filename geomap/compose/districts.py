"""Districts as they are drawn, each with its card. Pure."""

from collections.abc import Sequence

from geomap.checks.check import Checked
from geomap.compose import words
from geomap.compose.circles import CircleScale
from geomap.compose.fill import FillScale
from geomap.compose.marks import Marks
from geomap.compose.targets import target_facts
from geomap.joins.join import Joined
from geomap.model import AtlasConfig, DistrictMark, Fact, Measure, Observation
from geomap.text import Text


def district_marks(
    scale: FillScale,
    circles: CircleScale | None,
    config: AtlasConfig,
    checked: Checked,
    joined: Joined,
    measures: Sequence[Measure],
    marks: Marks,
) -> tuple[DistrictMark, ...]:
    """Every district of the atlas, in the order of the adcodes."""
    shown = {measure.id for measure in measures}
    titles = {region.key: region.title for region in config.regions}
    former = checked.gazetteer.lineage.former_of_districts()
    provinces = {province.zh: province for province in config.provinces}
    inside = _ids_by_district(marks)
    observed: dict[str, list[Observation]] = {}
    for observation in checked.observations:
        observed.setdefault(observation.adcode, []).append(observation)
    round_ones = {} if circles is None else circles.circles
    result = []
    for adcode, row in joined.districts.iterrows():
        code = str(adcode)
        told = _facts(code, observed.get(code, ()), config, checked, scale)
        result.append(
            DistrictMark(
                adcode=code,
                name=words.district_name(row["name"], row["name_en"]),
                label=Text(row["short_name"], row["name_en"]),
                former=former.get(code, ()),
                region=titles.get(row["region"], Text("", "")),
                province=provinces.get(row["province"], Text.same(row["province"])),
                geometry=row.geometry,
                item=scale.items[code],
                value=scale.values[code],
                facts=(*told, *_former(former.get(code, ()))),
                measures=tuple(key for key in row["measures"] if key in shown),
                marks=tuple(inside.get(code, ())),
                circle=round_ones.get(code),
            )
        )
    return tuple(result)


def _ids_by_district(marks: Marks) -> dict[str, list[str]]:
    """The marks in each district, in drawing order."""
    inside: dict[str, list[str]] = {}
    for mark in marks.marks:
        for code in mark.districts:
            inside.setdefault(code, []).append(mark.id)
    return inside


def _facts(
    adcode: str,
    observed: Sequence[Observation],
    config: AtlasConfig,
    checked: Checked,
    scale: FillScale,
) -> tuple[Fact, ...]:
    sources = {source.key: source.title for source in config.sources}
    facts: list[Fact] = list(scale.told(adcode))
    for indicator in config.indicators:
        for o in observed:
            if o.indicator == indicator.key:
                title, value = indicator.title, words.value(o.value, indicator)
                facts.append(Fact(Text(f"{title.zh}（{o.year}）", f"{title.en} ({o.year})"), value))
    facts.extend(target_facts(adcode, observed, config, checked))
    used = dict.fromkeys(o.source for o in observed)
    facts.extend(Fact(words.SOURCE, sources[key]) for key in used if key)
    return tuple(facts)


def _former(names: tuple[str, ...]) -> tuple[Fact, ...]:
    return (Fact(words.FORMER, Text.same("、".join(names))),) if names else ()
