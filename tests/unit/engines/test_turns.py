"""Where running text turns to another kind: what was put right, what somebody else ordered. All invented."""

import pytest

from schemas.summary import ReportSummary
from tests.reports import summarize


def told(problems: str, achievements: str = "规范执法。评查案卷213宗，整改56处。") -> ReportSummary:
    return summarize(
        f"澄溪县人民政府关于2023年法治政府建设情况的报告\n一、主要成效\n（一）{achievements}\n"
        f"二、存在的主要问题\n（一）{problems}\n（二）普法形式单一，覆盖不足。\n三、下一步打算\n（一）招录法制审核人员5名。"
    )


@pytest.mark.parametrize(
    "remedied",
    [
        "去年乡镇法制审核岗位仅有2人持证。今年已增至8人。",
        "审核力量不足。2022年乡镇法制审核岗位仅有2人持证，2023年已增至8人。",
        "执法装备薄弱。上年度执法记录仪配备不足，存在“一机多用”现象。目前已全部配齐。",
        "上年度指出的合法性审查不规范、案卷评查覆盖面不够等问题，现已全部整改。",
        "去年巡察反馈的执法不规范问题较为突出。有关问题已全部整改到位。",
        "去年的主要问题是窗口力量薄弱；本年度窗口人员已增加到36名。",
    ],
)
def test_what_was_put_right_is_no_problem(remedied: str) -> None:
    summary = told(remedied)
    assert [item.text for item in summary.problems] == ["普法形式单一，覆盖不足"]
    assert summary.problems[0].id in summary.overview.items


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        ("去年乡镇审核岗位仅有2人持证。今年已增至8人。但专业背景单一，难以满足需要。", "专业背景单一"),
        ("去年督察反馈的11个问题，已整改9个，尚有2个未完成整改。", "尚有2个未完成整改"),
        ("去年督察指出的执法记录仪不足问题，今年新购12台，已基本解决，但使用率仅为40%。", "使用率仅为40%"),
        ("去年持证率仅为72%。今年持证率仍然偏低，为74%。", "仍然偏低"),
        ("去年查摆的政务诚信问题虽已清偿账款1.2亿元，但仍有3600万元未兑付。", "3600万元未兑付"),
        ("2022年以来执法力量持续不足，乡镇平均仅有4.2人。", "不足"),
    ],
)
def test_what_still_lacks_stays_a_problem(problem: str, word: str) -> None:
    summary = told(problem)
    assert len(summary.problems) == 2
    assert word in summary.problems[0].text


def test_a_title_stays_with_what_still_lacks() -> None:
    summary = told("法治人才不足。去年乡镇审核岗位仅有2人持证。今年已增至8人。但专业背景单一，难以满足需要。")
    assert summary.problems[0].text.startswith("法治人才不足；专业背景单一")


def test_a_remedied_aside_does_not_take_the_problem_behind_it_along() -> None:
    summary = told("普法不够精准。上述问题中，去年反映的普法经费不足问题现已解决。针对青少年的宣传仍然偏少。")
    assert "针对青少年的宣传仍然偏少" in summary.problems[0].text
    (aside,) = [item.text for item in summary.achievements if "普法经费" in item.text]
    assert aside == "去年反映的普法经费不足问题现已解决"


def test_a_point_of_remedies_alone_leaves_the_points_below_it_problems() -> None:
    assert [item.text for item in told("去年反映的立案难问题现已解决。").problems] == ["普法形式单一，覆盖不足"]


@pytest.mark.parametrize(
    ("deed", "word"),
    [
        ("根据市政府下一步将大幅减少入企检查频次的要求，联合检查占比提高到61%，检查次数下降37%。", "61%"),
        ("根据市政府将进一步减少入企检查的部署，联合检查占比提高到61%。", "61%"),
        ("按照市委“下一步要加强合法性审查”的要求，建立审查台账，审查文件46件。", "46件"),
        ("针对省委督察组指出的案卷评查覆盖面不够等问题，扩大评查范围，评查案卷213宗。", "213宗"),
        ("对照省委依法治省办提出的今后三年实现全覆盖的目标，建成法治驿站64个。", "64个"),
        ("市政府要求2024年全面推行非现场执法，我县提前启动，建成监测点位22个。", "22个"),
        ("市政府要求全面推行非现场执法，我县提前启动，建成监测点位22个。", "22个"),
    ],
)
def test_an_order_inside_an_own_sentence_turns_nothing(deed: str, word: str) -> None:
    summary = told("执法力量薄弱，人均办案90件。", "有关工作。" + deed)
    assert len(summary.plans) == 1
    assert len(summary.problems) == 2
    assert any(word in item.text for item in summary.achievements)


@pytest.mark.parametrize(
    "order",
    [
        "省委全面依法治省委员会会议强调，各地要把法治督察作为重要抓手，到年底覆盖100%的县区。",
        "根据市政府要求，各单位要在6月底前完成裁量基准修订12项。",
    ],
)
def test_an_order_alone_is_no_deed(order: str) -> None:
    summary = told("执法力量薄弱，人均办案90件。", f"评查案卷。评查案卷213宗，整改56处。{order}")
    assert not any("100%" in item.text or "12项" in item.text for item in summary.items())


@pytest.mark.parametrize(
    ("point", "text"),
    [
        ("服务企业。已为1200家企业提供法治体检。", "为1200家企业提供法治体检"),
        ("查处案件。并查处违法案件56起，罚没款320万元。", "查处违法案件56起，罚没款320万元"),
        ("受理申请。受理复议申请312件，其中治安类98件。", "受理复议申请312件，其中治安类98件"),
        ("审批提速。虽然办件总量增长23.1%，但平均时长缩短到27天。", "虽然办件总量增长23.1%，但平均时长缩短到27天"),
        ("即时办理。即办件占比提高到54%。", "即办件占比提高到54%"),
    ],
)
def test_a_line_owes_nothing_to_the_one_before_it(point: str, text: str) -> None:
    assert told("执法力量薄弱，人均办案90件。", point).achievements[0].text == text


@pytest.mark.parametrize(
    "leaning",
    ["分别占31.4%和20.5%", "同比分别增长8.2%和下降1.3%", "较上年提高2.1个百分点", "上述做法获全省推广"],
)
def test_an_overview_does_not_begin_with_what_leans(leaning: str) -> None:
    overview = told("执法力量薄弱。", f"受理申请。受理治安类申请98件、土地类申请64件，{leaning}。").overview.text
    assert not overview.startswith(leaning)
    assert f"；{leaning}" not in overview


def test_an_overview_has_room_for_what_is_wrong_and_what_comes_next() -> None:
    deeds = "\n".join(
        f"（{number}）{title}。{words}"
        for number, title, words in (
            ("二", "复议", "审结行政复议案件109件，直接纠错17件，纠错率15.6%，同比下降3.2个百分点。"),
            ("三", "普法", "开展普法宣讲186场，受众2.3万人次，群众知晓率达98.6%，居全省前列。"),
            ("四", "援助", "办理法律援助案件405件，同比增长29.8%，挽回经济损失610万元，满意率99.2%。"),
        )
    )
    overview = told("执法力量薄弱，人均办案90件。", "评查。评查案卷213宗，优秀率91.5%。\n" + deeds).overview
    assert "不足：" in overview.text
    assert "下一步：" in overview.text
    assert len(overview.text) <= 120


@pytest.mark.parametrize("rank", ["高于全省平均4.7个百分点", "居全省第一", "排名全市第三", "比全省平均高2.1个百分点"])
def test_a_rank_is_told_of_nothing_but_what_it_is_the_rank_of(rank: str) -> None:
    """Where the clause before it has no room, the one before that must not get its rank."""
    long = "依托一体化政务服务平台打造的“零跑动”事项（含垂直管理部门委托事项）占全部政务服务事项的比重达到92%"
    assert len(long) > 40
    summary = told("执法力量薄弱。", f"审批提速。承诺时限压缩率由71%提升至82.6%，{long}，{rank}。")
    for text in (summary.achievements[0].text, summary.overview.text):
        assert rank not in text or f"92%，{rank}" in text


@pytest.mark.parametrize(
    "point",
    [
        "队伍建设有差距。去年招录的12名执法人员已流失4名，法治审核岗位空缺率达21%。",
        "去年审计发现的3个问题仍未整改。2023年又有4名执法人员因此被追责。",
        "工作中还存在短板。近两年招录的12名执法人员走了4名。",
    ],
)
def test_a_title_that_only_announces_does_not_hide_the_problem_below_it(point: str) -> None:
    problems = told(point).problems
    assert len(problems) == 2
    assert "4名" in problems[0].text
