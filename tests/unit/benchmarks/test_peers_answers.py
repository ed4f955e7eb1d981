"""One gold in every peer's format: nothing left out, nothing said twice, every quote word for word."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import prompts
from benchmarks.peers import material
from benchmarks.peers.answers import PLURALS, Answerer, Question, cited_clauses, written
from benchmarks.peers.material import Material
from eval import dataset
from service.stages.chunking import chunk
from service.stages.outline import outline

DATA = dataset.load()
OWN = [one for one in material.reports() if one.name in DATA.texts]
QUOTING = ("langextract", "instructor", "langchain", "by hand")


def asked(peer: str, passage: str) -> Question:
    if peer == "langextract":
        return Question(peer, "lines", f"instructions\n\nQ: example\nA: {{}}\n\nQ: {passage}\nA: ")
    return Question(peer, "lines", f"instructions\n<report>\n{passage}\n</report>")


def texts(peer: str, answer: dict[str, Any]) -> list[str]:
    """The items' texts of an answer."""
    if peer == "langextract":
        attributes = [
            next(value for name, value in row.items() if name.endswith("_attributes")) for row in answer["extractions"]
        ]
        return [one["text"] for one in attributes if one["text"] is not None]
    return [row["text"] for name in PLURALS.values() for row in answer[name]]


def quotes(peer: str, answer: dict[str, Any]) -> list[str]:
    if peer == "langextract":
        return [next(iter(row.values())) for row in answer["extractions"]]
    name = "substring_quotes" if peer == "instructor" else "quotes"
    return [quote for kind in PLURALS.values() for row in answer[kind] for quote in row[name]]


@pytest.mark.parametrize("peer", QUOTING)
@settings(deadline=None)
@given(report=st.sampled_from(OWN), cuts=st.lists(st.floats(0.01, 0.99), max_size=6))
def test_every_item_is_answered_once_wherever_the_text_is_cut(peer: str, report: Material, cuts: list[float]) -> None:
    places = [0, *sorted({int(cut * len(report.text)) for cut in cuts}), len(report.text)]
    answerer, said = Answerer(report), []
    for start, end in pairwise(places):
        passage = report.text[start:end]
        shown = answerer(asked(peer, passage))
        said += texts(peer, shown.answer)
        assert all(quote in passage for quote in quotes(peer, shown.answer))
    assert sorted(said) == sorted(item.text for item in report.items)


@pytest.mark.parametrize("report", OWN, ids=lambda report: report.name)
def test_the_quotes_of_a_whole_report_are_the_gold_evidence(report: Material) -> None:
    for peer in QUOTING:
        shown = Answerer(report)(asked(peer, report.text))
        assert sorted(quotes(peer, shown.answer)) == sorted(report.quoted)


@pytest.mark.parametrize("report", OWN, ids=lambda report: report.name)
def test_numbers_name_the_clauses_of_the_evidence_in_every_chunk(report: Material) -> None:
    document, answerer, said = outline(report.text), Answerer(report), []
    for part in chunk(document, 700, len):
        shown = answerer(Question("tiyao", "lines", "".join(prompts.extract(part))))
        for name in PLURALS.values():
            for row in shown.answer[name]:
                item = next(item for item in report.items if item.text == row["x"])
                wanted = [at - part.first + 1 for at in cited_clauses(document, item) if at < part.last]
                assert row["c"] == wanted
                said.append(row["x"])
    assert sorted(said) == sorted(item.text for item in report.items)


def test_a_text_that_is_not_the_material_gets_an_empty_answer() -> None:
    for peer in QUOTING:
        shown = Answerer(OWN[0])(asked(peer, "某镇的另一份报告。"))
        assert (shown.start, shown.end, texts(peer, shown.answer)) == (0, 0, [])


def test_a_whole_text_whose_blanks_were_changed_on_the_way_is_known() -> None:
    report = OWN[0]
    changed = report.text.replace("\n", "\n \n")
    assert len(texts("instructor", Answerer(report)(asked("instructor", changed)).answer)) == len(report.items)


def test_a_passage_that_stands_there_twice_is_answered_at_each_place() -> None:
    twice = material.joined([OWN[0], OWN[0]], "twice")
    answerer = Answerer(twice)
    starts = [answerer(asked("langchain", OWN[0].text)).start for _ in range(2)]
    assert starts == [0, len(OWN[0].text) + 1]


def test_an_answer_is_compact_json_and_an_overview_is_text() -> None:
    answer = Answerer(OWN[0])(asked("by hand", OWN[0].text)).answer
    assert json.loads(written(answer)) == answer
    assert '", "' not in written(answer)
    assert written("一句话") == "一句话"
