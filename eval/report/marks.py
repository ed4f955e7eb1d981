"""The source text with the evidence of gold and candidate marked, overlaps in both colours at once."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from eval.report.markup import Markup, element, joined
from eval.values import GoldReport
from schemas.summary import ReportSummary

Side = Literal["gold", "candidate"]


class Mark(NamedTuple):
    """A piece of evidence: the item it is of, on which side."""

    start: int
    end: int
    side: Side
    item: str


def marks(gold: GoldReport | None, summary: ReportSummary | None) -> list[Mark]:
    """All evidence of both sides; of a gold item its own, not the alternatives."""
    found = [Mark(a, b, "gold", item.id) for item in (gold.items if gold else ()) for a, b in item.evidence]
    for line in summary.items() if summary else ():
        found += [Mark(piece.start, piece.end, "candidate", line.id) for piece in line.evidence]
    return sorted(found)


def marked(text: str, found: Iterable[Mark], anchor: str) -> Markup:
    """The text in pieces that are marked alike. Where an item's evidence begins stands its id, a link to the item;
    `anchor` begins the ids of both."""
    inside = [mark for mark in found if 0 <= mark.start < mark.end <= len(text)]
    begins: dict[int, list[Mark]] = {}
    for mark in inside:
        begins.setdefault(mark.start, []).append(mark)
    first = {(mark.side, mark.item): mark.start for mark in reversed(inside)}
    return joined(
        *(
            joined(*_labels(begins.get(start, ()), first, anchor), _piece(text[start:end], covering))
            for start, end, covering in _pieces(len(text), inside)
        )
    )


def _pieces(length: int, inside: list[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """The stretches between the places where marks begin and end, with the marks over each."""
    edges = sorted({0, length, *(at for mark in inside for at in mark[:2])})
    waiting, open_marks = list(reversed(inside)), list[Mark]()
    for start, end in pairwise(edges):
        while waiting and waiting[-1].start <= start:
            open_marks.append(waiting.pop())
        open_marks = [mark for mark in open_marks if mark.end > start]
        yield start, end, open_marks


def _piece(text: str, covering: list[Mark]) -> Markup:
    if not covering:
        return joined(text)
    sides = dict.fromkeys(mark.side for mark in covering)
    items = " ".join(dict.fromkeys(mark.item for mark in covering))
    return element("mark", text, class_=" ".join(sorted(sides)), title=items)


def _labels(begun: Iterable[Mark], first: Mapping[tuple[Side, str], int], anchor: str) -> Iterator[Markup]:
    for mark in begun:
        where = f"{anchor}-{mark.item}-src" if first[mark.side, mark.item] == mark.start else None
        link = element("a", mark.item, href=f"#{anchor}-{mark.item}")
        yield element("sup", link, class_=mark.side, id=where)
