"""Whether a claim keeps what its evidence takes back: 力争建成 is not 建成, 基本完成 not 完成, 仅占3% not 占3%.

Both texts are shadow text.
"""

import re
from collections.abc import Iterator, Sequence

from service.language.counts import Printed, hedge, numbers, units_agree

# Before what is yet to come; a plan needs no such word, it stands among the plans.
_AHEAD = re.compile(
    r"力争|争取(?!到位|资金|支持)|预计|预期|(?<!年初)(?<!原)计划(?=[在于到用年将对从通组开新建完实])(?![^,;。]{0,6}的)|有望|拟(?=[在于将对新建制出开推组设])|目标[是为]|打算"
)
# Before a verb or a body: not wholly, not everywhere.
_PARTLY = re.compile(
    r"基本(?=[建形完实消解达覆健做具满]|[上]?[已]?[完实])|初步(?=[建形完实构])|(?:大?部分|个别|少数|一些|有的|多数)(?=[\u4e00-\u9fff])(?!地)"
)
_CLAUSE = re.compile(r"[,;。\n！？](?!\d{3}(?!\d))")
# 平均周期仅为19天 boasts: what takes only so long loses nothing without the word.
_TIMES = frozenset(["天", "日", "工作日", "个工作日", "小时", "个小时", "分钟", "个月", "月", "年", "周"])
_FEW = re.compile(r"(?:(?<![不])仅(?!仅)[^,。;0-9]{0,8}|只(?:[有为剩占达是能]|占比?为?)?)$")


def dropped(claim: str, evidence: str, *, ahead: bool) -> list[str]:
    """What the evidence hedges and the claim does not. `ahead` says that the claim is told as a plan."""
    faults = [] if ahead else list(_ahead(claim, evidence))
    return [*faults, *_partly(claim, evidence), *_few(claim, evidence)]


def _ahead(claim: str, evidence: str) -> Iterator[str]:
    """What the evidence only aims at, and the claim tells as done."""
    if _AHEAD.search(claim):
        return
    for clause in _CLAUSE.split(evidence):
        found = _AHEAD.search(clause)
        if found and _tells(claim, clause[found.end() :], evidence):
            yield f"文中说的是“{clause[found.start() : found.end() + 8]}”"


def _tells(claim: str, aimed: str, evidence: str) -> bool:
    """Whether the claim tells what is aimed at: its number, or most of its words, which stand nowhere else."""
    own = numbers(aimed)
    elsewhere = evidence.replace(aimed, "")
    for number in own:
        there = any(other.core == number.core and other.unit == number.unit for other in numbers(claim))
        if there and not any(other.core == number.core for other in numbers(elsewhere)):
            return True
    pairs = [aimed[i : i + 2] for i in range(min(len(aimed), 16) - 1)]
    told = [pair for pair in pairs if pair in claim and pair not in elsewhere]
    return len(told) >= 3 and 2 * len(told) >= len(pairs)


def _partly(claim: str, evidence: str) -> Iterator[str]:
    for found in _PARTLY.finditer(evidence):
        stem = evidence[found.end() : found.end() + 2]
        place = claim.find(stem)
        while len(stem) == 2 and place >= 0:
            if not _PARTLY.search(claim, max(0, place - 4), place + 2) and _only_hedged(
                claim[place : place + _common(claim[place:], evidence[found.end() :])], evidence
            ):
                yield f"文中说的是“{found[0]}{stem}”"
                break
            place = claim.find(stem, place + 1)


def _common(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other), 8) and one[length] == other[length]:
        length += 1
    return length


def _only_hedged(words: str, evidence: str) -> bool:
    at = evidence.find(words)
    while at >= 0:
        if not any(found.end() == at for found in _PARTLY.finditer(evidence, max(0, at - 3), at + 1)):
            return False
        at = evidence.find(words, at + 1)
    return True


def _few(claim: str, evidence: str) -> Iterator[str]:
    """The numbers that the evidence calls few, or an upper bound, and the claim does not."""
    theirs: Sequence[Printed] | None = None
    for number in numbers(claim):
        if not number.unit or _is_few(claim, number):
            continue
        theirs = numbers(evidence) if theirs is None else theirs
        fit = [other for other in theirs if other.core == number.core and units_agree(claim, number, evidence, other)]
        if fit and all(_is_few(evidence, other) for other in fit):
            yield f"文中说的是“{evidence[max(0, fit[0].start - 3) : fit[0].behind]}”"


def _is_few(text: str, number: Printed) -> bool:
    few = number.unit not in _TIMES and _FEW.search(text, max(0, number.start - 10), number.start)
    return bool(few) or hedge(text, number) == "less"
