"""What a model that means harm makes of a good line: words and figures of the report, put together to say something else.

Unlike `altered`, each alteration is made of what the cited clauses hold, so that no single word of it is strange there.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from schemas.document import Document, Kind
from schemas.draft import Draft
from service.language import claims
from service.language.counts import Printed, numbers

_OTHERS: dict[Kind, tuple[Kind, ...]] = {
    "achievement": ("problem", "plan"),
    "problem": ("achievement", "plan"),
    "plan": ("achievement", "problem"),
}
_AHEAD = re.compile("力争|争取|预计|计划|有望|拟(?![订定])|将(?=[进在继对会于持开组推全把着建制完加实深])")
_SCOPED = re.compile(
    r"仅[有为剩占]?(?=\d)|不足(?=\d)|不到(?=\d)|不超过(?=\d)|基本(?=[建形完实消解达覆])|初步(?=[建形完实])"
)


def hostile(document: Document, draft: Draft, others: Sequence[Draft]) -> Iterator[tuple[str, Draft]]:
    """The sort of each alteration and the altered line; `others` are further lines of the report, to borrow from."""
    evidence = "\n".join(document.text(document.clauses[at]) for at in draft.clauses)
    for sort, text in _texts(draft.text, evidence):
        if text != draft.text:
            yield sort, draft._replace(text=text)
    yield from _stitched(document, draft, others)
    yield from _as_other_kind(draft)


def _texts(text: str, evidence: str) -> Iterator[tuple[str, str]]:
    mine = [number for number in numbers(text) if text[number.start].isdigit()]
    for one, other in combinations(mine, 2):
        if one.unit == other.unit and one.unit and one.core != other.core and not _one_change(text, one, other):
            first, second = text[one.start : one.end], text[other.start : other.end]
            yield (
                "figures exchanged",
                text[: one.start] + second + text[one.end : other.start] + first + text[other.end :],
            )
    for number in mine:
        for core in _same_unit(evidence, number):
            sort = "another year" if number.unit == "年" else "another figure"
            yield sort, text[: number.start] + core + text[number.end :]
    for found in _SCOPED.finditer(text):
        yield "scope dropped", text[: found.start()] + text[found.end() :]


def _one_change(text: str, one: Printed, other: Printed) -> bool:
    """Whether the two are the ends of one change, which has checks of its own."""
    return re.search(r"[至到为]", text[one.behind : other.start]) is not None and "," not in text[one.end : other.start]


def _same_unit(evidence: str, number: Printed) -> list[str]:
    theirs = (other for other in numbers(evidence) if other.unit == number.unit and other.unit)
    cores = dict.fromkeys(evidence[other.start : other.end] for other in theirs if other.core != number.core)
    return [core for core in cores if core[0].isdigit()]


def _stitched(document: Document, draft: Draft, others: Sequence[Draft]) -> Iterator[tuple[str, Draft]]:
    """The subject of one point with the figure of another, both of them cited."""
    mine = [number for number in numbers(draft.text) if draft.text[number.start].isdigit() and number.unit]
    if not mine:
        return
    number = mine[0]
    points = {document.clauses[at].point for at in draft.clauses}
    for other in others:
        if not points.isdisjoint(document.clauses[at].point for at in other.clauses):
            continue
        cited = (*draft.clauses, *other.clauses)
        for theirs in numbers(other.text):
            if theirs.unit == number.unit and theirs.core != number.core and other.text[theirs.start].isdigit():
                text = (
                    draft.text[: number.start] + other.text[theirs.start : theirs.behind] + draft.text[number.behind :]
                )
                yield "figure of another point", Draft(draft.kind, draft.topic, text, cited)


def _as_other_kind(draft: Draft) -> Iterator[tuple[str, Draft]]:
    for kind in _OTHERS[draft.kind]:
        yield f"{draft.kind} as {kind}", draft._replace(kind=kind)
    if draft.kind == "plan" and (told := _AHEAD.sub("", draft.text)) != draft.text:
        yield "plan told as done", draft._replace(kind="achievement", text=told)


def is_true(document: Document, draft: Draft) -> bool:
    """Whether the altered line stands in the cited clauses after all, from stop to stop."""
    evidence = "\n".join(document.text(document.clauses[at]) for at in draft.clauses)
    return not claims.own_words(draft.text, evidence)
