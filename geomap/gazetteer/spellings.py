"""The ways a district's name is written, brought to one form. Pure."""

import re
from functools import lru_cache

from geomap.tables.values import fold

# Traditional and variant characters of district names and their prefixes, each above its
# simplified form. Only what is needed here: a general converter would also change words.
_TRADITIONAL = (
    "區縣鄉鎮萬龍壩垻陽長壽銅樑榮開豐墊雲華鄰嶽慶廣鋒勝鎣東兩雙橋寶壯滿麗務貴遼寧蘇陝肅龐維爾"
    "內臺灣門濟鄭蘭銀烏齊魯爲蔣"
)
_SIMPLIFIED = (
    "区县乡镇万龙坝坝阳长寿铜梁荣开丰垫云华邻岳庆广锋胜蓥东两双桥宝壮满丽务贵辽宁苏陕肃庞维尔"
    "内台湾门济郑兰银乌齐鲁为蒋"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)

# The peoples of China, as they stand in the names of autonomous counties. The expression tries
# every split, so their order does not matter.
_PEOPLE = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克"
    "|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯"
    "|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_AUTONOMOUS = re.compile(rf"(.+?)(?:(?:{_PEOPLE})族)+自治([县旗])")
_PLAIN = re.compile(r"(.+?)(?:区|县|市|旗)")
_UPPER = re.compile(r"(.+?)(?:市|省|特别行政区|(?:壮族|回族|维吾尔)?自治区|地区)")
_LEAST_STEM = 2


@lru_cache(maxsize=1 << 16)  # the names of a table are held against those of all districts
def key(words: str) -> str:
    """One form for all spellings that differ in width, blanks or traditional characters only."""
    return "".join(fold(words).split()).translate(_TO_SIMPLIFIED)


@lru_cache(maxsize=1 << 14)
def variants(name: str) -> frozenset[str]:
    """A full name and its short forms, as keys.

    石柱土家族自治县 is also 石柱, 石柱县 and 石柱自治县; 渝中区 is also 渝中. A stem of one
    character (忠 of 忠县) is no short form.
    """
    full = key(name)
    autonomous = _AUTONOMOUS.fullmatch(full)
    if autonomous:
        stem, kind = autonomous.groups()
        return frozenset({full, stem, stem + kind, f"{stem}自治{kind}"})
    plain = _PLAIN.fullmatch(full)
    if plain and len(plain[1]) >= _LEAST_STEM:
        return frozenset({full, plain[1]})
    return frozenset({full})


@lru_cache(maxsize=1 << 12)
def prefixes(city: str, province: str) -> frozenset[str]:
    """What may stand before a district's name: province, city or both, also without their suffix.

    For 广安市 in 四川省: 四川省, 四川, 广安市, 广安, 四川省广安市, 四川广安市, …
    """
    provinces, cities = upper(province), upper(city)
    both = {p + c for p in provinces for c in cities} if key(city) != key(province) else set()
    return frozenset(provinces | cities | both) - {""}


def upper(name: str) -> set[str]:
    """A province's or city's name with and without its suffix, as keys; nothing for no name."""
    full = key(name)
    match = _UPPER.fullmatch(full)
    stem = match[1] if match and len(match[1]) >= _LEAST_STEM else full
    return {full, stem} - {""}
