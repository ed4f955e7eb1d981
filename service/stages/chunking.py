"""Packing whole sections into chunks under a token budget."""

from collections.abc import Callable, Iterator

from schemas.document import Document
from schemas.draft import Chunk


def chunk(document: Document, budget: int | None, count: Callable[[str], int]) -> tuple[Chunk, ...]:
    """Chunks that together hold every clause once, in order.

    A section is kept whole where it fits, then a point, then a sentence; a clause is never cut, even one over the
    budget. `count` gives the tokens of a text; a budget of None makes one chunk.
    """
    total = len(document.clauses)
    if not total:
        return ()
    if budget is None:
        return (Chunk(document, 0, 0, total),)
    sizes = [count(document.text(clause)) + _NUMBER_TOKENS for clause in document.clauses]
    ranges: list[tuple[int, int]] = []
    used = budget + 1
    for first, last in _units(document, sizes, budget):
        size = sum(sizes[first:last])
        if used + size <= budget:
            ranges[-1] = (ranges[-1][0], last)
            used += size
        else:
            ranges.append((first, last))
            used = size
    return tuple(Chunk(document, number, first, last) for number, (first, last) in enumerate(ranges))


# A clause's number in the prompt: the digits, a bracket and the line end.
_NUMBER_TOKENS = 4


def _units(document: Document, sizes: list[int], budget: int) -> Iterator[tuple[int, int]]:
    """The largest pieces that fit: top sections, else their points, else sentences, else single clauses."""
    clauses = document.clauses
    for first, last in _runs([_top(document, clause.section) for clause in clauses], 0, len(clauses)):
        if sum(sizes[first:last]) <= budget:
            yield first, last
            continue
        for a, b in _runs([clause.section for clause in clauses], first, last):
            if sum(sizes[a:b]) <= budget:
                yield a, b
                continue
            for c, d in _runs([clause.point for clause in clauses], a, b):
                if sum(sizes[c:d]) <= budget:
                    yield c, d
                    continue
                for e, f in _runs([clause.sentence for clause in clauses], c, d):
                    if sum(sizes[e:f]) <= budget:
                        yield e, f
                    else:
                        yield from ((n, n + 1) for n in range(e, f))


def _top(document: Document, section: int) -> int:
    while section >= 0 and document.sections[section].parent >= 0:
        section = document.sections[section].parent
    return section


def _runs(keys: list[int], first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    for at in range(first + 1, last + 1):
        if at == last or keys[at] != keys[start]:
            yield start, at
            start = at
