"""Reading clauses: the features that the embedded engine weighs, found in one pass over the text.

Words are looked up by one automaton for the whole chunk, the beginning and the end of a clause by sets: the engine reads
ten thousand clauses a second and more, a regular expression a feature would read a tenth of that.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from schemas.document import Clause, Document
from service.engines.extractive import vocabulary
from service.language import topics
from service.language.clauses import core
from service.language.lexicon import Lexicon
from service.language.topics import Matter

FEATURES = (
    *(name for name in vocabulary.ANYWHERE if name not in ("turning", "machine")),
    *(name for name in vocabulary.STARTS if name not in vocabulary.ANYWHERE),
    "figure",
    "two_figures",
    "many_figures",
    "heading",
    "scene",
    "vague_end",
    "named_list",
    "short",
    "long",
    "linker",
    "first",
    "last",
)
_AT = {name: number for number, name in enumerate(FEATURES)}
(
    _FIGURE,
    _TWO_FIGURES,
    _MANY_FIGURES,
    _HEADING,
    _SCENE,
    _VAGUE_END,
    _NAMED_LIST,
    _SHORT,
    _LONG,
    _LINKER,
    _FIRST,
    _LAST,
) = range(len(FEATURES) - 12, len(FEATURES))
_TITLE, _SLOGAN_START, _DEED_START = _AT["title"], _AT["slogan_start"], _AT["deed_start"]
WEAK = frozenset(_AT[name] for name in ("slogan_start", "purpose_start", "scene", "rhetoric", "heading"))


class Reading(NamedTuple):
    """A clause as read: its text (shadow), its active features (by index), what it says of matters, whether it may
    turn to another kind or speak to a machine, how many figures it has."""

    clause: Clause
    text: str
    active: tuple[int, ...]
    matters: tuple[tuple[Matter, float], ...]
    turning: bool
    machine: bool
    figures: int


_Payload = tuple[tuple[int, ...], int, tuple[tuple[Matter, float], ...]]
_TURNING, _MACHINE = 1, 2


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon[_Payload]:
    by_word: dict[str, set[int]] = {}
    flags: dict[str, int] = {}
    for name, words in vocabulary.ANYWHERE.items():
        for word in words:
            by_word.setdefault(word, set())
            if name in _AT:
                by_word[word].add(_AT[name])
            else:
                flags[word] = flags.get(word, 0) | (_TURNING if name == "turning" else _MACHINE)
    known = topics.words()
    everything = dict.fromkeys([*by_word, *known])
    return Lexicon({w: (tuple(by_word.get(w, ())), flags.get(w, 0), known.get(w, ())) for w in everything})


@lru_cache(maxsize=1)
def _starts() -> dict[str, tuple[int, ...]]:
    starts: dict[str, list[int]] = {}
    for name, heads in vocabulary.STARTS.items():
        for head in heads:
            starts.setdefault(head, []).append(_AT[name])
    return {head: tuple(names) for head, names in starts.items()}


def read(document: Document, clauses: Sequence[Clause]) -> list[Reading]:
    """The readings of clauses, which must be in the text's order."""
    if not clauses:
        return []
    text = document.shadow.text
    figures = _figures(document, clauses)
    words, told, flags = _words(text, clauses)
    readings = []
    last = len(clauses) - 1
    before = -1
    for number, clause in enumerate(clauses):
        _, start, end, _, _, sentence, heading = clause
        active = words[number]
        _shape(active, text, start, end, heading, figures[number])
        if sentence != before:
            active.add(_FIRST)
        if number == last or clauses[number + 1].sentence != sentence:
            active.add(_LAST)
        before = sentence
        readings.append(
            Reading(
                clause,
                text[start:end],
                tuple(active),
                tuple(told[number]),
                bool(flags[number] & _TURNING),
                bool(flags[number] & _MACHINE),
                figures[number],
            )
        )
    return readings


def _figures(document: Document, clauses: Sequence[Clause]) -> list[int]:
    """The number of figures in each clause."""
    counts = [0] * len(clauses)
    found = document.figures
    at = bisect_left(found, clauses[0].start, key=itemgetter(0))
    number, total = 0, len(clauses)
    for quantity in islice(found, at, None):
        start = quantity.start
        while number < total and clauses[number].end <= start:
            number += 1
        if number == total:
            break
        if clauses[number].start <= start:
            counts[number] += 1
    return counts


def _words(text: str, clauses: Sequence[Clause]) -> tuple[list[set[int]], list[list[tuple[Matter, float]]], list[int]]:
    """Features, matters and flags that the words of each clause show. A word over a clause's edge shows nothing."""
    words: list[set[int]] = [set() for _ in clauses]
    told: list[list[tuple[Matter, float]]] = [[] for _ in clauses]
    flags = [0] * len(clauses)
    begin = clauses[0].start
    at, stop, start_of = 0, clauses[0].end - begin, clauses[0].start - begin
    for (features, flag, matters), start, end in _lexicon().scan(text[begin : clauses[-1].end]):
        while end > stop:
            at += 1
            stop, start_of = clauses[at].end - begin, clauses[at].start - begin
        if start < start_of:
            continue
        if features:
            words[at].update(features)
        if flag:
            flags[at] |= flag
        if matters:
            told[at] += matters
    return words, told, flags


def _shape(active: set[int], text: str, start: int, end: int, heading: bool, figures: int) -> None:
    """Add the features that a clause's form shows: how it begins and ends, its length, its figures."""
    if end - start < 10:
        active.add(_SHORT)
    elif end - start > 36:
        active.add(_LONG)
    if text.startswith(vocabulary.LINKERS, start):
        active.add(_LINKER)
    start, end = core(text, start, end)
    _beginning(active, text, start, end)
    if text.endswith(vocabulary.VAGUE_ENDS, start, end):
        active.add(_VAGUE_END)
    scene = text.endswith(vocabulary.SCENE_ENDS, start, end) or (
        text[start].isdigit() and text.endswith(vocabulary.DATE_ENDS, start, end)
    )
    if scene:
        active.add(_SCENE)
    if figures and not scene and text[start : start + 2] not in vocabulary.FRAMES:
        active.add(_FIGURE)
        if figures > 1:
            active.add(_TWO_FIGURES if figures == 2 else _MANY_FIGURES)
    if heading:
        active.add(_HEADING)
    if text.count("、", start, end) >= 2:
        active.add(_NAMED_LIST)
    title = text.find("《", start, end)
    if title >= 0 and any(
        [text[i : i + 2] in vocabulary.TITLE_VERBS for i in range(max(start, title - 18), title - 1)]
    ):
        active.add(_TITLE)


def _beginning(active: set[int], text: str, at: int, end: int) -> None:
    """Add the features of the first two characters, and of those behind outline number and adverbs."""
    starts = _starts()
    if known := starts.get(text[at : at + 2]):
        active.update(known)
    if text[at] in "一二三四五六七八九十" and text[at + 1 : at + 2] in ("是", "要"):
        at += 2
        active.update(starts.get(text[at : at + 2], ()))
    first = at
    while at < end:
        if text[at : at + 2] in vocabulary.ADVERBS:
            at += 2
        elif text[at] in vocabulary.SHORT_ADVERBS:
            at += 1
        elif text.startswith("进一步", at):
            at += 3
        else:
            break
    if at > first and (known := starts.get(text[at : at + 2])):
        active.update([n for n in known if n in (_SLOGAN_START, _DEED_START)])
