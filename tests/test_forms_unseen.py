"""Forms of reports and of the pages they come from: what leads, parts and closes them is told from what they say. All invented."""

import pytest

from tests.reports import summarize

TITLE = "柳河县2024年法治政府建设情况报告"
WORK = (
    "一、工作开展情况\n（一）规范行政执法。全县办理行政处罚案件120件，评查案卷90卷。\n"
    "（二）化解矛盾纠纷。排查矛盾纠纷263起，调解成功258起。\n"
)
PROBLEMS = "二、存在的主要问题\n（一）执法力量薄弱，持证人员仅6名。\n（二）普法实效不强。\n"
PLANS = "三、2025年工作计划\n（一）充实执法队伍，招录执法人员20名。\n"
FOOT = "上一篇：柳河县教育局公告\n下一篇：柳河县宣传月活动方案\n主办：柳河县人民政府 技术支持：柳河县大数据中心\n"


def texts(source: str) -> dict[str, list[str]]:
    summary = summarize(source)
    kinds = {"achievement": summary.achievements, "problem": summary.problems, "plan": summary.plans}
    return {kind: [item.text for item in items] for kind, items in kinds.items()}


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("（二）抓普法宣传", "抓普法宣传"),
        ("（二）组织培训不少于200人次", "组织培训不少于200人次"),
        ("（二）深化普法", "深化普法"),
    ],
)
@pytest.mark.parametrize("foot", [FOOT, "柳河县人民政府\n2025年1月8日\n", FOOT + "柳河县人民政府网"])
def test_a_short_last_point_without_a_stop_is_told(last: str, told: str, foot: str) -> None:
    summary = summarize(f"{TITLE}\n{WORK}{PROBLEMS}{PLANS}{last}\n{foot}")
    assert summary.plans[-1].text == told
    assert not any("篇" in item.text or "大数据" in item.text for item in summary.plans)
    assert "truncated_report" not in [warning.code for warning in summary.quality.warnings]


def test_short_points_without_numbers_or_stops_are_no_headings() -> None:
    source = (
        "山阳市司法局2024年法治政府建设年度报告\n2024年，山阳市司法局履行法治政府建设牵头职责，各项工作取得积极成效。\n"
        "2024年法治建设主要情况\n统筹协调作用有效发挥\n对6个县区开展法治督察，发现问题94个，整改90个。\n"
        "行政立法质量不断提高\n审核地方性法规草案3件，召开立法论证会14场次。\n"
        "存在的主要问题\n行政复议人员不足，人均年办案超过110件。\n镇街合法性审查质量参差不齐\n"
        "2025年工作思路\n推进复议规范化建设，增配办案人员15名\n开展审查人员轮训4期\n"
    )
    told = texts(source)
    assert told["problem"] == ["行政复议人员不足，人均年办案超过110件", "镇街合法性审查质量参差不齐"]
    assert told["plan"] == ["推进复议规范化建设，增配办案人员15名", "开展审查人员轮训4期"]
    assert len(told["achievement"]) == 2
    headings = [section.heading for section in summarize(source).report.sections]
    assert headings[1:3] == ["统筹协调作用有效发挥", "行政立法质量不断提高"]


def test_a_list_of_attachments_is_no_plan_though_a_line_of_copies_follows() -> None:
    told = texts(
        f"{TITLE}\n{WORK}{PROBLEMS}{PLANS}附件：1.2024年行政复议案件统计表\n2.2024年行政应诉案件统计表\n"
        "柳河县人民政府\n2025年1月8日\n抄送：县委各部门，县人大常委会办公室。\n"
    )
    assert told["plan"] == ["充实执法队伍，招录执法人员20名"]


def test_an_article_of_a_feed_is_read_without_its_ornaments() -> None:
    source = (
        "【法治建设】东湖街道办事处2024年度法治政府建设年度报告\n点击上方蓝字关注我们\n"
        "2024年，东湖街道将法治政府建设贯穿街道工作全过程，现将有关情况报告如下。\nPART 01\n亮点工作\n"
        "选聘楼长213名，推动解决噪声扰民等问题1612个。\nPART 02\n短板弱项\n社区法律顾问作用发挥不充分。\n"
        "协管人员流动性大，年流失率达23%。\nPART 03\n努力方向\n招聘专职审核人员2名，探索片区联审机制。\n"
        "END\n编辑 | 小东\n往期推荐\n点个在看，你最好看\n"
    )
    summary = summarize(source)
    assert summary.report.title == "东湖街道办事处2024年度法治政府建设年度报告"
    assert summary.report.issuer == "东湖街道办事处"
    assert [section.heading for section in summary.report.sections] == ["亮点工作", "短板弱项", "努力方向"]
    assert texts(source) == {
        "achievement": ["选聘楼长213名，推动解决噪声扰民等问题1612个"],
        "problem": ["社区法律顾问作用发挥不充分", "协管人员流动性大，年流失率达23%"],
        "plan": ["招聘专职审核人员2名，探索片区联审机制"],
    }


@pytest.mark.parametrize(
    ("title", "year", "issuer", "region"),
    [
        ("河口镇2022年法治政府建设工作总结和2023年工作打算", 2022, "河口镇", "河口镇"),
        ("河口镇2022年法治政府建设工作总结暨2023年工作计划", 2022, "河口镇", "河口镇"),
        ("桐江市城市管理局2022年法治政府建设报告", 2022, "桐江市城市管理局", "桐江市"),
        ("桐江市城市管理和综合执法局2022年法治政府建设报告", 2022, "桐江市城市管理和综合执法局", "桐江市"),
    ],
)
def test_who_reports_on_which_year(title: str, year: int, issuer: str, region: str) -> None:
    report = summarize(f"{title}\n{WORK}{PROBLEMS}").report
    assert (report.title, report.year, report.issuer, report.region) == (title, year, issuer, region)


def test_what_the_office_of_a_government_publishes_the_government_reports() -> None:
    head = "索引号：0110-2024 发布机构：绿城县人民政府办公室\n绿城县2024年度法治政府建设情况报告\n"
    source = head + WORK + "我县在全省考核中位列第5名，群众满意度97.86%。\n" + PROBLEMS
    assert summarize(source).report.issuer == "绿城县人民政府"


def test_a_year_is_not_cut_from_a_date_to_come() -> None:
    plans = "三、下一步打算\n（一）更新执法装备，2025年底前实现视频监控全覆盖，年末前完成验收。\n"
    assert texts(f"{TITLE}\n{WORK}{PROBLEMS}{plans}")["plan"] == [
        "更新执法装备，2025年底前实现视频监控全覆盖，年末前完成验收"
    ]


def test_a_sum_is_told_with_what_it_is_the_sum_of() -> None:
    work = "一、工作成效\n（一）制度建设。出台政府规章1部，审查文件38件、重大合同96份，涉及金额110亿元。\n"
    for text in texts(f"{TITLE}\n{work}{PROBLEMS}")["achievement"]:
        assert "涉及金额" not in text or "合同96份，涉及金额110亿元" in text
