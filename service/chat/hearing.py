"""How much of what was asked is heard in the items and clauses of a report. Pure.

The measure is the share of the question's pairs of neighbouring characters that stand in a text, each as heavy as it is
rare in the report; one that the report has nowhere is the heaviest.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from schemas.document import Clause, Document
from schemas.summary import Evidence, Item
from service.language import folding


class Ear:
    """Hears the folded `words` of a question in a report. Scores are from 0 to 1; `deaf` where there is nothing to hear."""

    def __init__(self, words: str, document: Document) -> None:
        self.document = document
        self._pairs = {pair for word in words.split() for pair in folding.pairs(word)}
        self.deaf = not self._pairs

    def item(self, item: Item) -> float:
        """By its text, its evidence, and how the points begin in which that stands."""
        found_by = [item.text]
        for piece in item.evidence:
            found_by += [piece.text, self._lead(piece.start)]
        return self._score(folding.fold("\n".join(found_by)))

    @cached_property
    def clauses(self) -> list[float]:
        """The score of each clause; a heading tells nothing."""
        clauses = zip(self.document.clauses, self._folded, strict=True)
        return [0.0 if clause.heading else self._score(text) for clause, text in clauses]

    def _score(self, folded: str) -> float:
        if self.deaf:
            return 0.0
        heard = folding.pairs(folded)
        return sum(weight for pair, weight in self._weights.items() if pair in heard) / self._total

    def _lead(self, at: int) -> str:
        """The first clause of the point in which a source offset lies (2.优化法治化营商环境。); empty where it lies in none."""
        document = self.document
        number = bisect_right(self._starts, at) - 1
        if number < 0 or document.clauses[number].point < 0:
            return ""
        first = document.clauses[document.points[document.clauses[number].point].first]
        return document.shadow.text[first.start : first.end]

    @cached_property
    def _starts(self) -> list[int]:
        return _starts_in(self.document)

    @cached_property
    def _folded(self) -> list[str]:
        return [folding.fold(self.document.shadow.text[one.start : one.end]) for one in self.document.clauses]

    @cached_property
    def _weights(self) -> dict[str, float]:
        known = Counter(pair for clause in self._folded for pair in folding.pairs(clause))
        return {pair: math.log(1 + len(self._folded) / (0.5 + known[pair])) for pair in self._pairs}

    @cached_property
    def _total(self) -> float:
        return sum(self._weights.values())


def beginning_in(document: Document, pieces: Iterable[Evidence]) -> frozenset[int]:
    """The document-wide indices of the clauses that begin in pieces of the source."""
    starts = _starts_in(document)
    places = ((bisect_left(starts, piece.start), bisect_left(starts, piece.end)) for piece in pieces)
    return frozenset(number for first, last in places for number in range(first, last))


def cited(document: Document, numbers: Iterable[int]) -> tuple[Evidence, ...]:
    """Clauses, by their document-wide indices in order, as pieces of the source; neighbours in one point are one piece."""
    clauses, source = document.clauses, document.source
    runs: list[list[Clause]] = []
    for clause in (clauses[number] for number in numbers):
        if runs and runs[-1][-1].number == clause.number - 1 and runs[-1][-1].point == clause.point:
            runs[-1].append(clause)
        else:
            runs.append([clause])
    spans = [document.shadow.to_source(run[0].start, run[-1].end, source) for run in runs]
    return tuple(Evidence(start=start, end=end, text=source[start:end]) for run in spans for start, end in run)


def _starts_in(document: Document) -> list[int]:
    """The source offsets at which the clauses begin."""
    return [document.shadow.start_in_source(one.start) for one in document.clauses]
