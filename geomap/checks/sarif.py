"""Findings as SARIF 2.1.0, in which code hosts and editors take what checkers find. Pure.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/
"""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from geomap.model import Finding, Level, Location
from geomap.model.catalogue import CATALOGUE
from geomap.text import Lang, Text

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# SARIF's base for relative URIs: the folder of geomap.toml.
_ROOT = "%SRCROOT%"
_TAGS: Mapping[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
Spot = tuple[int, int]


def log(
    findings: Sequence[Finding], spots: Mapping[Location, Spot], lang: Lang, version: str
) -> dict[str, object]:
    """A SARIF log of one run of ``geomap check``, ready for JSON.

    Args:
        findings: What was found.
        spots: Line and character, both from 1, of the places that are lines of text.
        lang: Language of the messages; the other one stands beside it in ``properties``.
        version: That of geomap.
    """
    codes = list(CATALOGUE)
    rules = [_rule(code, *CATALOGUE[code], lang) for code in codes]
    driver = {"name": "geomap", "version": version, "language": _TAGS[lang], "rules": rules}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "language": _TAGS[lang],
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_ROOT: {"description": {"text": "geomap.toml"}}},
                "results": [_result(f, codes.index(f.code), spots, lang) for f in findings],
            }
        ],
    }


def _rule(code: str, level: Level, meaning: Text, lang: Lang) -> dict[str, object]:
    return {
        "id": code,
        "shortDescription": {"text": meaning.get(lang)},
        "defaultConfiguration": {"level": str(level)},
        "properties": _both(meaning),
    }


def _result(
    finding: Finding, index: int, spots: Mapping[Location, Spot], lang: Lang
) -> dict[str, object]:
    words = Text(finding.words("zh"), finding.words("en"))
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": str(finding.level),
        "message": {"text": words.get(lang)},
        "locations": [_location(finding.location, spots.get(finding.location))],
        "properties": _both(words),
    }


def _location(place: Location, spot: Spot | None) -> dict[str, object]:
    """A place in a file; rows of workbooks and features of layers are no lines of text."""
    file, _, _ = place.file.partition(":")  # book.xlsx:Sheet
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(file), "uriBaseId": _ROOT}}
    if spot is not None:
        physical["region"] = {"startLine": spot[0], "startColumn": spot[1]}
    named = {"fullyQualifiedName": str(place)}
    return {"physicalLocation": physical, "logicalLocations": [named]}


def _both(words: Text) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
