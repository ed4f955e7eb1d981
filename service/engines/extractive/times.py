"""Which time the clauses of a matter speak of, so that figures of two years never stand side by side undated.

A report compares: 2022年受理46件，办结40件。2023年受理61件。 What is reported is the report's own year; what stands for
another year is left out where the own year is told in full words, else both are told with their years.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from schemas.document import Document, Kind
from service.engines.extractive.reading import Reading
from service.language import claims, cues, figures, naming

_PAST, _NOW, _LATER, _SINCE = -1, 0, 1, 2
_YEAR = re.compile(r"20\d\d(?=年)")
_SPAN = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,2}\))?自?(?:20\d\d年|“[^“”]{2,6}”|近[一二三四五两\d]{1,2}年)(?:\d{1,2}月)?以?来"
)
# The time that a clause is set in stands at its head, at most behind its subject: 我县去年…. One that is compared with
# (较2022年), counted from (自2021年以来) or named (2022年、2023年分别…) sets no time.
_MARK = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,2}[是、])?"
    r"(?:(?![较比同与自从到至于由将对和原按据]|截止)[\u4e00-\u9fff]){0,8}?"
    r"(?:(?P<year>20\d\d|二[〇○零][一二三四五六七八九〇○零]{2})年(?!以来|来|前|[底末]?[之以]?前|起|[、和与及至到~—-]|的)"
    r"|(?P<past>(?:去年|上年度?|上一年度?|前年|往年)(?:同期)?)(?!同期|以来|相?比|[、和与及至到])|(?P<now>今年|本年度?|目前|当前|现已|如今)(?!以来))"
)
_BARE_NAME = 2  # characters: 受理61件 does not say of what
_SAME = 0.3  # of the bigrams of two names: what two years count is one thing


@dataclass(frozen=True, slots=True)
class Dating:
    """The clauses of a matter that are worth telling, and which of them must be told with their time.

    `dated` has the numbers of clauses that keep the time at their head; `anchors` maps a clause without one to the
    clause that sets its time, without which it may not be told.
    """

    readings: tuple[Reading, ...]
    dated: frozenset[int] = frozenset()
    anchors: Mapping[int, int] = field(default_factory=dict)


def date(document: Document, readings: Sequence[Reading], kind: Kind) -> Dating:
    """The dating of a matter's clauses, which are in the text's order."""
    marks = [_mark(reading, document.year) for reading in readings]
    own = _LATER if kind == "plan" else _NOW
    if _is_own(readings, marks, own):
        return Dating(tuple(readings))
    times, anchors = _carried(readings, marks)
    kept = list(readings)
    if own in marks and _stands_alone(document, readings, times, marks, own):
        kept = [r for r, time in zip(readings, times, strict=True) if time in (None, own, _SINCE) or not r.figures]
        marks = [_mark(reading, document.year) for reading in kept]
        if _is_own(kept, marks, own):
            return Dating(tuple(kept))
        _, anchors = _carried(kept, marks)
    elif own in marks:
        counted = {r.clause.number for r in readings if r.figures}
        kept = [
            r
            for r, time in zip(readings, times, strict=True)
            if time != _PAST or not r.figures or anchors.get(r.clause.number) not in counted
        ]
    dated = frozenset(r.clause.number for r in kept if _mark(r, document.year) is not None)
    return Dating(tuple(kept), dated, anchors)


def _is_own(readings: Sequence[Reading], marks: Sequence[int | None], own: int) -> bool:
    """Whether all clauses are set in one time, the report's own; a plan may be for several years."""
    if any(mark not in (None, own) for mark in marks):
        return False
    return own != _LATER or len({year for reading in readings for year in _YEAR.findall(reading.text)}) < 2


def speaks_of_past(text: str, year: int | None) -> bool:
    """Whether a text is set, at its head, in a time before the report's year."""
    found = _MARK.match(text)
    return found is not None and _time(found, year) == _PAST


def _mark(reading: Reading, year: int | None) -> int | None:
    """The time that a clause sets: before, in or after the report's year, or since another; None where it sets none."""
    found = None if reading.clause.heading else _MARK.match(reading.text)
    if found is not None:
        return _time(found, year)
    return _SINCE if not reading.clause.heading and _SPAN.match(reading.text) else None


def _time(found: re.Match[str], year: int | None) -> int | None:
    if found["year"] is None:
        return _PAST if found["past"] else _NOW
    if year is None:
        return None
    told = cues.read_year(found["year"])
    return (told > year) - (told < year)


def _carried(readings: Sequence[Reading], marks: Sequence[int | None]) -> tuple[list[int | None], dict[int, int]]:
    """The time of every clause, and the clause that set it where it is another one.

    A time holds to the end of its sentence; a past one also up to a later mark (2022年受理46件。办结40件。2023年…).
    """
    times: list[int | None] = []
    anchors: dict[int, int] = {}
    time: int | None = None
    anchor = before = -1
    last = max((n for n, mark in enumerate(marks) if mark is not None), default=-1)
    for n, (reading, mark) in enumerate(zip(readings, marks, strict=True)):
        if mark is not None:
            time, anchor = mark, reading.clause.number
        elif reading.clause.sentence != before and n > last:
            time = None
        elif time is not None:
            anchors[reading.clause.number] = anchor
        before = reading.clause.sentence
        times.append(time)
    return times, anchors


def _stands_alone(
    document: Document,
    readings: Sequence[Reading],
    times: Sequence[int | None],
    marks: Sequence[int | None],
    own: int,
) -> bool:
    """Whether the own year tells what the other years do, in no fewer words: 开展宣讲186场 behind 开展宣讲120场."""
    others = [_counted(document, r) for r, time in zip(readings, times, strict=True) if time not in (None, own, _SINCE)]
    here = [_counted(document, r) for r, mark in zip(readings, marks, strict=True) if mark == own]
    others, here = [word for word in others if word], [word for word in here if word]
    if not others or not here or len(here[0]) < max(len(others[0]), _BARE_NAME + 1):
        return False
    return min(claims.contained(others[0], here[0]), claims.contained(here[0], others[0])) >= _SAME


def _counted(document: Document, reading: Reading) -> str:
    """What the first figure of a clause counts; empty where it has none or does not say."""
    if not reading.figures:
        return ""
    text, clause = document.shadow.text, reading.clause
    first = next(iter(figures.find(text[clause.start : clause.end])), None)
    if first is None:
        return ""
    name = figures.name(text[clause.start : clause.end], 0, clause.end - clause.start, first)
    return "" if naming.is_bare(name) else name
