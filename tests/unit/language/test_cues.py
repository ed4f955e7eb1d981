"""The words by which headings and sentences show their kind."""

import pytest

from service.language import cues

PROBLEMS = [
    "存在的主要问题",
    "存在问题",
    "短板弱项",
    "不足之处",
    "面临的困难和挑战",
    "薄弱环节",
    "问题与不足",
    "工作中的差距",
    "有待改进的方面",
    "主要问题和不足",
    "当前存在的不足",
    "问题短板",
    "存在的差距和短板",
]
PLANS = [
    "下一步工作打算",
    "努力方向",
    "下步打算",
    "2024年工作计划",
    "今后努力方向",
    "来年展望",
    "明年工作思路",
    "2024年工作安排",
    "下一年度重点任务",
    "工作展望",
    "下阶段工作思路",
    "2024年重点任务",
    "奋斗目标",
    "改进措施",
]
ACHIEVEMENTS = [
    "主要举措和成效",
    "工作亮点",
    "2023年工作回顾",
    "履行第一责任人职责情况",
    "特色做法",
    "主要成绩",
    "工作开展情况",
    "重点工作完成情况",
    "上年度问题整改情况",
    "督察反馈意见整改落实情况",
]
NONE = [
    "强化行政执法监督",
    "优化营商环境",
    "坚持问题导向,压实责任",
    "破解执法难题",
    "补齐短板弱项,筑牢根基",
    "着力解决群众急难愁盼问题",
    "2023年规划编制有序推进",
    "科学制定年度计划",
    "化解矛盾纠纷",
    "聚焦薄弱环节靶向发力",
    "整治突出问题",
    "去年反馈的3个问题仍未整改",
]
MIXED = ["存在问题及下一步打算", "不足与努力方向", "存在的问题和改进措施", "短板弱项和下一步工作安排"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        *[(heading, {"problem"}) for heading in PROBLEMS],
        *[(heading, {"plan"}) for heading in PLANS],
        *[(heading, {"achievement"}) for heading in ACHIEVEMENTS],
        *[(heading, {"problem", "plan"}) for heading in MIXED],
    ],
)
def test_headings_that_announce_a_kind(heading: str, expected: set[str]) -> None:
    assert cues.heading_kinds(heading, 2023) == expected


@pytest.mark.parametrize("heading", NONE)
def test_headings_that_name_a_matter_announce_neither_problem_nor_plan(heading: str) -> None:
    assert not cues.heading_kinds(heading, 2023) & {"problem", "plan"}


@pytest.mark.parametrize(
    ("heading", "year", "plan"),
    [
        ("2024年工作打算", 2023, True),
        ("2023年工作打算落实情况", 2023, False),
        ("2023年重点工作", 2023, False),
        ("2024年重点工作", 2023, True),
        ("二〇二四年工作安排", 2023, True),
        ("2024年重点工作推进情况", 2024, False),
    ],
)
def test_the_year_decides_between_a_plan_and_its_report(heading: str, year: int, plan: bool) -> None:
    assert ("plan" in cues.heading_kinds(heading, year)) is plan


@pytest.mark.parametrize(
    ("printed", "year"), [("2023", 2023), ("二〇二三", 2023), ("二○二三", 2023), ("二零二一", 2021), ("２０２４", 2024)]
)
def test_years_in_any_numerals(printed: str, year: int) -> None:
    assert cues.read_year(printed) == year


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("下一步,我局将配备审核人员22名。", "plan"),
        ("下步,全县将建设调解中心9个。", "plan"),
        ("2024年,全县将建设调解中心9个。", "plan"),
        ("今后,我镇将继续抓好普法。", "plan"),
        ("针对上述不足,我县将加大培训力度。", "plan"),
        ("但执法力量仍然不足。", "problem"),
        ("虽然取得一定成绩,但案卷质量仍有差距。", "problem"),
        ("对照要求,还存在一些不足。", "problem"),
        ("仍存在执法不规范的问题。", "problem"),
        ("主要问题是执法人员偏少。", "problem"),
        # what is told as done turns to nothing
        ("针对执法不规范问题,已全部整改到位。", None),
        ("2023年,全县建设调解中心9个。", None),
        ("办理复议案件90件。", None),
        ("虽然时间紧任务重,9个问题均已整改销号。", None),
        ("全面排查风险隐患,化解积案62件。", None),
        ("不断完善复议机制。", None),
        ("按照下一步工作要求,完成验收9项。", None),
    ],
)
def test_turns_in_running_text(sentence: str, kind: str | None) -> None:
    assert cues.turns_to(sentence, 2023) == kind


@pytest.mark.parametrize(
    "text",
    [
        "执法力量不足",
        "案卷质量参差不齐",
        "装备老化",
        "机制有待完善",
        "尚未建立台账",
        "进展缓慢",
        "流于形式",
        "人员偏少",
        "审核人员缺口9名",
        "专业人才匮乏",
    ],
)
def test_wording_that_admits_a_shortcoming(text: str) -> None:
    assert cues.lacks(text)


@pytest.mark.parametrize("text", ["受理复议申请90件", "建成调解中心9个", "满意率达99%", "印发执法办法3件"])
def test_wording_that_admits_none(text: str) -> None:
    assert not cues.lacks(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9个问题均已整改销号", True),
        ("问题现已整改到位", True),
        ("62件积案已全部办结", True),
        ("案卷补正完毕,问题得到解决", True),
        ("问题尚未整改到位", False),
        ("部分问题还没有解决", False),
        ("执法力量仍然不足", False),
    ],
)
def test_what_was_put_right(text: str, expected: bool) -> None:
    assert cues.remedied(text) is expected


@pytest.mark.parametrize("text", ["仍存在一些问题和不足:", "主要表现在以下方面:", "但还存在以下不足。"])
def test_announcements_of_problems(text: str) -> None:
    assert cues.announces(text)


@pytest.mark.parametrize("text", ["执法人员数量不足,人均办案90件。", "乡镇审核人员缺9名。"])
def test_a_problem_is_no_announcement(text: str) -> None:
    assert not cues.announces(text)


@pytest.mark.parametrize(
    ("heading", "parent", "expected"),
    [
        ("强化执法监督", None, "achievement"),
        ("强化执法监督", "problem", "problem"),
        ("强化执法监督", "plan", "plan"),
        ("坚持问题导向", "achievement", "achievement"),
        ("主要问题", "achievement", "problem"),
        ("下一步打算", "problem", "plan"),
        ("补齐短板弱项", "plan", "plan"),
        ("着力解决存在问题", "plan", "plan"),
        ("完善工作计划执行机制", "achievement", "achievement"),
    ],
)
def test_a_section_takes_its_kind_from_heading_and_parent(heading: str, parent: str | None, expected: str) -> None:
    assert cues.section_kind(heading, parent, False, 2023)[0] == expected


def test_a_section_of_two_kinds_is_mixed() -> None:
    assert cues.section_kind("存在问题及下一步打算", None, False, 2023) == ("other", True)
