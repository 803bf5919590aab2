"""How a Chinese name is typed on a Latin keyboard: ``渝北区`` is found by ``ybq``. Pure.

GB 2312 lists its 3755 common characters by their reading, so a character's code tells the letter
that its reading begins with. Characters outside that list are known by name here.
"""

from functools import cache

# The first GB 2312 code of each letter, in order; no reading begins with i, u or v.
_FIRST_CODES = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"),
    (0xB8C1, "g"), (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"),
    (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"),
    (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_LAST_CODE = 0xD7F9

# Rarer characters in the names of districts and towns of the south-west.
_RARE = {
    "綦": "q", "涪": "f", "潼": "t", "璧": "b", "酉": "y", "碚": "b", "蓥": "y", "垭": "y",
    "邛": "q", "郫": "p", "犍": "q", "珙": "g", "阆": "l", "芗": "x",
}  # fmt: skip
# Characters that a name may read in two ways: 重庆 is cq, 重点 is zd.
_TWO_WAYS = {"重": "zc", "长": "cz", "行": "xh", "乐": "ly"}


def initials(name: str) -> tuple[str, ...]:
    """The ways a name's initials may be typed.

    Args:
        name: A name; Latin letters and digits stand for themselves, other signs are left out.

    Returns:
        Lower-case strings, the likeliest first; at most four, none if nothing can be typed.
    """
    ways = [""]
    for char in name:
        letters = _letters(char)
        if letters:
            ways = [way + letter for way in ways for letter in letters][:_MOST_WAYS]
    return tuple(dict.fromkeys(way for way in ways if way))


_MOST_WAYS = 4


@cache
def _letters(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    if char in _TWO_WAYS:
        return _TWO_WAYS[char]
    if char in _RARE:
        return _RARE[char]
    code = int.from_bytes(char.encode("gb2312", errors="ignore"), "big")
    if not _FIRST_CODES[0][0] <= code <= _LAST_CODE:
        return ""
    return next(letter for first, letter in reversed(_FIRST_CODES) if code >= first)
