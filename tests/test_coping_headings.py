"""Headings and numbers as reports have them: unusual, unnumbered, lost, in running text, two kinds or two years below one.

Asserted on the final result: one item for each point, of the right kind, in the report's order, and no other.
"""

import re

import pytest

from tests.reports import BASE, KINDS, Line, Report, check, evidence, faults, flattened, of_kind, plain, summarize


def test_no_numbers_before_headings_and_points() -> None:
    check(BASE.without_numbers().text, BASE.keys)


def test_no_headings_at_all() -> None:
    source = "\n".join(
        [
            "柳桥区2023年法治政府建设工作总结",
            "2023年，全区共受理政务服务事项申请8.4万件，群众满意率达99.3%。",
            "全年组织行政执法检查2470户次，查处违法案件316起，下达责令改正通知书208份。",
            "当前，我区法治政府建设还存在一些不足，主要表现在：部分街道合法性审核人员配备不齐，一人多岗现象普遍。",
            "下一步，我区将为各街道配备专职审核人员22名，开展审核实务培训6期。",
        ]
    )
    check(
        source,
        {
            "achievement": ("申请8.4万件", "执法检查2470户次"),
            "problem": ("合法性审核人员配备不齐",),
            "plan": ("专职审核人员22名",),
        },
    )


MIXED = Report(
    lines=(
        *BASE.lines[:12],
        Line("mixed", "二、", "存在的不足和下一步工作打算"),
        Line(
            "point",
            "",
            "一年来的工作与群众期盼相比还有差距，乡镇合法性审核专业人员配备不足，有7个乡镇仍由文书岗位兼任。"
            "下一步，将为乡镇统一招录审核专员18名，编印审核操作指引2000册。",
        ),
    ),
    keys={
        "achievement": BASE.keys["achievement"],
        "problem": ("审核专业人员配备不足",),
        "plan": ("招录审核专员18名",),
    },
)


@pytest.mark.parametrize(
    "turn",
    [
        "下一步，将为",
        "下一步，我县将为",
        "下步，将为",
        "今后，我们将为",
        "2024年，将为",
        "针对上述问题，我县将为",
        "接下来，将为",
    ],
)
@pytest.mark.parametrize(
    "heading", ["存在的不足和下一步工作打算", "存在问题及下步打算", "问题与对策", "不足之处与改进措施"]
)
def test_problems_and_plans_in_one_section(heading: str, turn: str) -> None:
    report = MIXED.renamed({"存在的不足和下一步工作打算": heading})
    check(report.text.replace("下一步，将为", turn), report.keys)


@pytest.mark.parametrize("heading", ["存在的不足和下一步工作打算", "存在问题及下步打算"])
def test_problems_and_plans_in_numbered_points_of_one_section(heading: str) -> None:
    lines = (
        *BASE.lines[:12],
        Line("mixed", "二、", heading),
        Line("point", "", "对照上级要求和群众期待，我县工作仍存在以下不足："),
        Line("point", "一是", "乡镇合法性审核专业人员配备不足，有7个乡镇由文书岗位兼任；"),
        Line("point", "二是", "执法装备更新滞后，执法记录仪老化率达三成。"),
        Line("point", "", "下一步，我县将重点抓好以下工作："),
        Line("point", "一是", "为乡镇统一招录审核专员18名；"),
        Line("point", "二是", "更新执法记录仪260台，建成执法数据中心1个。"),
    )
    source = "\n".join(line.text for line in lines)
    check(
        source,
        {
            "achievement": BASE.keys["achievement"],
            "problem": ("审核专业人员配备不足", "执法装备更新滞后"),
            "plan": ("招录审核专员18名", "更新执法记录仪260台"),
        },
    )


@pytest.mark.parametrize(
    ("done", "lacking", "coming"),
    [
        ("工作亮点", "短板弱项", "努力方向"),
        ("亮点工作", "弱项短板", "今后努力方向"),
        ("特色做法及成效", "薄弱环节", "下阶段思路"),
        ("年度工作回顾", "面临的困难和挑战", "来年展望"),
        ("履职情况", "差距与不足", "奋斗目标"),
        ("推进情况", "有待改进的方面", "下一步工作着力点"),
        ("做了哪些工作", "还有哪些不足", "明年怎么干"),
    ],
)
@pytest.mark.parametrize("numbered", [True, False])
def test_unusual_headings(done: str, lacking: str, coming: str, numbered: bool) -> None:
    report = BASE.renamed({"主要举措和成效": done, "存在的主要问题": lacking, "2024年工作打算": coming})
    if not numbered:
        tops = {"achievements", "problems", "plans"}
        lines = tuple(Line(line.role, "", line.words) if line.role in tops else line for line in report.lines)
        report = Report(lines, report.keys)
    summary = check(report.text, report.keys)
    assert [s.kind for s in summary.report.sections if s.heading.endswith((done, lacking, coming))] == list(KINDS)


TWO_YEARS = """南汀镇人民政府关于2023年法治政府建设情况的报告
2022年以来，南汀镇持续推进依法行政。现将2023年工作情况报告如下：
一、2022年度反馈问题整改情况
（一）补齐审核力量短板。针对2022年督察指出的合法性审核人员不足问题，配齐审核人员5名，问题已整改销号。
二、2023年主要工作
（一）办好群众身边事。2022年办理代办事项640件，2023年办理代办事项1185件，同比增长85.2%。
（二）规范执法行为。2023年办理行政处罚案件47件，较2022年减少12件。
三、2023年存在的不足
（一）执法辅助人员流动性大。一年内离职9人，新手占比偏高。
四、2024年工作计划
（一）稳定执法辅助队伍。2024年提高岗位补贴标准，组织轮训4期。
"""


def test_two_years_in_one_report() -> None:
    summary = check(
        TWO_YEARS,
        {
            "achievement": ("配齐审核人员5名", "代办事项1185件", "行政处罚案件47件"),
            "problem": ("一年内离职9人",),
            "plan": ("组织轮训4期",),
        },
    )
    assert summary.report.year == 2023
    assert [s.kind for s in summary.report.sections if "/" not in s.id] == [
        "achievement",
        "achievement",
        "problem",
        "plan",
    ]


def test_two_years_reported_in_turn() -> None:
    source = TWO_YEARS.replace("2023年法治政府建设情况的报告", "2022—2023年法治政府建设情况的报告")
    summary = summarize(source)
    assert summary.report.year == 2023
    assert [len(of_kind(summary, kind)) for kind in KINDS] == [3, 1, 1]


def test_a_report_on_last_year_that_names_the_next() -> None:
    """A plan for the year after the report's is a plan; work of the year after, told as done, is none of its plans."""
    source = BASE.text.replace("2024年工作打算", "2024年重点任务")
    summary = check(source, BASE.keys)
    assert summary.report.year == 2023


@pytest.mark.parametrize("lost", [("（二）", ")"), ("（二）", "）"), ("（二）", "()"), ("（三）", "）")])
def test_lost_numbers(lost: tuple[str, str]) -> None:
    printed, left = lost
    source = BASE.text.replace(printed, left)
    summary = check(source, BASE.keys)
    assert [s.id for s in summary.report.sections] == [s.id for s in summarize(BASE.text).report.sections]


def test_a_lost_number_in_a_flattened_text() -> None:
    source = flattened(BASE.text.replace("（二）", "）"))
    check(source, BASE.keys)


def test_inline_titles_are_headings_and_carry_no_item_alone() -> None:
    source = BASE.text.replace("1.推进“一件事”集成办。梳理", "1.“关键小事”有人管。梳理")
    summary = check(source, BASE.keys)
    first = summary.achievements[0]
    assert "有人管" not in first.text
    section = next(s for s in summary.report.sections if s.id == first.section)
    assert plain(section.heading) == plain("1.“关键小事”有人管")
    assert source[section.start :].startswith("1.“关键小事”有人管")


RUNNING = """柳桥区人民政府关于2023年法治政府建设情况的报告
一、主要工作
（一）强化基层法治力量。一是配强审核队伍，为12个街道选配合法性审核员31名，全年审核合同协议486份；二是建强法律顾问队伍，统一是由区司法局遴选法律顾问律师58名，提出法律意见927条；三是织密调解网络，培育调解组织143个，调解纠纷2210件，履行率100%。
（二）坚持实事求是。全区始终坚持实事求是，唯一是从群众满意出发，抽查窗口服务事项365件次，整改问题44个。
"""


@pytest.mark.parametrize("ends", ["；", "。", "，"])
def test_enumeration_in_running_text(ends: str) -> None:
    source = RUNNING.replace("；", ends)
    summary = check(
        source,
        {
            "achievement": ("合法性审核员31名", "法律顾问律师58名", "调解组织143个", "服务事项365件次"),
            "problem": (),
            "plan": (),
        },
    )
    for item in summary.achievements:
        assert not re.match("[一二三]是", item.text)


def test_enumeration_right_behind_a_percentage() -> None:
    """「100%三是」: the stop was lost, the sequence is not."""
    source = RUNNING.replace("提出法律意见927条；三是", "意见采纳率100%三是")
    check(
        source,
        {
            "achievement": ("合法性审核员31名", "法律顾问律师58名", "调解组织143个", "服务事项365件次"),
            "problem": (),
            "plan": (),
        },
    )


HALVES = [
    ("虽然乡镇执法规范化水平有所提升，但部分执法所案卷制作仍不规范，文书要素缺失率达8%。", "案卷制作仍不规范"),
    ("全县复议办案力量有所充实，但专业办案人员缺口仍有9名，办案周期偏长。", "缺口仍有9名"),
    ("尽管普法活动场次逐年增加，然而面向流动人口的宣传依然薄弱。", "面向流动人口的宣传依然薄弱"),
    ("执法监督平台已建成运行，不过还有11个乡镇尚未接入。", "11个乡镇尚未接入"),
]


@pytest.mark.parametrize(("sentence", "key"), HALVES)
def test_a_problem_in_half_a_sentence_below_a_heading_of_problems(sentence: str, key: str) -> None:
    lines = (*BASE.lines[:13], Line("point", "", sentence), *BASE.lines[15:])
    source = "\n".join(line.text for line in lines)
    check(source, {**BASE.keys, "problem": (key,)})


@pytest.mark.parametrize(("sentence", "key"), HALVES)
def test_a_problem_in_half_a_sentence_among_the_achievements(sentence: str, key: str) -> None:
    lines = (*BASE.lines[:12], Line("point", "", sentence), *BASE.lines[15:])
    source = "\n".join(line.text for line in lines)
    summary = summarize(source)
    assert [key in evidence(item) for item in summary.problems] == [True]
    assert not any(key in evidence(item) for item in (*summary.achievements, *summary.plans))
    assert faults(summary, source) == []


@pytest.mark.parametrize(
    "stated", [("achievement",), ("achievement", "problem"), ("achievement", "plan"), ("problem", "plan")]
)
def test_a_kind_that_is_not_stated_is_an_empty_list(stated: tuple[str, ...]) -> None:
    report = BASE.only(*stated)
    summary = check(report.text, report.keys)
    for kind in set(KINDS) - set(stated):
        assert of_kind(summary, kind) == ()
