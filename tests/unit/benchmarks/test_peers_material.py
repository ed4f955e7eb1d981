"""Joined, moved on and altered: the spans stay the evidence."""

import re

import pytest

from benchmarks.peers import material
from benchmarks.peers.material import Material

REPORTS = material.reports()
LINE_NUMBER = re.compile(r"^\s*(\d+)[.．、]", re.M)


def test_joined_reports_keep_their_evidence() -> None:
    whole = material.joined(REPORTS, "all")
    assert whole.quoted == [quote for report in REPORTS for quote in report.quoted]


@pytest.mark.parametrize("characters", [5_000, 20_000, 300_000])
def test_a_length_is_met_by_whole_reports(characters: int) -> None:
    given = material.of_length(characters)
    assert abs(len(given.text) - characters) < 6_000
    assert all(0 <= a < b <= len(given.text) for item in given.items for a, b in item.spans)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_other_figures_take_as_many_characters_and_leave_line_numbers(report: Material) -> None:
    moved = material.of_other_figures(report, 3)
    assert len(moved.text) == len(report.text)
    assert LINE_NUMBER.findall(moved.text) == LINE_NUMBER.findall(report.text)
    assert [item.spans for item in moved.items] == [item.spans for item in report.items]
    if re.search(r"[^\d\s.．]\d{2,}[^\d.．、]", report.text):
        assert moved.text != report.text


@pytest.mark.parametrize("sort", material.SORTS)
def test_an_altered_item_says_something_else_of_the_same_evidence(sort: str) -> None:
    given = material.with_altered(material.joined(REPORTS, "all"), sort)
    assert len(given.items) > 50
    assert all(item.text != item.given and item.quotes is None for item in given.items)


def test_a_misquote_is_in_no_place_that_it_names() -> None:
    given = material.misquoted(material.joined(REPORTS, "all"))
    assert len(given.items) > 50
    for item in given.items:
        truly = [given.text[a:b] for a, b in item.spans]
        assert item.quotes is not None
        assert len(item.quotes) == len(truly)
        assert sum(said != true for said, true in zip(item.quotes, truly, strict=True)) == 1
        assert item.text != item.given


def test_a_stitched_quote_has_a_half_of_each() -> None:
    given = material.stitched(REPORTS[0])
    assert given.items
    for item in given.items:
        (quote,) = item.quotes or ()
        first, second = (given.text[a:b] for a, b in item.spans)
        assert quote.startswith(first[: len(first) // 2])
        assert quote.endswith(second[len(second) // 2 :])
