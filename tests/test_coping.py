"""What real reports do to their own structure: each variation of one report must give the lines of the plain one.

Asserted on the final result: one item for each point, of the right kind, in the report's order, and no other.
"""

import re

import pytest

from schemas.summary import ReportSummary
from tests.reports import (
    BASE,
    LONG,
    Line,
    Report,
    evidence,
    faults,
    flattened,
    found,
    full_width,
    listed,
    of_kind,
    plain,
    summarize,
    traditional,
    wrapped,
)

KINDS = ("achievement", "problem", "plan")


def check(source: str, keys: dict[str, tuple[str, ...]]) -> ReportSummary:
    """Summarize and compare; the summary."""
    summary = summarize(source)
    assert found(summary, keys) == listed(keys)
    assert faults(summary, source) == []
    return summary


def test_the_plain_report() -> None:
    summary = check(BASE.text, BASE.keys)
    assert summary.report.title == "澄溪县人民政府关于2023年法治政府建设情况的报告"
    assert (summary.report.issuer, summary.report.region, summary.report.level, summary.report.year) == (
        "澄溪县人民政府",
        "澄溪县",
        "county",
        2023,
    )
    assert [section.id for section in summary.report.sections if "/" not in section.id] == ["1", "2", "3"]
    assert {s.id: s.kind for s in summary.report.sections if "/" not in s.id} == {
        "1": "achievement",
        "2": "problem",
        "3": "plan",
    }


@pytest.mark.parametrize("between", [" ", "", "  ", "　"])
def test_the_whole_body_on_one_line(between: str) -> None:
    source = flattened(BASE.text, between)
    assert "\n" not in source
    summary = check(source, BASE.keys)
    assert [s.id for s in summary.report.sections] == [s.id for s in summarize(BASE.text).report.sections]


@pytest.mark.parametrize("kept", ["achievement", "problem", "plan"])
def test_a_short_body_on_one_line(kept: str) -> None:
    report = BASE.only(kept)
    check(flattened(report.text), report.keys)


@pytest.mark.parametrize("page", ["- {} -", "— {} —", "{}", "第{}页", "第 {} 页 共 9 页", "{}/9"])
@pytest.mark.parametrize("width", [22, 28, 36, 45])
def test_wrapped_lines_with_page_numbers_between(width: int, page: str) -> None:
    source = wrapped(LONG.text, width, page)
    summary = check(source, LONG.keys)
    shapes = [page.format(number) for number in range(1, 99)]
    for item in summary.items():
        for piece in item.evidence:
            assert not [line for line in piece.text.split("\n")[1:] if line.strip() in shapes], piece.text


@pytest.mark.parametrize("report", [pytest.param(BASE, id="short points"), pytest.param(LONG, id="long points")])
@pytest.mark.parametrize("width", [20, 24, 28, 30, 34, 38, 42, 48, 54, 60])
def test_wrapped_lines(width: int, report: Report) -> None:
    check(wrapped(report.text, width), report.keys)


def test_long_points_unwrapped() -> None:
    check(LONG.text, LONG.keys)


def test_wrapped_lines_with_indents_and_running_heads() -> None:
    lines = ["　　" + line for line in BASE.text.split("\n")]
    pages = wrapped("\n".join(lines), 28).split("\n")
    source = ""
    for number in range(0, len(pages), 12):
        source += (
            "\n".join(["澄溪县法治政府建设年度报告", *pages[number : number + 12], f"- {number // 12 + 1} -"]) + "\n"
        )
    summary = check(source, BASE.keys)
    assert not any("年度报告" in evidence(item) for item in summary.items())


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n\n", "\r\n\r\n", "\u2028", "\x0b\n"])
def test_line_ends(line_end: str) -> None:
    check(BASE.text.replace("\n", line_end), BASE.keys)


@pytest.mark.parametrize(
    "lose",
    [
        pytest.param(lambda text: re.sub(r"。$", "", text), id="at the end of every point"),
        pytest.param(
            lambda text: re.sub(r"^([^。]{4,20})。(?=.)", r"\1 ", text), id="behind inline titles, a blank left"
        ),
    ],
)
def test_missing_full_stops(lose) -> None:
    report = BASE.with_words(lose)
    assert report.text.count("。") < BASE.text.count("。")
    check(report.text, report.keys)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "1.狠抓执法培训。组织执法骨干实训班14期，培训执法人员2260人次2023年，共抽查执法案卷371宗，下发整改通知书28份。",
            "培训执法人员2260人次",
            "共抽查执法案卷371宗",
        ),
        (
            "1.狠抓执法培训。组织执法骨干实训班14期，培训执法人员2260人次2023年共抽查执法案卷371宗，下发整改通知书28份。",
            "培训执法人员2260人次",
            "共抽查执法案卷371宗",
        ),
    ],
)
def test_a_stop_lost_between_two_sentences(text: str, first: str, second: str) -> None:
    """No clause runs over the seam, so that no line mixes the end of one sentence with the beginning of the next."""
    lines = (*BASE.lines[:4], Line("point", "", text), *BASE.lines[12:])
    source = "\n".join(line.text for line in lines)
    summary = summarize(source)
    for key in (first, second):
        assert any(key in evidence(item) for item in summary.achievements)
    for item in summary.achievements:
        assert f"{first}2023年" not in item.text
    assert faults(summary, source) == []


@pytest.mark.parametrize(
    "title",
    [
        "提升窗口服务水平组织窗口人员轮训37场，受理群众诉求5120件，按期办结率达99.2%。",
        "健全完善监督机制印发执法监督办法2件，聘请执法监督员64名。",
        "健全完善监督机制印发执法监督办法2件，聘请执法监督员64名。全年开展专项监督检查9次，督促整改突出问题77个。",
    ],
)
def test_a_stop_lost_behind_an_inline_title(title: str) -> None:
    lines = (*BASE.lines[:4], Line("point", "1.", title), *BASE.lines[5:])
    source = "\n".join(line.text for line in lines)
    summary = summarize(source)
    first = summary.achievements[0]
    assert re.search("轮训37场|监督员64名", evidence(first))
    assert not first.text.startswith(("提升窗口服务水平", "健全完善监督机制"))
    assert len(summary.achievements) == 6


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


def test_full_width_digits() -> None:
    source = full_width(BASE.text)
    assert "２．６万余件" in source
    summary = check(source, BASE.keys)
    figure = next(f for f in summary.achievements[0].figures if f.number == "26000")
    assert figure.value == "２．６万余"
    assert "２．６万余件" in summary.achievements[0].text, "numbers in a text stay as printed in the source"
    assert summary.report.year == 2023


def test_figures_in_chinese_numerals() -> None:
    source = (
        BASE.text.replace("56处", "五十六处")
        .replace("213宗", "二百一十三宗")
        .replace("31.4%", "百分之三十一点四")
        .replace("2023年", "二〇二三年")
    )
    keys = {
        **BASE.keys,
        "achievement": ("主题服务47项", "下降百分之三十一点四", "二百一十三宗", *BASE.keys["achievement"][3:]),
    }
    summary = check(source, keys)
    assert [(f.value, f.number, f.unit) for f in summary.achievements[2].figures] == [
        ("二百一十三", "213", "宗"),
        ("五十六", "56", "处"),
        ("3", "3", "家"),
    ]
    assert [(f.value, f.number, f.unit, f.direction) for f in summary.achievements[1].figures] == [
        ("百分之三十一点四", "31.4", "%", "down")
    ]
    assert "二百一十三宗" in summary.achievements[2].text
    assert summary.report.year == 2023


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


HEAD_FURNITURE = [
    "无障碍阅读 | 长者模式 | 登录 注册",
    "您当前的位置：首页 > 政务公开 > 法治政府建设",
    "发布时间：2024-01-29 09:12 来源：澄溪县司法局 浏览次数：1386",
    "字体：[大 中 小] 打印本页 关闭窗口",
    "分享到：微信 微博 扫一扫在手机打开当前页",
    "索引号：CX-2024-00173 文号：无 有效性：有效",
    "保护视力色：",
]
FOOT_FURNITURE = [
    "上一篇：澄溪县2023年度“谁执法谁普法”履职报告",
    "下一篇：澄溪县2024年度重大行政决策事项目录公布45项",
    "相关阅读：澄溪县存在问题整改不力被通报3次",
    "责任编辑：李某某",
    "主办：澄溪县人民政府办公室 备案号：青ICP备00000001号",
    "版权所有 未经授权禁止转载 网站地图 联系我们",
    "扫一扫在手机打开当前页",
]


def test_furniture_around_the_report() -> None:
    title, *rest = BASE.text.split("\n")
    source = "\n".join([*HEAD_FURNITURE[:2], title, *HEAD_FURNITURE[2:], *rest, *FOOT_FURNITURE])
    summary = check(source, BASE.keys)
    assert plain(summary.report.title or "") == plain(title)
    assert len(summary.report.sections) == len(summarize(BASE.text).report.sections)
    assert summary.quality.coverage == pytest.approx(summarize(BASE.text).quality.coverage, abs=0.001)


@pytest.mark.parametrize("line", [*HEAD_FURNITURE, *FOOT_FURNITURE])
@pytest.mark.parametrize("place", ["above the title", "below the title", "at the foot"])
def test_one_line_of_furniture(line: str, place: str) -> None:
    title, *rest = BASE.text.split("\n")
    pages = {
        "above the title": [line, title, *rest],
        "below the title": [title, line, *rest],
        "at the foot": [title, *rest, line],
    }
    summary = check("\n".join(pages[place]), BASE.keys)
    assert plain(summary.report.title or "") == plain(title)


def test_furniture_on_a_flattened_page() -> None:
    title, *rest = BASE.text.split("\n")
    source = " ".join([*HEAD_FURNITURE[1:2], title, *HEAD_FURNITURE[2:4], *rest, *FOOT_FURNITURE[:4]])
    summary = check(source, BASE.keys)
    assert plain(summary.report.title or "") == plain(title)


def test_traditional_characters() -> None:
    source = traditional(BASE.text)
    assert "澄溪縣" in source
    summary = check(source, BASE.keys)
    assert summary.report.script == "hant"
    assert [item.text for item in summary.items()] == [item.text for item in summarize(BASE.text).items()]


def test_taiwan_wording() -> None:
    source = traditional(BASE.text).replace("梳理上線", "透過網際網路上線").replace("當事人", "民眾")
    keys = {
        **BASE.keys,
        "achievement": ("主题服务47项", *BASE.keys["achievement"][1:3], "对394名民众", *BASE.keys["achievement"][4:]),
    }
    summary = summarize(source)
    assert found(summary, keys) == listed(keys)
    assert "互联网" in summary.achievements[0].text
    assert "394名群众" in summary.achievements[3].text
    assert faults(summary, source) == []


def test_blanks_around_digits() -> None:
    source = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", BASE.text)
    summary = summarize(source)
    plain_ = summarize(BASE.text)
    assert [plain(item.text) for item in summary.items()] == [plain(item.text) for item in plain_.items()]
    assert [[f.number for f in i.figures] for i in summary.items()] == [
        [f.number for f in i.figures] for i in plain_.items()
    ]
    assert faults(summary, source) == []


@pytest.mark.parametrize(
    "stated", [("achievement",), ("achievement", "problem"), ("achievement", "plan"), ("problem", "plan")]
)
def test_a_kind_that_is_not_stated_is_an_empty_list(stated: tuple[str, ...]) -> None:
    report = BASE.only(*stated)
    summary = check(report.text, report.keys)
    for kind in set(KINDS) - set(stated):
        assert of_kind(summary, kind) == ()
