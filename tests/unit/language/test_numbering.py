"""Outline numbers whose point was lost."""

import pytest

from service.language import numbering
from tests.reports import summarize


def test_lines_that_count_on_from_one_are_numbered() -> None:
    text = "一 主要做法\n1 强化领导\n2 规范执法\n二 存在不足\n1 力量不足\n2 经费不足"
    pointed = "一、主要做法\n1.强化领导\n2.规范执法\n二、存在不足\n1.力量不足\n2.经费不足"
    assert numbering.with_points(text) == pointed


@pytest.mark.parametrize(
    "text", ["共办理案件\n12 件", "1 强化领导\n规范执法", "1 强化领导\n3 规范执法", "2 规范执法\n3 普法宣传"]
)
def test_other_numbers_at_the_start_of_a_line_are_none(text: str) -> None:
    assert numbering.with_points(text) == text


def test_a_report_without_points_is_read_by_its_numbers() -> None:
    summary = summarize(
        "柳巷街道办事处2024年度法治政府建设工作总结\n今年以来，柳巷街道扎实推进法治建设，现总结如下\n一 主要做法\n"
        "1 强化组织领导 党工委会议研究法治议题9次\n2 规范综合执法 办理简易程序案件213件、普通程序案件37件\n二 困难与不足\n"
        "1 持证人员仅11人，执法力量不足\n2 普法形式单一\n三 明年打算\n1 聘用协管员10名\n2 申请增加执法编制5名"
    )
    assert [item.text for item in summary.achievements] == [
        "党工委会议研究法治议题9次",
        "办理简易程序案件213件、普通程序案件37件",
    ]
    assert [item.text for item in summary.problems] == ["持证人员仅11人，执法力量不足", "普法形式单一"]
    assert [item.text for item in summary.plans] == ["聘用协管员10名", "申请增加执法编制5名"]
