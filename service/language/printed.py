"""Whether the numbers of a claim stand in its evidence as printed: digits, magnitude, unit, hedge, what they count.

Both texts are shadow text. Years, dates, ordinals and the numbers of slogans count too: whoever writes a number must
have it from the evidence.
"""

import re
from collections.abc import Sequence

from service.language.counts import LEADS_ON, Printed, hedge, hedged_before, numbers, units_agree

# Where a number comes from and where it leads: 由12天, 原9.9个 against 至5天, 为4.8个.
_FROM = re.compile(r"(?:由|从|原|原来的|原先的|上年的?|去年的?|此前的?|过去的?)[^,。;0-9]{0,3}$")
_TO = re.compile(r"(?:[至到]|[降升增减改整调变缩合简]为|现)(?:目前的?|现在的?)?$")
# Numerals that are parts of everyday words, not numbers.
_EVERYDAY = re.compile(
    "一责任|十分(?![之钟])|百姓|万众|千方|百计|四[处周](?![法违隐])|千家|万户|百业|万家|两者|两地|万无"
)
# 增长-3.1% may be told as 下降3.1%.
_FELL = re.compile(r"[降减缩少][^,。;0-9]{0,4}$")
_WORDS_BEFORE = re.compile(r"[^,;。、\n]*$")
_LISTED = re.compile("[、和与及]$")
_WORDS_AFTER = re.compile("[^,;。、\n0-9]{1,16}")
# What would make another unit of the one before it (人次, 个工作日), and what would hedge it (以上, 左右).
_LONGER = frozenset("次(工百小学课月批自")
_HEDGED = frozenset("以左上余 ")


def misprints(claim: str, evidence: str) -> list[str]:
    """What is wrong with the numbers of a claim, in words for its author; empty where all are as the evidence has them."""
    theirs: Sequence[Printed] | None = None
    faults: list[str] = []
    for number in numbers(claim):
        if _stands_so(claim, number, evidence) or _EVERYDAY.match(claim, number.start):
            continue
        theirs = numbers(evidence) if theirs is None else theirs
        if number.core == "一" and claim[number.start - 1 : number.start] != "第":
            same = [other for other in theirs if other.core == "一"]
            fault = _missing(claim, number) if _rival(claim, number, evidence, theirs, same) else None
        else:
            fault = _fault(claim, number, evidence, theirs)
        if fault:
            faults.append(fault)
    return faults


def _stands_so(claim: str, number: Printed, evidence: str) -> bool:
    """Whether the number stands in the evidence with its unit and the very words before it: nothing more to check."""
    start, end = number.start - 2, number.behind
    if start < 0 or not number.unit or claim[start] < "一" or claim[start + 1] < "一":
        return False
    at = evidence.find(claim[start:end])
    if at < 0 or (next_to_it := claim[end : end + 1]) in _HEDGED:
        return False
    behind = evidence[at + end - start : at + end - start + 1]
    return behind == next_to_it if next_to_it >= "一" else behind not in _LONGER


def _fault(claim: str, number: Printed, evidence: str, theirs: Sequence[Printed]) -> str | None:
    fell = _FELL.search(claim, max(0, number.start - 8), number.start) is not None
    same = [other for other in theirs if other.core == number.core or (fell and other.core == "-" + number.core)]
    if not same:
        return _missing(claim, number)
    ordinal = claim[number.start - 1 : number.start] == "第"
    fit = [
        other
        for other in same
        if units_agree(claim, number, evidence, other) and (evidence[other.start - 1 : other.start] == "第") == ordinal
    ]
    if not fit:
        printed = evidence[same[0].start : same[0].end + max(1, len(same[0].unit))]
        return f"{_missing(claim, number)}，文中是“{printed}”"
    sort = hedge(claim, number)
    if sort and not any(hedge(evidence, other) == sort or hedged_before(evidence, other, sort) for other in fit):
        return f"文中的“{_shown(evidence, fit[0])}”没有“{_around(claim, number)}”的说法"
    rival = _rival(claim, number, evidence, theirs, fit)
    if rival is not None:
        return f"文中与“{_around(claim, number)}”相应的数是“{_shown(evidence, rival)}”"
    role = _role(claim, number)
    if role and {role, None}.isdisjoint(_role(evidence, other) for other in fit):
        return f"“{_shown(claim, number)}”的前后变化与文中相反"
    return None


def _shown(text: str, number: Printed) -> str:
    return text[number.start : number.behind]


def _missing(claim: str, number: Printed) -> str:
    return f"文中没有“{_shown(claim, number)}”"


def _around(text: str, number: Printed) -> str:
    return text[max(0, number.start - 2) : number.behind + 2]


def _rival(claim: str, number: Printed, evidence: str, theirs: Sequence[Printed], fit: list[Printed]) -> Printed | None:
    """Another number that the evidence has in the very place of this one: 民事12件 for 民事21件.

    That is one of the same unit or the same digits which shares words with the claim on a side where none of the
    numbers that fit does, and no fewer than they on the other side.
    """
    fits = {other.start for other in fit}
    rivals = [
        other
        for other in theirs
        if other.start not in fits and number.unit and (other.unit == number.unit or other.core == number.core)
    ]
    if not rivals:
        return None
    before, after = (_pairs(side) for side in _sides(claim, number))
    after = after[:1]
    mine = [_sides(evidence, other) for other in fit]
    best = [max((_shared(pairs, side[0] + "," + side[1]) for side in mine), default=0) for pairs in (before, after)]
    for other in rivals:
        side = _sides(evidence, other)
        shared = _shared(before, side[0]), _shared(after, side[1])
        if any(shared[i] > best[i] == 0 and shared[1 - i] >= best[1 - i] for i in (0, 1)):
            return other
    return None


def _sides(text: str, number: Printed) -> tuple[str, str]:
    """The words before a number and behind its unit, as far as the next stop; behind it also to the next number.

    A number that only goes on a list (134件、201件) has the words of the one before it.
    """
    after = _WORDS_AFTER.match(text, number.behind)
    words = text[max(0, number.start - 24) : number.start]
    listed = _LISTED.search(words) if after is None else None
    before = _WORDS_BEFORE.search(words, 0, listed.start() if listed else len(words))
    return before[0] if before else "", after[0] if after else ""


def _pairs(words: str) -> list[str]:
    return [words[i : i + 2] for i in range(len(words) - 1) if words[i] > "一" and words[i + 1] > "一"]


def _shared(pairs: list[str], words: str) -> int:
    return sum(pair in words for pair in pairs)


def _role(text: str, number: Printed) -> str | None:
    """Whether a number is what a change starts from or what it leads to."""
    start = number.start - (text[number.start - 1 : number.start] == "第")
    if _TO.search(text, max(0, start - 5), start):
        return "to"
    if _FROM.search(text, max(0, start - 8), start):
        return "from"
    return "from" if LEADS_ON.match(text, number.behind) else None
