"""A district's figures against its region, the city and the targets. Pure."""

from collections.abc import Iterator, Sequence

from geomap.checks.check import Checked
from geomap.compose import words
from geomap.compose.targets import home_districts, target_facts
from geomap.joins.aggregate import aggregate
from geomap.model import AtlasConfig, Indicator
from geomap.model.profile import Figure, Strip
from geomap.text import Text

# What is said of one head, one area or one hundred adds up to nothing.
_RATES = (
    "人均",
    "率",
    "比重",
    "平均",
    "密度",
    "指数",
    "rate",
    "average",
    "mean",
    "density",
    "per ",
)


def figures(adcode: str, config: AtlasConfig, checked: Checked) -> tuple[Figure, ...]:
    """One figure an indicator that any district has, of the year that is the district's latest."""
    found = []
    for indicator in config.indicators:
        years = {o.year for o in checked.observations if o.indicator == indicator.key}
        if not years:
            continue
        own = {
            o.year
            for o in checked.observations
            if o.indicator == indicator.key and o.adcode == adcode
        }
        found.append(_figure(adcode, indicator, max(own or years), config, checked))
    return tuple(found)


def _figure(
    adcode: str, indicator: Indicator, year: int, config: AtlasConfig, checked: Checked
) -> Figure:
    observed = [o for o in checked.observations if o.indicator == indicator.key and o.year == year]
    values = {o.adcode: o.value for o in observed}
    title = Text(f"{indicator.title.zh}（{year}）", f"{indicator.title.en} ({year})")
    if adcode not in values:
        return Figure(title, words.NO_DATA, Text("", ""), (), None)
    value = values[adcode]
    own = [o for o in observed if o.adcode == adcode]
    facts = target_facts(adcode, own, config, checked)
    goals = (Text(f"{f.label.zh}：{f.value.zh}", f"{f.label.en}: {f.value.en}") for f in facts)
    return Figure(
        title,
        words.value(value, indicator),
        _rank(value, list(values.values())),
        (*_areas(adcode, value, (indicator, year), config, checked), *goals),
        _strip(adcode, values, indicator),
    )


def _rank(value: float, every: Sequence[float]) -> Text:
    """The place from the top; equals share it."""
    place = 1 + sum(1 for other in every if other > value)
    return Text(f"{len(every)} 个区县中第 {place} 位", f"{place} of {len(every)} districts")


def _areas(
    adcode: str, value: float, of: tuple[Indicator, int], config: AtlasConfig, checked: Checked
) -> Iterator[Text]:
    """Region and city: their own rate, or the share that the district has of their sum."""
    indicator, year = of
    named = f"{indicator.title.zh} {indicator.title.en} {indicator.unit.en}".casefold()
    if indicator.weight is None and ("%" in named or any(word in named for word in _RATES)):
        return
    for place, codes in _places(adcode, config, checked):
        total = aggregate(indicator, year, codes, checked)
        if total is None:
            continue
        shown = words.value(total, indicator)
        if indicator.weight is not None:
            yield Text(f"{place.zh}：{shown.zh}", f"{place.en}: {shown.en}")
        elif total > 0:
            share = f"{100 * value / total:.1f} %"
            yield Text(
                f"{place.zh}：{shown.zh}，本区县占 {share}",
                f"{place.en}: {shown.en}, the district has {share}",
            )


def _places(
    adcode: str, config: AtlasConfig, checked: Checked
) -> Iterator[tuple[Text, tuple[str, ...]]]:
    key = checked.districts.loc[adcode, "region"]
    for region in config.regions:
        codes = checked.gazetteer.regions.get(region.key, ())
        if region.key == key and not region.parts and len(codes) > 1:
            yield region.title, codes
    home = home_districts(config, checked)
    if adcode in home and len(home) > 1:
        yield words.CITYWIDE if config.home else Text("全部区县", "All districts"), home


def _strip(adcode: str, values: dict[str, float], indicator: Indicator) -> Strip | None:
    low, high = min(values.values()), max(values.values())
    if low == high:
        return None
    shares = {code: (value - low) / (high - low) for code, value in values.items()}
    others = tuple(share for code, share in sorted(shares.items()) if code != adcode)
    ends = words.value(low, indicator), words.value(high, indicator)
    return Strip(others, shares[adcode], ends)
