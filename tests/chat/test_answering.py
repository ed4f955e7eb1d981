"""Questions about a report: the answer is in the report, to the character, or there is none."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service.chat import answering, telling
from service.chat.asking import Answered
from service.chat.telling import Manner
from service.engines.extractive import ExtractiveEngine
from service.pipeline import Pipeline
from service.stages.outline import outline
from tests.chat.conftest import TEXT

ENGINE = ExtractiveEngine()
REPORT = outline(TEXT)
SUMMARY: ReportSummary = asyncio.run(Pipeline(ENGINE, ENGINE, 10**6).summarize(TEXT, SummaryOptions()))


def ids(question: str) -> list[str]:
    return [one.item.id for one in answering.answer(question, SUMMARY, REPORT).items]


@pytest.mark.parametrize(
    "question", ["有哪些问题？", "存在什么问题", "主要问题和不足是什么", "which problems?", "What are the main issues"]
)
def test_a_kind_alone_gives_all_of_it(question: str) -> None:
    assert ids(question) == [item.id for item in SUMMARY.problems]


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("行政复议办了多少件？", "168件"),
        ("败诉率是多少", "败诉率"),
        ("法律援助案件有多少件", "法律援助"),
        ("報告裡提到行政複議了嗎", "行政复议"),
        ("What does it say about legal aid?", "法律援助"),
        ("下一步普法有什么计划", "普法"),
    ],
)
def test_what_the_report_tells_is_found(question: str, word: str) -> None:
    found = answering.answer(question, SUMMARY, REPORT)
    assert found.nearness == "told"
    cited = [piece.text for one in found.items for piece in one.item.evidence] + [one.text for one in found.clauses]
    assert any(word in text for text in cited)


@pytest.mark.parametrize(
    "question", ["航天产业怎么样", "GDP增长多少", "今天天气怎么样", "数字经济", "你好", "复议收费多少", "民法典"]
)
def test_what_it_does_not_tell_is_not_made_up(question: str) -> None:
    found = answering.answer(question, SUMMARY, REPORT)
    assert found.nearness == "nothing"
    assert not found.items
    assert not found.clauses
    assert "没有说到" in telling.answer(question, Answered(found), Manner("zh"))


def test_a_kind_that_a_matter_lacks_is_said_to_be_lacking() -> None:
    found = answering.answer("营商环境方面有什么问题", SUMMARY, REPORT)
    assert (found.nearness, found.lacking) == ("near", True)
    assert all(one.kind != "problem" for one in found.items)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(TEXT), max_size=30).map("".join))
def test_whatever_is_asked_the_answer_is_of_the_report(question: str) -> None:
    found = answering.answer(question, SUMMARY, REPORT)
    assert (found.nearness == "nothing") == (not found.items and not found.clauses)
    for one in found.clauses:
        assert one.text == TEXT[one.start : one.end]
    assert {one.item for one in found.items} <= set(SUMMARY.items())


@given(st.integers(200, 20_000))
@settings(max_examples=60, deadline=None)
def test_a_summary_fits_into_any_room(most: int) -> None:
    told = telling.summary(SUMMARY, Manner("zh", "https://tiyao.example/#/summaries/1", most))
    assert len(told) <= most
    assert "https://tiyao.example/#/summaries/1" in told


def test_nothing_in_a_report_is_markup() -> None:
    text = TEXT.replace("4个督察问题", "[1] <b>4</b>个 督察问题[链接](https://elsewhere.example)")
    made = asyncio.run(Pipeline(ENGINE, ENGINE, 10**6).summarize(text, SummaryOptions()))
    told = telling.summary(made, Manner("zh"))
    assert "<b>" not in told.replace("\\<b", "")
    assert "[1]" not in told.replace("\\[1]", "")
    assert "\\]" not in told, "a page with formulas would take it for the end of one"
    assert "[链接](" not in told.replace("\\[链接](", "")
