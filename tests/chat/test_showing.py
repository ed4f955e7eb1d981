"""What a model is shown with a question: the nearest, within its room."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import prompts
from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service.chat.showing import QUESTION_CHARACTERS, Room, Shown, shown
from service.engines.extractive import ExtractiveEngine
from service.engines.llm import tokens
from service.pipeline import Pipeline
from service.stages.outline import outline
from tests.chat.conftest import TEXT

ENGINE = ExtractiveEngine()
SUMMARY: ReportSummary = asyncio.run(Pipeline(ENGINE, ENGINE, 10**6).summarize(TEXT, SummaryOptions()))
REPORT = outline(TEXT)
_EMPTY_TOKENS = sum(map(tokens.count, prompts.answer("", (), outline("。"), ())))


def of(question: str, most_tokens: int) -> Shown:
    return shown(question, SUMMARY, REPORT, Room(most_tokens, tokens.count))


def clauses(found: Shown) -> str:
    return "".join(REPORT.shown(REPORT.clauses[n]) for n in found.question.clauses)


def test_a_short_report_is_shown_whole() -> None:
    found = of("行政复议怎么样？", 20_000)
    assert len(found.told) == len(SUMMARY.items())
    assert len(found.question.clauses) == sum(not one.heading for one in REPORT.clauses)
    assert [line.text for line in found.question.lines] == [one.item.text for one in found.told]


def test_what_is_near_goes_first_with_what_stands_beside_it() -> None:
    told = clauses(of("行政复议的申请有多少件？", 500))
    assert "收到行政复议申请168件" in told
    assert "受理151件" in told, "it stands beside it, and does not hold the words itself"
    assert "停车管理办法" not in told


def test_the_kind_that_is_asked_for_goes_first() -> None:
    assert {one.item for one in of("有哪些问题？", 600).told} >= set(SUMMARY.problems)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(500, 3_000), st.text(max_size=30) | st.sampled_from(["有哪些问题？", "复议", "What about legal aid?"])
)
def test_it_is_no_more_than_there_is_room_for(most: int, question: str) -> None:
    found = of(question, most).question
    prompt = prompts.answer("", found.lines, REPORT, found.clauses)
    assert tokens.count(prompt.system) + tokens.count(prompt.user) - _EMPTY_TOKENS <= most
    assert list(found.clauses) == sorted(set(found.clauses))


def test_a_clause_without_end_leaves_room_for_the_others() -> None:
    endless = outline(TEXT + "行政复议" * 5_000)
    found = shown("行政复议", SUMMARY, endless, Room(1_000, tokens.count)).question
    assert any("168件" in endless.shown(endless.clauses[n]) for n in found.clauses)


@pytest.mark.parametrize("length", [QUESTION_CHARACTERS, QUESTION_CHARACTERS * 40])
def test_a_question_is_as_long_as_a_question(length: int) -> None:
    assert len(of("问" * length, 500).question.text) == QUESTION_CHARACTERS
