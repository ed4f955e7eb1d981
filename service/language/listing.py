"""Names of the figures of a whole sentence: whom 分别 gives which figure, and what a bare 同比增长 is the growth of.

Pure functions on shadow text; offsets count its characters.
"""

import re
from collections.abc import Iterator, Sequence

from schemas.document import Quantity
from service.language import naming
from service.language.figures import name, unit_end

_BETWEEN = re.compile(r"(?:[、,和与及]|以及)?(?:[增升涨降减缩下提][长高升加幅少降低短]|[为达占是]|降|增)*")
_RESPECTIVELY = re.compile(r"分别[^,;。、\d]{0,8}$")
_AND = re.compile(r"[、和与及]|以及")
_YEARS = re.compile(r"20\d\d年.*")
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
    for (start, end), found in zip(clauses, figures, strict=True):
        here = [name(text, start, end, q, found[max(0, n - _MANY) : n]) for n, q in enumerate(found)]
        for first, last in _runs(text, found):
            before = [*ahead, *here[max(0, first - _MANY) : first]]
            here[first:last] = _shared(text, start, found[first:last], here[first:last], before)
        told.append(tuple(here))
        ahead = (ahead + here[-_MANY:])[-_MANY:]
    return told


def _runs(text: str, found: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of figures that go on a list: 12.4%、-3.1%和20.8%."""
    first = 0
    for n in range(1, len(found) + 1):
        if n == len(found) or not _BETWEEN.fullmatch(text, unit_end(text, found[n - 1]), found[n].start):
            yield first, n
            first = n


def _shared(text: str, start: int, run: Sequence[Quantity], own: Sequence[str], ahead: Sequence[str]) -> Sequence[str]:
    """The names of a run of figures, given what they are called alone and what those before them are called."""
    lead = text[max(start, run[0].start - _REACH) : run[0].start]
    if _RESPECTIVELY.search(lead):
        if members := _members(lead, len(run)):
            return members
        if len(ahead) >= len(run) > 1 and not naming.last_words(lead):
            return ahead[-len(run) :]
    if ahead and all(map(naming.is_bare, own)):
        return [ahead[-1]] * len(run)
    if any(map(naming.is_bare, own[1:])) and not naming.is_bare(own[0]):
        return [own[0] if naming.is_bare(word) else word for word in own]
    return own


def _members(lead: str, count: int) -> list[str]:
    """What stands before 分别, shared out: 处罚、许可、确认办件量分别 has three members; none where it is not as many."""
    words = lead[max(lead.rfind(stop) for stop in ",;。:") + 1 : lead.rfind("分别")]
    parts = [part for part in _AND.split(words) if part][-count:]
    if count < 2 or len(parts) < count:
        return []
    opened = [part if _YEARS.fullmatch(part) else naming.last_words(part) for part in parts]
    return opened if all(opened) else []
