"""Packing whole sections into chunks under a token budget."""

from collections.abc import Callable, Iterator

from schemas.document import Document
from schemas.draft import Chunk


def chunk(document: Document, budget: int | None, count: Callable[[str], int]) -> tuple[Chunk, ...]:
    """Chunks that together hold every clause once, in order.

    A section is kept whole where it fits, then a point, then a sentence; a clause is never cut, even one over the
    budget. `count` gives the tokens of a text. A chunk has at most MAX_CLAUSES; a budget of None makes one chunk of all.
    """
    total = len(document.clauses)
    if not total:
        return ()
    if budget is None:
        return (Chunk(document, 0, 0, total),)
    least = -(-budget // MAX_CLAUSES)  # a chunk of shorter clauses would have too many of them
    sizes = [max(least, count(document.text(clause)) + _NUMBER_TOKENS) for clause in document.clauses]
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


def halves(chunk: Chunk) -> tuple[Chunk, Chunk] | None:
    """The two parts of a chunk that was too much for its reader, both with its number: cut between sections, else
    points, else sentences, else clauses, near the middle. None where a part would be too small to be worth a call."""
    document = chunk.document
    size = document.clauses[chunk.last - 1].end - document.clauses[chunk.first].start if chunk.clauses else 0
    if size < 2 * _MIN_PART_CHARACTERS:
        return None
    for keys in _seams(chunk):
        cuts = [first for first, _ in _runs(keys, 0, len(keys))][1:]
        share = {cut: (document.clauses[chunk.first + cut].start - chunk.clauses[0].start) / size for cut in cuts}
        fair = [cut for cut in cuts if _MIN_PART_SHARE <= share[cut] <= 1 - _MIN_PART_SHARE]
        if fair:
            at = chunk.first + min(fair, key=lambda cut: abs(share[cut] - 0.5))
            return chunk._replace(last=at), chunk._replace(first=at)
    return None


_MIN_PART_CHARACTERS = 250
_MIN_PART_SHARE = 0.25


def _seams(chunk: Chunk) -> Iterator[list[int]]:
    """What parts the clauses of a chunk, the widest first: a key a clause, a seam where it changes."""
    clauses = chunk.clauses
    yield [_top(chunk.document, clause.section) for clause in clauses]
    yield [clause.section for clause in clauses]
    yield [clause.point for clause in clauses]
    yield [clause.sentence for clause in clauses]
    yield list(range(len(clauses)))


# The schema of an answer lists the numbers of a chunk's clauses, which costs two tokens each.
MAX_CLAUSES = 96
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
