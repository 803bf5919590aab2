"""Documents by the ten thousand: read in workers with limits of time and memory."""

import io
import multiprocessing
import re
import resource
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from support.fuzz import atlases, grids, json_like, records, xml_like
from support.fuzz.trees import Answer, Fault, Grammar, document, singles

from geomap.errors import GeomapError

GRAMMARS: dict[str, Grammar] = {
    grammar.name: grammar
    for grammar in (
        *json_like.GRAMMARS,
        *xml_like.GRAMMARS,
        *grids.GRAMMARS,
        *records.GRAMMARS,
        *atlases.GRAMMARS,
    )
}
SECONDS, MEMORY = 10, 6 << 30
WORKERS, BATCH = 2, 25
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_ENGLISH = re.compile(r"[A-Za-z']{2,}(?:[:,]? [A-Za-z']{2,}){2,}")
READ, REFUSED, TOLD, FAILED, SILENT, HUNG = "read", "refused", "told", "failed", "silent", "hung"
WRONG = (FAILED, SILENT, HUNG)


@dataclass(slots=True)
class Tally:
    """How many documents of a grammar came to what, and those that must not have.

    Attributes:
        ways: ``read``: as the sound one, or as another sound one; ``refused``: with an error of
            ours; ``told``: read otherwise, with a finding; ``failed``: any other exception, or
            a library printed, warned or spoke English in a Chinese sentence;
            ``silent``: read otherwise, and nothing said; ``hung``: not done in time.
        wrong: What failed, was silent or hung, with its number.
    """

    ways: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def english_in(words: str) -> str:
    """A piece of English in Chinese words, besides what is quoted; empty if there is none."""
    found = _ENGLISH.search(_QUOTED.sub("", words))
    return found[0] if found else ""


def tried(grammar: Grammar, number: int, folder: Path, sound: Answer) -> tuple[str, str]:
    """Read one document, held against what the sound one gives; what came of it, and words."""
    faults, tree = document(grammar, number)
    name = f"{grammar.name} {number} {[(f.place, repr(f.value)[:80]) for f in faults]}"
    said = io.StringIO()
    with warnings.catch_warnings(record=True) as warned, redirect_stdout(said):
        warnings.simplefilter("always")
        try:
            answer: Answer | None = grammar.read(tree, folder)
        except GeomapError as error:
            if foreign := english_in(error.message.zh):
                return FAILED, f"{name}\nEnglish in Chinese: {foreign}"
            answer = None
        except Exception:  # noqa: BLE001 # just this is looked for
            return FAILED, f"{name}\n{traceback.format_exc(limit=-3)}"
    if warned or said.getvalue():  # a library speaks where only we should
        return FAILED, f"{name}\n{said.getvalue()}{[str(each.message) for each in warned]}"
    if answer is None:
        return REFUSED, ""
    how = _held(grammar, faults, answer, sound)
    return how, f"{name}: {answer[0]} for {sound[0]}" if how == SILENT else ""


def _held(grammar: Grammar, faults: Sequence[Fault], answer: Answer, sound: Answer) -> str:
    """What an answer is, held against the sound one; pairs of faults are asked for no more than
    that they are answered.
    """
    if answer[0] != sound[0] and answer[1] - sound[1]:
        return TOLD
    single = len(faults) == 1
    if answer[0] == sound[0] or not single or grammar.free(faults[0].place, faults[0].value):
        return READ
    return SILENT


def batch(name: str, numbers: Sequence[int]) -> list[tuple[str, str]]:
    """Read some documents of a grammar, in a process that may be given up."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    grammar = GRAMMARS[name]
    with tempfile.TemporaryDirectory() as folder:
        sound = grammar.read(grammar.seed, Path(folder))
        found = []
        for number in numbers:
            begun = time.monotonic()
            how = tried(grammar, number, Path(folder), sound)
            late = time.monotonic() - begun > SECONDS
            found.append((HUNG, f"{name} {number}") if late else how)
    return found


def chosen(count: int, names: Sequence[str] = tuple(GRAMMARS)) -> dict[str, Sequence[int]]:
    """The numbers of the documents to try: first every single fault, then pairs of them.

    Where fewer are asked for than there are single faults, they are spread over all of them.
    """
    every = {name: len(singles(GRAMMARS[name])) for name in names}
    total = sum(every.values())
    if count < total:
        step = -(-total // count)
        return {name: range(0, size, step) for name, size in every.items()}
    more, rest = divmod(count - total, len(every))
    return {name: range(size + more + (i < rest)) for i, (name, size) in enumerate(every.items())}


def run(wanted: dict[str, Sequence[int]]) -> dict[str, Tally]:
    """Read documents, by grammar and number."""
    results = {name: Tally() for name in wanted}
    batches = [
        (name, numbers[i : i + BATCH])
        for name, numbers in wanted.items()
        for i in range(0, len(numbers), BATCH)
    ]
    with multiprocessing.get_context("fork").Pool(WORKERS, maxtasksperchild=8) as pool:
        waiting = [pool.apply_async(batch, each) for each in batches]
        for (name, numbers), result in zip(batches, waiting, strict=True):
            tally = results[name]
            try:
                found = result.get(SECONDS * BATCH * WORKERS)
            except multiprocessing.TimeoutError:  # it hangs, or a signal ended it
                found = [(HUNG, f"{name}, one of {list(numbers)}")]
            for how, words in found:
                tally.ways[how] += 1
                tally.wrong += [f"{how}: {words}"] if how in WRONG else []
    return results
