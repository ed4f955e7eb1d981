"""Packing whole sections under a budget."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.document import Document
from schemas.draft import Chunk
from service.stages.chunking import chunk, halves
from service.stages.outline import outline
from tests.reports import BASE, LONG, flattened

# What a clause costs beyond its words: its number in the prompt.
NUMBERING = 10


def top(document: Document, section: int) -> int:
    while section >= 0 and document.sections[section].parent >= 0:
        section = document.sections[section].parent
    return section


def size(part: Chunk) -> int:
    return sum(len(part.document.text(clause)) for clause in part.clauses)


def test_no_budget_makes_one_chunk() -> None:
    document = outline(LONG.text)
    (only,) = chunk(document, None, len)
    assert (only.first, only.last) == (0, len(document.clauses))
    assert only.points == document.points


def test_a_document_without_clauses_has_no_chunk() -> None:
    document = outline("")
    assert chunk(document, None, len) == ()
    assert chunk(document, 100, len) == ()


def test_a_report_that_fits_is_one_chunk() -> None:
    assert len(chunk(outline(LONG.text), 100_000, len)) == 1


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 3000), st.sampled_from([BASE.text, LONG.text, flattened(LONG.text), "办理复议申请九十件，" * 40]))
def test_chunks_hold_every_clause_once_in_order(budget: int, text: str) -> None:
    document = outline(text)
    chunks = chunk(document, budget, len)
    assert [part.number for part in chunks] == list(range(len(chunks)))
    assert chunks[0].first == 0
    assert chunks[-1].last == len(document.clauses)
    assert all(before.last == behind.first for before, behind in pairwise(chunks))
    assert [clause for part in chunks for clause in part.clauses] == list(document.clauses)
    assert [point for part in chunks for point in part.points] == list(document.points)


@settings(deadline=None, max_examples=60)
@given(st.integers(20, 3000))
def test_no_chunk_is_over_the_budget_but_a_single_clause(budget: int) -> None:
    for part in chunk(outline(LONG.text), budget, len):
        assert size(part) <= budget or part.last - part.first == 1


@pytest.mark.parametrize("budget", [700, 900, 1200])
def test_a_section_that_fits_is_kept_whole(budget: int) -> None:
    document = outline(LONG.text)
    chunks = chunk(document, budget, len)
    assert len(chunks) > 1
    for number, section in enumerate(document.sections):
        if section.parent >= 0:
            continue
        clauses = [clause for clause in document.clauses if top(document, clause.section) == number]
        cost = sum(len(document.text(clause)) + NUMBERING for clause in clauses)
        holders = [part for part in chunks if part.first < section.last and section.first < part.last]
        assert len(holders) == 1 or cost > budget


@pytest.mark.parametrize("budget", [160, 220, 300])
def test_a_point_that_fits_is_kept_whole(budget: int) -> None:
    document = outline(LONG.text)
    chunks = chunk(document, budget, len)
    split = 0
    for point in document.points:
        cost = sum(len(document.text(document.clauses[n])) + NUMBERING for n in range(point.first, point.last))
        holders = [part for part in chunks if part.first < point.last and point.first < part.last]
        assert len(holders) == 1 or cost > budget
        split += len(holders) > 1
    assert split < len(document.points)


def test_neighbouring_sections_share_a_chunk_where_they_fit() -> None:
    document = outline(BASE.text)
    whole = sum(len(document.text(clause)) + NUMBERING for clause in document.clauses)
    assert len(chunk(document, whole // 2, len)) <= 4


def test_tokens_are_counted_as_told() -> None:
    document = outline(LONG.text)
    assert len(chunk(document, 600, lambda text: 2 * len(text))) > len(chunk(document, 600, len))


def parts_of(whole: Chunk) -> list[Chunk]:
    """A chunk, halved as often as it can be."""
    both = halves(whole)
    return [whole] if both is None else [part for half in both for part in parts_of(half)]


@pytest.mark.parametrize("source", [LONG.text, BASE.text, flattened(LONG.text), "办理业务" * 900])
def test_halves_hold_every_clause_once_and_come_to_an_end(source: str) -> None:
    (whole,) = chunk(outline(source), None, len)
    parts = parts_of(whole)
    assert [part.first for part in parts] == [whole.first, *(part.last for part in parts[:-1])]
    assert parts[-1].last == whole.last
    assert {part.number for part in parts} == {whole.number}
    assert len(parts) <= max(1, len(source) // 125)


def test_a_chunk_is_parted_between_sections_where_they_lie_near_the_middle() -> None:
    (whole,) = chunk(outline(LONG.text), None, len)
    both = halves(whole)
    assert both is not None
    first, second = both
    assert second.clauses[0].heading
    assert min(size(first), size(second)) >= 0.25 * size(whole)


def test_a_clause_is_not_parted() -> None:
    (whole,) = chunk(outline("办理业务" * 900), None, len)
    assert halves(whole) is None


@given(st.integers(0, 60), st.integers(1, 60))
@settings(deadline=None)
def test_halves_of_any_part(first: int, count: int) -> None:
    (whole,) = chunk(outline(LONG.text), None, len)
    part = whole._replace(first=min(first, whole.last - 1), last=min(first + count, whole.last))
    if part.first >= part.last:
        return
    both = halves(part)
    if both:
        assert (both[0].first, both[1].last) == (part.first, part.last)
        assert both[0].first < both[0].last == both[1].first < both[1].last
