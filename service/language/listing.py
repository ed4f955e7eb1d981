"""Names of the figures of a whole sentence: whom 分别 gives which figure, and what a bare 同比增长 is the growth of.

Pure functions on shadow text; offsets count its characters.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from schemas.document import Quantity
from service.language import naming
from service.language.figures import name, unit_end

_BETWEEN = re.compile(r"(?:[、,和与及]|以及)?(?:[增升涨降减缩下提][长高升加幅少降低短]|[为达占是]|降|增)*")
_RESPECTIVELY = re.compile(r"分别[^,;。、\d]{0,8}$")
_AND = re.compile(r"[、和与及]|以及")
_YEARS = re.compile(r"20\d\d年.*")
# 去年发案56件,败诉7件;今年31件: what the year before began with, this one begins with.
_TIME = re.compile(r"(?:20\d\d年度?|[今去]年|[上本]年度?)[共为是达仅有]*")
_MANY = 80  # figures before one that may name it
_REACH = 120  # characters before a list in which its members may stand


def names(
    text: str, clauses: Sequence[tuple[int, int]], figures: Sequence[Sequence[Quantity]]
) -> list[tuple[str, ...]]:
    """The names of the figures of a sentence, clause by clause: verbatim pieces of the sentence, never empty.

    `clauses` are the clauses of one sentence in order, `figures` those of each.
    """
    told: list[tuple[str, ...]] = []
    ahead: list[str] = []
    before = ""
    for (start, end), found in zip(clauses, figures, strict=True):
        here = [name(text, start, end, q, found[max(0, n - _MANY) : n]) for n, q in enumerate(found)]
        for first, last in _runs(text, found):
            names_ahead = [*ahead, *here[max(0, first - _MANY) : first]]
            lead = text[max(start, found[first].start - _REACH) : found[first].start]
            gap = text[unit_end(text, found[first - 1]) if first else start : found[first].start]
            if names_ahead and _TIME.fullmatch(gap.lstrip(",;。")):
                here[first:last] = names_ahead[:1] * (last - first)
                continue
            here[first:last] = _shared(lead, here[first:last], names_ahead, before if first == 0 else "")
        told.append(tuple(here))
        ahead = (ahead + here[-_MANY:])[-_MANY:]
        before = "" if found else text[max(start, end - _REACH) : end]
    return told


def _runs(text: str, found: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of figures that go on a list: 12.4%、-3.1%和20.8%."""
    first = 0
    for n in range(1, len(found) + 1):
        if n == len(found) or not _BETWEEN.fullmatch(text, unit_end(text, found[n - 1]), found[n].start):
            yield first, n
            first = n


def _shared(lead: str, own: Sequence[str], ahead: Sequence[str], before: str) -> Sequence[str]:
    """The names of a run of figures.

    `lead` is what stands before the run in its clause, `own` what they are called alone, `ahead` the names of those
    before them, `before` the clause before where it has no figures.
    """
    count = len(own)
    if count > 1 and _RESPECTIVELY.search(lead):
        if members := _members(lead[: lead.rfind("分别")], count) or _members(before, count, bare=lead):
            return members
        different = [word for word, _ in groupby(ahead)]  # 由22份减至8份 are two figures of one thing
        if len(different) >= count and not naming.last_words(lead):
            return different[-count:]
    if ahead and all(map(naming.is_bare, own)):
        different = [word for word, _ in groupby(ahead)]
        return different[-count:] if len(different) >= count else [ahead[-1]] * count
    if len(own) == 1 and naming.is_bare(own[0]) and (words := naming.last_words(before.rstrip(",;。"))):
        return [words]
    if any(map(naming.is_bare, own[1:])) and not naming.is_bare(own[0]):
        return [own[0] if naming.is_bare(word) else word for word in own]
    return own


def _members(words: str, count: int, bare: str = "") -> list[str]:
    """What is named one after the other at the end of the words (处罚、许可、确认办件量); none where it is not as many,
    or where what follows them, `bare`, names something itself."""
    words = words.rstrip(",;。")
    words = words[max(words.rfind(stop) for stop in ",;。:") + 1 :]
    parts = [part for part in _AND.split(words) if part][-count:]
    if len(parts) < count or naming.last_words(bare):
        return []
    opened = [part if _YEARS.fullmatch(part) else naming.last_words(part) for part in parts]
    return opened if all(opened) else []
