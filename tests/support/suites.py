"""Public suites of documents, judged by the rules of their layout and not file by file.

* JSONTestSuite: the first letter of a file's name says what a parser does with it: ``y_`` takes
  it, ``n_`` refuses it, ``i_`` may do either.
* The fixtures of geojsonhint (``good``, ``bad``) and of the GeoJSON schema (``valid``,
  ``invalid``): the nearest folder of such a name says whether a document is sound. Where
  geojsonhint only advises (all that it has to say, in the ``.result`` beside the file, is of the
  level ``message`` or ``warn``), a document is neither.

Whatever a file is, its answer is one of ours, no library warns, and it comes in time.
"""

import json
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from geomap.api.inspection import inspect
from geomap.errors import DataError
from geomap.model import Level
from geomap.sources.jsontext import read_json

Rule = Literal["takes", "refuses", "either", "sound", "unsound", "any"]
_LETTERS: dict[str, Rule] = {"y_": "takes", "n_": "refuses", "i_": "either"}
_FOLDERS: dict[str, Rule] = {
    **dict.fromkeys(("good", "valid"), "sound"),
    **dict.fromkeys(("bad", "invalid"), "unsound"),
}
_SUFFIXES = {".json", ".geojson"}
# A place that is on the earth but not in China, or at its origin, is no fault of a document.
_OF_PLACES = {"GM-F013", "GM-P013"}
_ADVICE = {"message", "warn"}
SECONDS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A file of a suite, and what is right to do with it."""

    path: Path
    rule: Rule


def cases(folder: Path) -> Iterator[Case]:
    """The files of a folder that a rule speaks of, in order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in _SUFFIXES:
            rule = rule_of(path.relative_to(folder))
            if rule == "unsound" and _is_advice(path.with_suffix(".result")):
                rule = "any"
            if rule is not None:
                yield Case(path, rule)


def rule_of(path: Path) -> Rule | None:
    """What a file's name or the nearest folder with a rule says of it; None if nothing."""
    letters = _LETTERS.get(path.name[:2])
    if letters is not None:
        return letters
    return next((_FOLDERS[part] for part in reversed(path.parts[:-1]) if part in _FOLDERS), None)


def _is_advice(result: Path) -> bool:
    """Whether a linter has no more than advice for a document, by what it is to say of it."""
    if not result.is_file():
        return False
    said = json.loads(result.read_text("utf-8"))
    return bool(said) and all(one.get("level") in _ADVICE for one in said)


def fault_of(case: Case) -> str:
    """What is not as its rule says; empty if nothing."""
    begun = time.monotonic()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            fault = _parsed(case) if case.rule in _LETTERS.values() else _inspected(case)
        except Exception:  # noqa: BLE001 # just this is looked for
            return traceback.format_exc(limit=-3)
    if warned:
        return f"a library warns: {warned[0].message}"
    took = time.monotonic() - begun
    return fault if took < SECONDS else f"took {took:.0f} s"


def _parsed(case: Case) -> str:
    """Of a document of JSON, which need not be GeoJSON: its text, and that it is answered."""
    try:
        read_json(case.path.read_bytes(), case.path.name)
        refused = ""
    except DataError as error:
        refused = error.message.en
    _told(case.path)
    if case.rule == "takes":
        return refused and f"refused: {refused}"
    return "" if case.rule == "either" or refused else "taken"


def _inspected(case: Case) -> str:
    refused, told = _told(case.path)
    if case.rule == "sound":
        wrong = refused or "; ".join(words for level, words in told if level is Level.ERROR)
        return wrong and f"not taken: {wrong}"
    return "" if refused or told or case.rule == "any" else "taken without a word"


def _told(path: Path) -> tuple[str, list[tuple[Level, str]]]:
    """The words of a refusal, and the findings, besides those of where on earth it lies."""
    try:
        found = inspect(path).findings
    except DataError as error:
        return error.message.en, []
    return "", [(f.level, f.message.en) for f in found if f.code not in _OF_PLACES]
