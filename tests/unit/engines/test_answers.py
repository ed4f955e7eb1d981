"""Answers back to lines: what is dropped, what makes an answer useless."""

import json
from typing import Any

import pytest

from schemas.draft import Condensed, Draft, Rejection
from service.engines.llm import answers
from service.engines.llm.answers import Unusable
from tests.scripted.reports import whole

CHUNK = whole()._replace(first=1)
"""Not from clause 0, so that local numbers and indices differ."""
COUNT = CHUNK.last - CHUNK.first


def lines(**kinds: Any) -> str:
    return json.dumps({"achievements": [], "problems": [], "plans": [], **kinds}, ensure_ascii=False)


def row(x: str = "文字", c: Any = (1,), t: Any = "other") -> dict[str, Any]:
    return {"t": t, "x": x, "c": c}


def test_local_numbers_become_indices() -> None:
    content = lines(
        achievements=[row("甲", [1, 2])], problems=[row("乙", [3], "enforcement")], plans=[row("丙", [COUNT])]
    )
    assert answers.drafts(content, CHUNK) == (
        Draft("achievement", "other", "甲", (1, 2)),
        Draft("problem", "enforcement", "乙", (3,)),
        Draft("plan", "other", "丙", (COUNT,)),
    )


@pytest.mark.parametrize(
    ("bad", "left"),
    [
        (row(c=[0]), ()),
        (row(c=[-1, COUNT + 1, 10**9]), ()),
        (row(c=[]), ()),
        (row(x=" \n"), ()),
        (row(c=[0, 2, 2, COUNT + 1]), (Draft("plan", "other", "文字", (2,)),)),
        (row(x=" 文字\n"), (Draft("plan", "other", "文字", (1,)),)),
        (row(t="gossip"), (Draft("plan", "other", "文字", (1,)),)),
        (row(t=None), (Draft("plan", "other", "文字", (1,)),)),
        # where no schema is enforced
        (row(c=2), (Draft("plan", "other", "文字", (2,)),)),
        (row(c=["2", " 3 "]), (Draft("plan", "other", "文字", (2, 3)),)),
    ],
)
def test_what_does_not_exist_is_dropped(bad: dict[str, Any], left: tuple[Draft, ...]) -> None:
    assert answers.drafts(lines(plans=[bad]), CHUNK) == left


@pytest.mark.parametrize(
    ("content", "reason", "place"),
    [
        ('{"achievements":[{"t":"other","x":"文', "json", ""),
        ("好的，以下是结果：", "json", ""),
        ("[]", "format", ""),
        ('{"achievements":[],"problems":[]}', "format", "plans"),
        (lines(plans=[row(c=["1-3"])]), "format", "plans.0.c.0"),
        (lines(plans=[row(c=[1.5])]), "format", "plans.0.c.0"),
        (lines(plans=[row(c=[True])]), "format", "plans.0.c.0"),
        (lines(plans=[row(c=None)]), "format", "plans.0.c.0"),
        (lines(plans=[row(x="甲\ud800")]).replace("甲", "\\ud800"), "format", "plans.0.x"),
        (lines(plans=["甲"]), "format", "plans.0"),
        (lines(plans=[{"x": "文字", "c": [1]}]), "format", "plans.0.t"),
        (lines(problems="无"), "format", "problems"),
    ],
)
def test_useless_answers(content: str, reason: str, place: str) -> None:
    with pytest.raises(Unusable) as caught:
        answers.drafts(content, CHUNK)
    assert (caught.value.reason, caught.value.place) == (reason, place)


def test_traditional_characters_are_simplified() -> None:
    content = lines(achievements=[row("調處糾紛1282件，檔案歸檔")])
    assert [draft.text for draft in answers.drafts(content, CHUNK)] == ["调处纠纷1282件，档案归档"]
    content = json.dumps({"overview": "調處糾紛", "items": [1], "doubles": []}, ensure_ascii=False)
    assert answers.condensed(content, 3).overview == "调处纠纷"


def test_a_wrong_row_costs_no_other() -> None:
    content = lines(achievements=[row("甲"), {"x": "没有编号"}, row("乙", [2])], plans=None)
    assert [draft.text for draft in answers.drafts(content, CHUNK)] == ["甲", "乙"]


def test_an_answer_of_mostly_wrong_rows_is_useless() -> None:
    content = lines(achievements=[row("甲"), {"x": "乙"}], plans=[{"x": "丙"}, {"x": "丁"}])
    with pytest.raises(Unusable) as caught:
        answers.drafts(content, CHUNK)
    assert (caught.value.reason, caught.value.place) == ("format", "plans.0.c")


def test_repairs_keep_kind_and_topic_and_cite_what_was_shown() -> None:
    first = Rejection(Draft("achievement", "functions", "错一", (2,)), "number", "“9件”不在所引分句中")
    second = Rejection(Draft("plan", "enforcement", "错二", (5,)), "wording", "")
    content = json.dumps(
        {
            "items": [
                {"n": 2, "x": "对二", "c": [5]},
                {"n": 1, "x": "对一", "c": [1, 4]},
                {"n": 1, "x": "再一", "c": [1]},
                {"n": 3, "x": "没有", "c": [1]},
            ]
        }
    )
    assert answers.repaired(content, CHUNK, [first, second], {1, 2, 5}) == (
        Draft("achievement", "functions", "对一", (1,)),
        Draft("plan", "enforcement", "对二", (5,)),
    )


def test_condensed_counts_from_zero_and_drops_what_does_not_exist() -> None:
    content = json.dumps({"overview": " 概述 ", "items": [1, 3, 3, 4], "doubles": [[1, 2], [3, 9], [2, 2]]})
    assert answers.condensed(content, 3) == Condensed("概述", (0, 2), ((0, 1),))


@pytest.mark.parametrize("doubles", [None, [], [[1]], [[7, 8]]])
def test_no_doubles(doubles: Any) -> None:
    content = json.dumps({"overview": "概述", "items": [1], "doubles": doubles})
    assert answers.condensed(content, 3) == Condensed("概述", (0,))


@pytest.mark.parametrize(
    ("overview", "items", "place"),
    [("概" * 121, [1], "overview"), (" ", [1], "overview"), ("概述", [], "items"), ("概述", [4], "items")],
)
def test_useless_overviews(overview: str, items: list[int], place: str) -> None:
    with pytest.raises(Unusable) as caught:
        answers.condensed(json.dumps({"overview": overview, "items": items, "doubles": []}), 3)
    assert caught.value.place == place
