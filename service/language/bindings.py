"""Whether the numbers of a claim belong to what the evidence gives them to: 甲局受理356件 is not what 乙局受理356件 says.

Both texts are shadow text; in the evidence an empty line parts what different points say. A number's words are those
that lead to it, back to the one before it of the same unit or to the start of its sentence, and those close behind it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.language.counts import LEADS_ON, Printed, numbers, units_agree

BLOCK = "\n\n"
"""Between clauses of different points."""

_FAR = 100  # characters before a number that may say what it counts
_NEAR = 32  # the same, behind it
_SENTENCE = re.compile("[。;！？\n]")
_STOP = re.compile(r"[,;。\n！？](?!\d{3}(?!\d))")
_PIECE = re.compile(r"[,;。、\n！？](?!\d{3}(?!\d))")
_LIST = re.compile(" ?[、和与及,]?(?:第|各|近|约|超)?")
_NOUN = re.compile("(?![和与及])[一-鿿]")
_LISTED = re.compile("[^,;。]{1,10}[、和与及]")
_NAME = re.compile("“[^”]*”|《[^》]*》")
_YEAR = re.compile(r"20\d\d年|[今去上本][年月]")
# Words of counting and comparing: they say nothing of what is counted.
_EMPTY = re.compile(
    r"同比|环比|分别|达到?|共计?|累计|其中|全年|年均|平均|超过|增[长加]|下降|[提升]高|完成|实现|开展|办理"
)
_MIN_FOREIGN = 2


def misplaced(claim: str, evidence: str, titles: str = "") -> list[str]:
    """The numbers of the claim that the evidence gives to something else; `titles` are the headings above it."""
    told = _Numbers(claim)
    named = [found.span() for found in _NAME.finditer(claim) if found[0] in evidence]
    mine = [
        number
        for number in told.found
        if number.unit not in ("", "年")
        and claim[number.start].isdigit()
        and not any(start < number.start < end for start, end in named)
    ]
    if not mine:
        return []
    theirs = _Numbers(evidence)
    faults = [*_too_often(mine, theirs), *_reordered(told, theirs)]
    for number in mine:
        fit = [
            other for other in theirs.found if other.core == number.core and units_agree(claim, number, evidence, other)
        ]
        if fit and (fault := _fault(told, number, theirs, fit, titles)):
            faults.append(fault)
    return faults


def _too_often(mine: Sequence[Printed], theirs: "_Numbers") -> list[str]:
    """One figure given to two things, where the evidence has it once."""
    times = Counter((number.core, number.unit) for number in mine)
    there = Counter(number.core for number in theirs.found)
    return [f"文中只有{there[core]}个“{core}{unit}”" for (core, unit), n in times.items() if n > max(1, there[core])]


def _reordered(told: "_Numbers", theirs: "_Numbers") -> list[str]:
    """Neighbours of a list that the evidence has the other way round: 分别下降9%和15% for 分别下降15%和9%."""
    there = {(one.core, other.core) for one, other in theirs.lists()}
    return [
        f"“{told.text[one.start : other.behind]}”的次序与文中相反"
        for one, other in told.lists()
        if (other.core, one.core) in there and (one.core, other.core) not in there
    ]


def _fault(told: "_Numbers", number: Printed, theirs: "_Numbers", fit: list[Printed], titles: str) -> str | None:
    cores = {other.start for other in fit}
    rivals = [
        other
        for other in theirs.found
        if other.unit == number.unit and other.core != number.core and other.start not in cores
    ]
    parted = BLOCK in theirs.text
    if not rivals and not parted:
        return None
    words = told.words(number, wide=False) or told.words(number, wide=True)
    if not words:
        return None
    shown = told.text[number.start : number.behind]
    if rival := _rival(words, theirs, fit, rivals):
        return f"文中的“{shown}”不是说这个，这里相应的数是“{theirs.text[rival.start : rival.behind]}”"
    if parted and _is_foreign(told.own_words(number) or words, theirs.text, fit, titles):
        return f"“{shown}”在文中说的是另一件事"
    return None


def _rival(words: frozenset[str], theirs: "_Numbers", fit: list[Printed], rivals: list[Printed]) -> Printed | None:
    """A number that the evidence has beside all of the claim's words that it has beside the fitting ones, and more."""
    near = [words & theirs.words(other, wide=True) for other in fit]
    for rival in rivals:
        shared = words & theirs.words(rival, wide=False)
        together = any(theirs.are_one(rival, other) for other in fit)
        if shared and not together and all(own < shared for own in near):
            return rival
    return None


class _Numbers:
    """A text and its numbers."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = numbers(text)

    def lists(self) -> Iterator[tuple[Printed, Printed]]:
        """Neighbours that are parts of one list, with nothing but its comma between them."""
        for one, other in pairwise(self.found):
            if one.unit and one.unit == other.unit and _LIST.fullmatch(self.text, one.behind, other.start):
                yield one, other

    def own_words(self, number: Printed) -> frozenset[str]:
        """The pairs of characters from the stop before a number to the stop behind it."""
        start = self._lead(number, wide=False)
        for stop in _PIECE.finditer(self.text, start, number.start):
            start = stop.end()
        return frozenset(
            (*_pairs(self.text[start : number.start]), *_pairs(self.text[number.behind : self._end(number)]))
        )

    def are_one(self, one: Printed, other: Printed) -> bool:
        """Whether two numbers are the ends of one change, or neighbours of a list."""
        first, second = sorted((one, other))
        return self._goes_on(first, second.start)

    def words(self, number: Printed, *, wide: bool) -> frozenset[str]:
        """The pairs of characters that say what a number counts, and the year that does. `wide` reads on over other
        numbers, back to the one of the same unit."""
        before = self.text[self._lead(number, wide=wide) : number.start]
        behind = self.text[number.behind : self._end(number)]
        return frozenset((*_YEAR.findall(before)[-1:], *_pairs(before), *_pairs(behind)))

    def _lead(self, number: Printed, *, wide: bool) -> int:
        """Where the words that lead to a number begin: behind those of the number before it. The second end of a change
        and the next one of a list have the words of the first."""
        start = max(0, number.start - _FAR)
        for stop in _SENTENCE.finditer(self.text, start, number.start):
            start = stop.end()
        floor = number.start
        for other in reversed(self.found):
            if other.start >= number.start or other.unit == "年":
                continue
            if other.behind <= start:
                break
            if self._goes_on(other, floor):
                floor = other.start
            elif not wide or other.unit == number.unit:
                end = self._end(other)
                return max(start, end if end < floor else other.behind)
        return start

    def _goes_on(self, other: Printed, start: int) -> bool:
        """Whether the number that begins at `start` is the next of a list or the second end of a change."""
        between = self.text[other.behind : start]
        led = LEADS_ON.match(self.text, other.behind)
        return (led is not None and led.end() >= start - 4) or _LIST.fullmatch(between) is not None

    def _end(self, number: Printed) -> int:
        """Where the words behind a number end: at the next stop, where its noun follows it, else at once."""
        at = number.behind
        if not _NOUN.match(self.text, at):
            return at
        stop = _STOP.search(self.text, at, at + _NEAR)
        end = stop.start() if stop else min(len(self.text), at + _NEAR)
        following = next((other for other in self.found if other.start >= at and other.unit == number.unit), None)
        if following and following.start < end and not _LISTED.fullmatch(self.text, at, following.start):
            return following.start
        return end


def _pairs(words: str) -> list[str]:
    told = _EMPTY.sub("  ", words)
    return [told[i : i + 2] for i in range(len(told) - 1) if told[i] > "一" and told[i + 1] > "一"]


def _is_foreign(words: frozenset[str], evidence: str, fit: Sequence[Printed], titles: str) -> bool:
    """Whether most of the words stand in points that do not have the number, and not in those that have it."""
    inside: list[str] = [titles]
    outside: list[str] = []
    at = 0
    for block in evidence.split(BLOCK):
        end = at + len(block)
        (inside if any(at <= other.start < end for other in fit) else outside).append(block)
        at = end + len(BLOCK)
    own = "\n".join(inside)
    known = {word for word in words if word in own}
    foreign = {word for word in words - known if any(word in block for block in outside)}
    return len(foreign) >= _MIN_FOREIGN and len(foreign) > len(known)
