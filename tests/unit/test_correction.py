"""A corrected summary: what the person says is theirs, everything else is what the pipeline would have made of it."""

import asyncio
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from eval.dataset import load
from schemas.correction import CorrectedItem, Correction
from schemas.outline import Place
from schemas.request import SummaryOptions
from schemas.summary import Item, OutputScript, Overview, ReportSummary
from service import build
from service.correction import Summarized, correct
from service.errors import InvalidFields
from service.messages import say
from tests.app.conftest import SAMPLE, settings

GOLD = load()
SOURCE = SAMPLE.read_bytes().decode()
LISTS = ("achievements", "problems", "plans")


@cache
def summarized(source: str, script: OutputScript = "hans") -> Summarized:
    pipeline = build.pipeline(settings(), "extractive")
    made = asyncio.run(pipeline.summarize(source, SummaryOptions(script=script)))
    return Summarized(made, source, script)


def wanted(item: Item, **changed: Any) -> CorrectedItem:
    places = tuple(Place(start=one.start, end=one.end) for one in item.evidence)
    return CorrectedItem.model_validate(
        {"id": item.id, "text": item.text, "topic": item.topic, "evidence": places} | changed
    )


def same(summary: ReportSummary) -> dict[str, list[CorrectedItem]]:
    return {name: [wanted(item) for item in getattr(summary, name)] for name in LISTS}


def of(**lists: Any) -> Correction:
    return Correction.model_validate({name: tuple(lists.get(name, ())) for name in LISTS})


def place(text: str) -> Place:
    assert SOURCE.count(text) == 1
    return Place(start=SOURCE.index(text), end=SOURCE.index(text) + len(text))


@pytest.mark.parametrize("script", ["hans", "hant", "source"])
@pytest.mark.parametrize("name", [None, *GOLD.texts])
def test_what_is_not_changed_is_what_the_machine_made(name: str | None, script: OutputScript) -> None:
    made = summarized(GOLD.texts[name] if name else SOURCE, script)
    told = correct(made, of(**same(made.summary)))
    assert told.items() == made.summary.items()
    assert told.overview == made.summary.overview
    assert told.report == made.summary.report
    assert told.quality.coverage == made.summary.quality.coverage
    assert told.quality.uncited_sections == made.summary.quality.uncited_sections
    assert [one.code for one in told.quality.warnings if one.item] == []


TAIWAN = (
    "雲岫縣2024年法治政府建設情況報告\n一、主要舉措\n"
    "（一）優化服務。推進“網際網路+監管”，設立“人民滿意視窗”，服務民眾126人次。\n"
    "（二）規範文件。印發《雲岫縣行政複議程式規定》，提升數位化水準。\n"
)


@pytest.mark.parametrize("script", ["hans", "hant", "source"])
def test_taiwan_wording_of_a_line_is_known_by_its_report(script: OutputScript) -> None:
    """A line alone does not show that 視窗 is a 窗口."""
    made = summarized(TAIWAN, script)
    assert made.summary.items()
    told = correct(made, of(**same(made.summary)))
    assert told.items() == made.summary.items()
    assert [one.code for one in told.quality.warnings if one.item] == []


def test_lines_are_moved_reworded_dropped_and_added() -> None:
    made = summarized(SOURCE)
    lists = same(made.summary)
    first, second, *rest = lists["achievements"]
    new = CorrectedItem(text="网上可办率达98.6%", topic="functions", evidence=(place("网上可办率达98.6%"),))
    told = correct(made, of(achievements=[second, first, new], problems=[*lists["problems"], rest[0]]))
    assert [one.id for one in told.achievements] == ["a1", "a2", "a3"]
    assert [one.text for one in told.achievements] == [second.text, first.text, "网上可办率达98.6%"]
    added = told.achievements[2]
    assert [one.text for one in added.evidence] == ["网上可办率达98.6%"]
    assert [(one.value, one.unit) for one in added.figures] == [("98.6", "%")]
    assert added.section == "1/2/1"
    assert told.problems[-1].id == f"p{len(lists['problems']) + 1}"
    assert told.plans == ()
    assert made.summary == summarized(SOURCE).summary


def test_an_overview_whose_lines_are_gone_is_made_anew() -> None:
    made = summarized(SOURCE)
    lists = same(made.summary)
    named = made.summary.overview.items
    lists["achievements"] = [one for one in lists["achievements"] if one.id not in named]
    told = correct(made, of(**lists))
    assert told.overview != made.summary.overview
    by_id = {one.id: one.text for one in told.items()}
    assert told.overview.items
    assert set(told.overview.items) <= set(by_id)
    assert correct(made, of()).overview.text == ""
    rests_on_nothing = made.summary.model_copy(update={"overview": Overview(text="一切都好。", items=())})
    assert correct(made._replace(summary=rests_on_nothing), of(**same(made.summary))).overview.items


def finding(text: str, evidence: str, kind: str = "achievements") -> list[str]:
    line = CorrectedItem(text=text, topic="functions", evidence=(place(evidence),))
    told = correct(summarized(SOURCE), of(**{kind: [line]}), "en")
    (item,) = told.items()
    assert item.text == text, "it is kept all the same"
    assert told.quality.warnings[0].message == say("corrected", "en")
    amiss = [one for one in told.quality.warnings if one.item]
    assert all(one.item == item.id and one.section == item.section and item.id in one.message for one in amiss)
    return [one.code for one in amiss]


def test_what_is_amiss_is_told_and_kept() -> None:
    assert finding("网上可办率达98.6%", "网上可办率达98.6%") == []
    assert finding("网上可办率达99.6%", "网上可办率达98.6%") == ["finding_number"]
    assert finding("群众都很满意，大家高兴", "网上可办率达98.6%") == ["finding_wording"]
    assert finding("网上可办率达98.6%", "网上可办率达98.6%", "problems") == ["finding_problem"]


def test_a_wrong_number_lowers_the_share_that_is_borne_out() -> None:
    good = CorrectedItem(text="网上可办率达98.6%", topic="functions", evidence=(place("网上可办率达98.6%"),))
    bad = good.model_copy(update={"text": "网上可办率达99.6%"})
    assert correct(summarized(SOURCE), of(achievements=[good, bad])).quality.number_support == 0.5


def test_of_a_clause_cited_in_part_only_the_figures_that_are_cited_count() -> None:
    made = summarized(SOURCE)
    two = next(one for one in made.summary.items() if len(one.figures) >= 2 and len(one.evidence) == 1)
    last = max(two.figures, key=lambda figure: figure.start)
    cut = wanted(two, evidence=(Place(start=two.evidence[0].start, end=last.start),))
    told = correct(made, of(achievements=[cut]))
    assert last not in told.achievements[0].figures
    assert set(told.achievements[0].figures) < set(two.figures)


def test_evidence_is_put_in_order_and_overlaps_are_joined() -> None:
    at = place("网上可办率达98.6%")
    pieces = (Place(start=at.end - 3, end=at.end), Place(start=at.start, end=at.end - 2), place("现将有关情况报告如下"))
    line = CorrectedItem(text="可办率", topic="other", evidence=pieces)
    told = correct(summarized(SOURCE), of(plans=[line])).plans[0]
    assert [one.text for one in told.evidence] == ["现将有关情况报告如下", "网上可办率达98.6%"]


def test_pages_are_told_where_the_source_has_them() -> None:
    made = summarized(SOURCE)._replace(pages=(0, 300, 600))
    told = correct(made, of(**same(made.summary)))
    assert {piece.page for item in told.items() for piece in item.evidence} == {1, 2, 3}


@pytest.mark.parametrize(
    ("item", "where", "kind"),
    [
        ({"text": " 　"}, ("plans", 0, "text"), "blank"),
        ({"evidence": [{"start": 5, "end": 5}]}, ("plans", 0, "evidence", 0), "no_place"),
        ({"evidence": [{"start": 5, "end": 4}]}, ("plans", 0, "evidence", 0), "no_place"),
        ({"evidence": [{"start": 0, "end": 1}, {"start": 5, "end": 10**9}]}, ("plans", 0, "evidence", 1), "no_place"),
        ({"evidence": [{"start": len(SOURCE), "end": len(SOURCE) + 1}]}, ("plans", 0, "evidence", 0), "no_place"),
        (
            {"evidence": [{"start": SOURCE.index("\n"), "end": SOURCE.index("\n") + 1}]},
            ("plans", 0, "evidence", 0),
            "no_place",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(item: Any, where: tuple[Any, ...], kind: str) -> None:
    line = {"text": "一句话", "topic": "other", "evidence": [{"start": 0, "end": 1}]} | item
    with pytest.raises(InvalidFields) as refused:
        correct(summarized(SOURCE), of(plans=[line]))
    assert [(one["loc"], one["type"]) for one in refused.value.wrong] == [(where, kind)]


@st.composite
def _lines(draw: st.DrawFn, source: str) -> list[CorrectedItem]:
    found = []
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(source) - 2))
        end = draw(st.integers(start + 1, min(len(source), start + 200)))
        if source[start:end].strip():
            text = draw(st.sampled_from(["执法126件", source[start:end].strip()[:60], "x", "　１２％"]))
            found.append(CorrectedItem(text=text, topic="other", evidence=(Place(start=start, end=end),)))
    return found


WRAPPED = GOLD.texts["binyan-2024"]


@trying(max_examples=60, deadline=None)
@given(_lines(WRAPPED), _lines(WRAPPED), st.sampled_from(["zh", "en"]))
def test_any_places_make_a_summary_that_holds(
    one: list[CorrectedItem], other: list[CorrectedItem], language: Any
) -> None:
    told = correct(summarized(WRAPPED), of(achievements=one, problems=other), language)
    assert len(told.achievements) == len(one)
    assert len(told.problems) == len(other)
    for item in told.items():
        assert all(piece.text == WRAPPED[piece.start : piece.end] for piece in item.evidence)
    by_id = {item.id: item for item in told.items()}
    assert set(told.overview.items) <= set(by_id)
    again = correct(summarized(WRAPPED), of(**same(told)), language)
    assert again.items() == told.items()
