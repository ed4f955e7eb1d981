"""Points numbered in the midst of a paragraph keep their kind, whatever stands around them. All invented."""

import pytest

from tests.reports import summarize

HEAD = "柳河县2024年法治政府建设情况报告\n2024年，柳河县政府办理行政处罚案件120件，同比下降5%。"
ADMITTED = "我们清醒看到，还存在执法力量薄弱等问题。"
PLANS = ("健全决策机制", "招录执法人员20名", "开展普法活动50场")
LISTS = {
    "behind a year": "2025年，我县将：（1）健全决策机制；（2）招录执法人员20名，（3）开展普法活动50场。",
    "behind 下一步": "下一步，我县将（1）健全决策机制；（2）招录执法人员20名；（3）开展普法活动50场。",
    "without stops": "下一步，我县将（1）健全决策机制（2）招录执法人员20名（3）开展普法活动50场。",
    "circled": "明年，我县将①健全决策机制，②招录执法人员20名，③开展普法活动50场。",
    "below 一是": "下一步，一是（1）健全决策机制；（2）招录执法人员20名，（3）开展普法活动50场。二是加强监督检查。",
}


@pytest.mark.parametrize("told", LISTS.values(), ids=LISTS)
def test_every_numbered_plan_is_told(told: str) -> None:
    summary = summarize(HEAD + ADMITTED + told)
    for plan in PLANS:
        assert sum(plan in item.text for item in summary.plans) == 1
    assert not any(plan in item.text for plan in PLANS for item in (*summary.achievements, *summary.problems))


def test_numbered_problems_without_stops_are_told_apart() -> None:
    summary = summarize(
        HEAD + "存在的问题主要是（1）执法力量薄弱（2）法制审核人员仅3名（3）普法实效不强。下一步，我县将招录人员20名。"
    )
    assert [item.text for item in summary.problems] == ["执法力量薄弱", "法制审核人员仅3名", "普法实效不强"]


@pytest.mark.parametrize("cited", ["依据条例第十条（1）项、第十二条（2）项", "见附表（1）和附表（2）"])
def test_a_number_that_is_referred_to_parts_nothing(cited: str) -> None:
    summary = summarize(f"{HEAD}{cited}，办理行政许可60件。")
    assert any("办理行政许可60件" in item.text for item in summary.achievements)
    assert not any(item.text.startswith(("项", "和")) for item in summary.achievements)
