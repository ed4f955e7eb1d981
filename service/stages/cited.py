"""From places in the source to the clauses that they cite: the way back from what a person selects."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from schemas.document import Document, Span
from service.language import clauses as cutting


class Cited(NamedTuple):
    """Clause indices in the text's order; `whole` are those of which nothing that tells anything is left out."""

    numbers: tuple[int, ...]
    whole: frozenset[int]


class Clauses:
    """Where the clauses of a document stand in its source, without their opening words and stops."""

    def __init__(self, document: Document) -> None:
        text, shadow = document.shadow.text, document.shadow
        cores = (cutting.core(text, clause.start, clause.end) for clause in document.clauses)
        self._pieces = [shadow.to_source(start, end, document.source) for start, end in cores]
        self._starts = [pieces[0].start for pieces in self._pieces]
        self._ends = [pieces[-1].end for pieces in self._pieces]

    def cited(self, spans: Sequence[Span]) -> Cited:
        """The clauses that the spans have any of; `spans` are in order and do not overlap."""
        touched: set[int] = set()
        for start, end in spans:
            touched.update(range(bisect_right(self._ends, start), bisect_left(self._starts, end)))
        numbers = [n for n in sorted(touched) if any(_meet(piece, span) for piece in self._pieces[n] for span in spans)]
        return Cited(tuple(numbers), frozenset(n for n in numbers if self._is_whole(n, spans)))

    def _is_whole(self, number: int, spans: Sequence[Span]) -> bool:
        return all(any(a <= start and end <= b for a, b in spans) for start, end in self._pieces[number])


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
