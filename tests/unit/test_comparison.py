"""Figures side by side: a row a name and unit, whatever the reports call themselves."""

import io
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.comparison import Comparison
from service.comparison import Column, compare, tabulate
from service.render.comparison import workbook
from tests.summaries import figure, item, summary
from tests.unit.test_render import NASTY


def column(job: str, *figures: Any, region: str | None = "云岫县", year: int | None = 2024) -> Column:
    return Column(
        job, f"{job}.txt", summary([("achievement", item("a1", "一句话", figures=figures))], region=region, year=year)
    )


ONE = column("1", figure("行政处罚案件"), figure("罚款", "1.3万", "元", "13000"))
OTHER = column("2", figure("行政處罰 案件", "90", "件"), figure("案件", "7"), region="清河区")
CHANGED = column(
    "3",
    figure("办理时限", "12", "天").model_copy(update={"change": "from"}),
    figure("办理时限", "5", "天").model_copy(update={"change": "to"}),
)


def test_the_same_figure_is_one_row_in_either_script() -> None:
    told = tabulate([ONE, OTHER], "", 1, 10)
    assert [(one.job, one.region) for one in told.reports] == [("1", "云岫县"), ("2", "清河区")]
    first = told.figures[0]
    assert (first.name, first.unit, first.reports) == ("行政处罚案件", "件", 2)
    assert [(cell.report, cell.value, cell.number) for cell in first.cells] == [("1", "126", "126"), ("2", "90", "90")]
    assert [one.name for one in told.figures] == ["行政处罚案件", "罚款", "案件"]
    assert not told.more


def test_rows_are_chosen_by_words_by_reports_and_by_number() -> None:
    assert [one.name for one in tabulate([ONE, OTHER], "案件 處罰", 1, 10).figures] == ["行政处罚案件"]
    assert [one.name for one in tabulate([ONE, OTHER], "", 2, 10).figures] == ["行政处罚案件"]
    cut = tabulate([ONE, OTHER], "", 1, 1)
    assert (len(cut.figures), cut.more) == (1, True)
    assert tabulate([], "", 1, 10) == Comparison(reports=(), figures=(), more=False)


def test_a_figure_that_two_items_rest_on_is_told_once() -> None:
    twice = summary([("achievement", item(id, "一句话", figures=[figure("案件")])) for id in ("a1", "a2")])
    (row,) = tabulate([Column("1", "a.txt", twice)], "", 1, 10).figures
    assert [cell.item for cell in row.cells] == ["a1"]


def test_another_unit_is_another_row() -> None:
    told = tabulate([column("1", figure("罚款", "1", "元")), column("2", figure("罚款", "1", "件"))], "", 1, 10)
    assert [(one.name, one.unit, one.reports) for one in told.figures] == [("罚款", "元", 1), ("罚款", "件", 1)]


def test_two_reports_share_figures_by_name_and_unit_and_show_the_newer_value() -> None:
    older = column("3", figure("辦理時限", "9", "天"))
    told = compare({one.job: one.summary for one in (ONE, OTHER, CHANGED, older)})
    assert [(row.name, row.unit, [(one.summary, one.value) for one in row.values]) for row in told.figures] == [
        ("行政处罚案件", "件", [("1", "126"), ("2", "90")]),
    ]
    told = compare({"3": CHANGED.summary, "4": older.summary})
    assert [[one.value for one in row.values] for row in told.figures] == [["5", "9"]]


def test_problems_are_shared_where_they_say_much_the_same_and_own_where_not() -> None:
    def problems(*texts: str) -> Any:
        return summary([("problem", item(f"p{n}", text)) for n, text in enumerate(texts, 1)])

    told = compare({"a": problems("基层执法力量薄弱", "普法形式单一"), "b": problems("执法力量依然薄弱", "经费不足")})
    assert [[(one.summary, one.item) for one in group.items] for group in told.problems.shared] == [
        [("a", "p1"), ("b", "p1")]
    ]
    assert [(one.summary, one.item) for one in told.problems.own] == [("a", "p2"), ("b", "p2")]
    assert told.plans.shared == told.plans.own == ()


def book(comparison: Comparison, language: Any = "zh") -> dict[str, list[list[Any]]]:
    file = io.BytesIO()
    workbook(comparison, file, language)
    made = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in made.worksheets}


def test_the_workbook_has_numbers_and_what_is_printed() -> None:
    sheets = book(tabulate([ONE, OTHER, CHANGED], "", 1, 10))
    assert sheets["数值"] == [
        ["指标", "单位", "报告数", "云岫县 2024", "清河区 2024", "云岫县 2024"],
        ["行政处罚案件", "件", 2, 126, 90, None],
        ["罚款", "元", 1, 13000, None, None],
        ["案件", "件", 1, None, 7, None],
        ["办理时限", "天", 1, None, None, 5],
    ]
    assert [row[3:] for row in sheets["原文数值"][1:]] == [
        ["126 (a1)", "90 (a1)", None],
        ["1.3万 (a1)", None, None],
        [None, "7 (a1)", None],
        [None, None, "12 (a1) / 5 (a1)"],
    ]
    assert list(book(tabulate([ONE], "", 1, 10), "en")) == ["Numbers", "As printed"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*NASTY, "=1+1", "案件"]), min_size=1, max_size=5), st.sampled_from(NASTY))
def test_whatever_a_report_says_is_text(names: list[str], region: str) -> None:
    told = tabulate([column("1", *(figure(name, name) for name in names), region=region)], "", 1, 10)
    sheets = book(told)
    assert len(sheets["数值"]) == len(told.figures) + 1
    assert all(isinstance(row[0], str | None) for row in sheets["数值"])
