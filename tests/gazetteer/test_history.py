"""Districts by codes and names of any year and spelling: right, or refused."""

import csv
from pathlib import Path

import pytest

from geomap.api.atlas import Atlas
from geomap.gazetteer import reference
from geomap.gazetteer.answers import Found, Refusal
from geomap.gazetteer.gazetteer import Entry, Gazetteer
from geomap.gazetteer.history import Lineage
from geomap.gazetteer.spellings import key

# Where each code of the history lies in the boundaries of 2025-02, worked out by hand.
LAND = {
    "500101": "500101 511202 511203 511204",
    "500102": "511402 511403",
    "500103": "510202",
    "500104": "510203",
    "500105": "510211",
    "500106": "510212",
    "500107": "510213",
    "500108": "510214",
    "500109": "510215",
    "500110": "500110 510216 500222 510223",
    "500111": "500111 510217 500225 510230",
    "500112": "510218",
    "500113": "510219",
    "500114": "500239 513523",
    "500115": "500221 510221",
    "500116": "500381 510282",
    "500117": "500382 510283",
    "500118": "500383 510281",
    "500119": "500384 511481",
    "500120": "500227 510232",
    "500151": "500224 510228",
    "500152": "500223 510227",
    "500153": "500226 510231",
    "500154": "500234 511221",
    "500155": "500228 511223",
    "500156": "500232 511423",
    "500229": "511228",
    "500230": "511422",
    "500231": "511421",
    "500233": "511222",
    "500235": "511224",
    "500236": "511225",
    "500237": "511226",
    "500238": "511227",
    "500240": "513521",
    "500241": "513522",
    "500242": "513524",
    "500243": "513525",
}
TODAY = {old: new for new, codes in LAND.items() for old in codes.split()}
TRADITIONAL = str.maketrans(
    "区县万龙坝阳长寿铜梁荣开丰垫云华邻庆广锋胜蓥东",
    "區縣萬龍壩陽長壽銅樑榮開豐墊雲華鄰慶廣鋒勝鎣東",
)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.fixture(scope="module")
def gazetteer(shipped: Atlas) -> Gazetteer:
    frame = shipped.checked.districts
    entries = [
        Entry(str(code), row["name"], row["short_name"], row["region"])
        for code, row in frame.iterrows()
    ]
    return Gazetteer.of(entries, shipped.config.regions, reference.shipped(), "2025-02")


def adcode(found: Found | Refusal) -> str:
    return found.adcode if isinstance(found, Found) else found.trouble


def test_the_packaged_history_is_the_researched_one(shared_dir: Path) -> None:
    text = (shared_dir / "facts" / "code_history.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    changes = [
        {
            "old_code": c.code,
            "old_name": c.name,
            "start": str(c.start),
            "end": str(c.end),
            "new_code": c.successor,
            "year": str(c.end),
        }
        for c in reference.shipped().changes
    ]
    assert changes == rows
    assert len(rows) == len(TODAY) == 61


@pytest.mark.parametrize("change", reference.shipped().changes, ids=lambda c: f"{c.code}-{c.name}")
def test_every_code_and_name_of_the_history(gazetteer: Gazetteer, change: reference.Change) -> None:
    expected = TODAY[change.code]
    for year in range(change.start, change.end):
        assert adcode(gazetteer.find(change.code, year)) == expected
    assert adcode(gazetteer.find(change.name)) == expected
    if not gazetteer.lineage.is_reused(change.code):
        assert adcode(gazetteer.find(change.code)) == expected


@pytest.mark.parametrize("code", ["500101", "500110", "500111"])
def test_a_reused_code_is_of_the_boundaries_unless_old_codes_stand_beside_it(
    gazetteer: Gazetteer, code: str
) -> None:
    assert gazetteer.find(code) == Found(code, "exact")
    assert adcode(gazetteer.find(code, mixed=True)) == "ambiguous"
    assert gazetteer.find(code, 2020, mixed=True) == Found(code, "exact")
    then = gazetteer.find(code, 1997, mixed=True)
    assert isinstance(then, Found)
    assert then.way == "former"
    assert gazetteer.has_former_codes(["500103", "500222"])
    assert not gazetteer.has_former_codes([code, "渝中区"])


@pytest.mark.parametrize("code", ["511402", "511403", "511421", "511423"])
def test_a_code_that_another_city_has_today_needs_its_year(gazetteer: Gazetteer, code: str) -> None:
    assert adcode(gazetteer.find(code)) == "ambiguous"
    assert adcode(gazetteer.find(code, 2020)) == "elsewhere"
    assert adcode(gazetteer.find(code, 1996)) == TODAY[code]


def test_a_part_of_a_district_is_told(gazetteer: Gazetteer) -> None:
    part, whole = gazetteer.find("万盛区"), gazetteer.find("开县")
    assert isinstance(part, Found)
    assert isinstance(whole, Found)
    assert (part.part, whole.part) == (True, False)
    assert part.former is not None
    assert part.former.en == "万盛区 (1997–2011)"


@pytest.mark.parametrize("words", ["两江新区", "重庆市两江新区", "兩江新區", "两江 新区"])
def test_a_district_founded_after_the_boundaries_is_told_as_such(
    gazetteer: Gazetteer, words: str
) -> None:
    refusal = gazetteer.find(words)
    assert isinstance(refusal, Refusal)
    assert refusal.trouble == "later"
    assert "2025-11-06" in refusal.message.zh
    assert "2025-11-06" in refusal.message.en


def test_newer_boundaries_may_hold_the_later_district() -> None:
    entries = [Entry("500199", "两江新区", "两江", "")]
    newer = Gazetteer.of(entries, [], reference.shipped(), "2026-01")
    assert adcode(newer.find("两江新区")) == "500199"
    assert newer.lineage.later == {}


def spellings(entry: Entry, county: reference.County) -> set[str]:
    name, short = entry.name, entry.short_name
    spaced = " ".join(name)
    found = {
        *(entry.adcode, entry.adcode.translate(WIDE), f"{entry.adcode}.0", f"{entry.adcode}000000"),
        *(f"'{entry.adcode}", name, name.translate(TRADITIONAL), spaced, f"\u3000{name} "),
        *(county.province + name, county.province.removesuffix("市").removesuffix("省") + name),
        *(county.province.translate(TRADITIONAL) + name.translate(TRADITIONAL),),
        *(f"{county.province} {name}", f"{name}\u200b", f"{county.province}{short}"),
    }
    if county.city != county.province:
        found |= {county.city + name, county.province + county.city + name}
    if short != "广安":  # also the city
        found |= {short, short.translate(TRADITIONAL), " ".join(short)}
    if "自治" in name:
        found |= {f"{short}县", f"{short}自治县", f"重庆{short}县"}
    return found


def test_at_least_twelve_spellings_of_each_district(gazetteer: Gazetteer) -> None:
    counties = {county.code: county for county in reference.shipped().counties}
    for entry in gazetteer.entries.values():
        every = spellings(entry, counties[entry.adcode])
        assert len(every) >= 12
        for words in every:
            assert adcode(gazetteer.find(words)) == entry.adcode, words


NEAR_MISSES = [
    *(
        "江北县",
        "巴县",
        "万县",
        "万县市",
        "涪陵市",
        "重庆市",
        "重庆",
        "四川",
        "四川省",
        "广安",
        "广安市",
    ),
    *("渝中县", "渝东区", "渝西区", "渝南区", "北区", "江区", "渝区", "南区", "中区", "渝 区"),
    *(
        "宁波市江北区",
        "浙江省宁波市江北区",
        "鼓楼区",
        "朝阳区",
        "海淀区",
        "武侯区",
        "东坡区",
        "仁寿县",
    ),
    "大渡口区县",
    *(
        "九龙区",
        "龙坡区",
        "沙坪区",
        "坪坝区",
        "大渡区",
        "渡口区",
        "南岸县",
        "北碚县",
        "渝北县",
        "巴南县",
    ),
    *(
        "合川县",
        "永川县",
        "江津县",
        "南川县",
        "黔江县",
        "黔江市",
        "涪陵县",
        "长寿市",
        "璧山市",
        "铜梁市",
    ),
    *("忠区", "忠市", "忠", "开", "开州县", "开县区"),
    *(
        "城口区",
        "丰都区",
        "垫江区",
        "云阳区",
        "奉节区",
        "巫山区",
        "巫溪区",
        "巫县",
        "巫山溪县",
        "石柱区",
    ),
    *(
        "秀山区",
        "酉阳区",
        "彭水区",
        "石柱苗族自治县",
        "彭水土家族自治县",
        "石柱市",
        "石柱土家族自治州",
    ),
    *(
        "前锋县",
        "岳池区",
        "武胜区",
        "邻水区",
        "华蓥区",
        "华蓥县",
        "广安县",
        "广安前锋岳池",
        "岳阳县",
    ),
    *(
        "市辖区",
        "县",
        "区",
        "城区",
        "郊区",
        "全市",
        "合计",
        "总计",
        "中心城区",
        "主城新区",
        "山区库区",
    ),
    *(
        "",
        "-",
        "无",
        "其他",
        "万盛",
        "双桥",
        "万盛经开区",
        "两江",
        "高新区",
        "重庆高新区",
        "天府新区",
    ),
    *("999999", "500199", "500100", "500000", "50010", "5001010", "110101", "5OO103", "500l03"),
    *(
        "渝中区、江北区",
        "渝中区/江北区",
        "渝中区江北区",
        "渝中区(含江北)",
        "渝北江北区",
        "渝中区委",
    ),
    *("綦江大足区", "大足綦江", "璧山铜梁区", "重庆重庆渝中区区", "四川省渝中区", "重庆市武胜县"),
]


def test_near_misses_are_never_resolved(gazetteer: Gazetteer) -> None:
    assert len(set(NEAR_MISSES)) >= 100
    wrong = {
        words: found.adcode
        for words in NEAR_MISSES
        if isinstance(found := gazetteer.find(words), Found)
    }
    assert wrong == {}


@pytest.mark.parametrize("words", ["石柱乡", "渝中区县", "涪陵市", "江津市区"])
def test_a_refusal_suggests(gazetteer: Gazetteer, words: str) -> None:
    found = gazetteer.find(words)
    assert isinstance(found, Refusal)
    assert "did you mean" in found.remedy.en
    assert "是否为" in found.remedy.zh


@pytest.mark.parametrize("words", ["鼓楼区", "城关区"])
def test_a_name_that_many_bear_elsewhere_asks_for_the_province(
    gazetteer: Gazetteer, words: str
) -> None:
    found = gazetteer.find(words)
    assert isinstance(found, Refusal)
    assert found.trouble == "elsewhere"
    assert "write the province before the name" in found.remedy.en
    assert "写明省份" in found.remedy.zh
    assert "主城新区" not in found.remedy.zh + found.message.zh


def test_an_empty_lineage_knows_nothing() -> None:
    nothing = Lineage()
    assert nothing.former_named("开县") is None
    assert nothing.elsewhere_name("开县") is None
    assert nothing.meanings("500110") == ()


def test_keys_leave_other_words_alone() -> None:
    assert key("渝中区") == "渝中区"
    assert key("Ｙuzhong 區") == "Yuzhong区"
