"""The outline that readers get: every place is one of the source, whatever the source is."""

from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from service import outlines
from service.stages.outline import outline
from tests.app.conftest import SAMPLE

REPORT = (
    "网站首页 打印 关闭\n"
    "云岫縣2024年法治政府建設情況報告\n"
    "一、主要举措\n"
    "（一）规范行政执法。全年办理行政处罚案件１２６件，𠮷祥镇占三成。\n"
    "- 1 -\n"
    "二、存在问题\n"
    "一是基层执法力量不足，部分乡镇仅有2名持证执法人员。\n"
)


def test_headings_are_told_as_printed_with_their_places() -> None:
    found = outlines.of_source(REPORT)
    assert [(one.id, one.heading, one.level, one.kind) for one in found.headings] == [
        ("1", "一、主要举措", 1, "achievement"),
        ("1/1", "（一）规范行政执法", 2, "achievement"),
        ("2", "二、存在问题", 1, "problem"),
    ]
    assert [REPORT[one.start : one.end] for one in found.headings] == [one.heading for one in found.headings]
    first, inner, _ = found.headings
    assert REPORT[inner.start : inner.section_end].endswith("占三成。")
    assert first.section_end == inner.section_end


def test_furniture_is_no_clause_and_clauses_know_their_section() -> None:
    found = outlines.of_source(REPORT)
    furniture = [REPORT[one.start : one.end] for one in found.furniture]
    assert "- 1 -" in furniture
    assert not any("打印" in REPORT[one.start : one.end] for one in found.clauses)
    of = {REPORT[one.start : one.end]: one.section for one in found.clauses}
    assert of["𠮷祥镇占三成。"] == "1/1"
    assert of["部分乡镇仅有2名持证执法人员。"] == "2"


def test_the_ids_are_those_of_the_summary() -> None:
    sample = SAMPLE.read_bytes().decode()
    assert [one.id for one in outlines.of_source(sample).headings] == [one.id for one in outline(sample).sections]


_PIECES = [
    "一、",
    "（一）",
    "1.",
    "一是",
    "工作",
    "案件126件",
    "，",
    "。",
    "\n",
    "\r\n",
    " ",
    "𠮷",
    "- 3 -",
    "打印",
    "網路",
    "　",
]


@trying(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_any_text_has_an_outline_inside_it(text: str) -> None:
    found = outlines.of_source(text)
    for places in (found.headings, found.clauses, found.furniture):
        assert all(0 <= one.start < one.end <= len(text) for one in places)
        starts = [one.start for one in places]
        assert starts == sorted(starts)
    assert all(one.end <= one.section_end <= len(text) for one in found.headings)
