"""What of a summary and its report a model is shown with a question: the nearest first, as much as there is room for.
Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from prompts import numbering
from schemas.document import Document
from schemas.summary import ReportSummary
from service.chat.answering import Sought, Told, everything, sought
from service.chat.hearing import Ear, beginning_in
from service.engines.protocol import Line, Question

QUESTION_CHARACTERS = 500
_ITEMS_SHARE = 2 / 3
"""Of the room, for the summary's items at most: the rest, and what they leave, is for clauses."""
_OF_NEIGHBOUR = 0.5
"""A clause beside one that is near is worth half of that: by itself it is half a sentence."""
_LINE_TOKENS = 8
"""What a number, a mark of the kind and the line's end come to at most."""
_KINDS_TOKENS = 32


class Shown(NamedTuple):
    """A question as a model gets it; `told` are the items that its lines are of."""

    question: Question
    told: tuple[Told, ...]


@dataclass(slots=True)
class Room:
    """So many tokens, as `count` counts them."""

    tokens: int
    count: Callable[[str], int]

    @property
    def full(self) -> bool:
        return self.tokens <= _LINE_TOKENS

    def takes(self, *lines: str) -> bool:
        """Whether lines fit in; then they are."""
        needed = 0 if self.full else sum(self.count(line) + _LINE_TOKENS for line in lines)
        fits = not self.full and needed <= self.tokens
        self.tokens -= needed if fits else 0
        return fits


def shown(question: str, summary: ReportSummary, document: Document, room: Room) -> Shown:
    """A question with the items and clauses that are nearest to it, in the order of the report; `room` is for the lines of
    both and the headings above them."""
    asked = sought(question)
    heard = Ear(asked.words, document)
    items = everything(summary)
    room.tokens -= room.count(document.title or "") + _LINE_TOKENS + _KINDS_TOKENS
    for_items = Room(int(room.tokens * _ITEMS_SHARE), room.count)
    rest = room.tokens - for_items.tokens
    told = tuple(_items(asked, heard, items, for_items))
    room.tokens = rest + for_items.tokens
    evidence = (piece for one in items for piece in one.item.evidence)
    clauses = tuple(sorted(_clauses(heard, beginning_in(document, evidence), room)))
    lines = tuple(Line(kind, item.topic, item.text) for kind, item in told)
    return Shown(Question(question[:QUESTION_CHARACTERS], lines, document, clauses), told)


def _items(asked: Sought, heard: Ear, items: list[Told], room: Room) -> Iterable[Told]:
    """Those of the kind and topic that were asked for go first."""

    def rank(n: int) -> tuple[bool, bool, float]:
        kind, item = items[n]
        return kind != asked.kind, item.topic != asked.topic, -heard.item(item)

    return (items[n] for n in sorted(n for n in sorted(range(len(items)), key=rank) if room.takes(items[n].item.text)))


def _clauses(heard: Ear, known: frozenset[int], room: Room) -> Iterable[int]:
    """Where two are as near, what the items have not `known` goes first."""
    document, near = heard.document, heard.clauses

    def rank(n: int) -> tuple[float, bool]:
        return -max(near[n], _OF_NEIGHBOUR * max(near[max(0, n - 1) : n + 2])), n in known

    above: set[int] = set()
    for n in sorted((clause.number for clause in document.clauses if not clause.heading), key=rank):
        new = set(numbering.above(document, document.clauses[n].section)) - above
        if room.takes(document.shown(document.clauses[n]), *(document.sections[section].heading for section in new)):
            above |= new
            yield n
        elif room.full:
            return
