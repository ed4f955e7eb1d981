"""Texts in the characters of the source. What stands there is copied, the rest converted, nothing added or lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.language.own_words import in_source_words, whole_in_source_words
from service.stages.outline import outline
from tests.reports import BASE, traditional

HANS = outline(BASE.text)
HANT = outline(traditional(BASE.text).replace("為", "爲").replace("眾", "衆"))
SHOWN = HANS.shadow.shown


@given(st.lists(st.tuples(st.integers(0, len(SHOWN)), st.integers(1, 30)), max_size=5))
def test_pieces_of_a_simplified_report_stay_as_they_are(places: list[tuple[int, int]]) -> None:
    text = "；".join(SHOWN[at : at + length] for at, length in places)
    assert in_source_words(HANS, text, HANS.clauses, 400) == text


@given(st.lists(st.tuples(st.integers(0, len(SHOWN)), st.integers(1, 30)), max_size=5))
def test_pieces_of_a_traditional_report_are_the_reports_own(places: list[tuple[int, int]]) -> None:
    """Whole clauses are: a character at an edge may be alone, and then tells nothing."""
    text = "；".join(SHOWN[at : at + length] for at, length in places)
    told = in_source_words(HANT, text, HANT.clauses, 400)
    assert len(told) == len(text)


@pytest.mark.parametrize("clause", [c for c in HANT.clauses if not c.heading], ids=HANT.text)
def test_a_clause_is_the_sources_own(clause: object) -> None:
    text = HANT.shown(clause)
    assert in_source_words(HANT, text, HANT.clauses, 400) == HANT.shadow.printed(clause.start, clause.end, HANT.source)


def test_a_name_that_stands_nowhere_is_converted() -> None:
    assert whole_in_source_words(HANT, "为民书院") == "為民書院"
    assert whole_in_source_words(HANS, "为民书院") == "为民书院"
    assert whole_in_source_words(HANT, "较为薄弱") == "較爲薄弱"
