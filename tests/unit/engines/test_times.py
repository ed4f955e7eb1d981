"""Two years in one point: the report's own year is told, or both with their years. All invented."""

import re

import pytest

from tests.reports import summarize

REPORT = "澄溪县人民政府关于2023年法治政府建设情况的报告\n一、主要成效\n（一）{}\n二、存在的问题\n（一）普法形式单一，覆盖不足。"


def texts(point: str) -> list[str]:
    return [item.text for item in summarize(REPORT.format(point)).achievements]


@pytest.mark.parametrize(
    ("point", "there", "gone"),
    [
        # told in full for the report's own year: the other year goes
        ("普法宣讲。2022年开展宣讲120场，2023年开展宣讲186场，受众2.3万人次。", ["宣讲186场"], ["120"]),
        ("网上办理。上年度网办率为61%；本年度网办率达到88%，即办件占比提高到54%。", ["网办率达到88%"], ["61"]),
        (
            "文件审查。2022年，审查规范性文件32件，提出意见57条；2023年，审查规范性文件41件，提出意见63条。",
            ["规范性文件41件"],
            ["32", "57"],
        ),
        ("执法评查。去年评查案卷96宗。纠正瑕疵31处。今年评查案卷213宗，纠正瑕疵56处。", ["案卷213宗"], ["96", "31"]),
        # told in short: both with their years
        (
            "复议受案。2022年受理行政复议案件46件，办结40件。2023年受理61件，较2022年增加15件，办结58件。",
            ["2022年受理行政复议案件46件", "2023年受理61件"],
            [],
        ),
        ("法律援助。去年办理法律援助案件312件，今年办理405件。", ["去年办理法律援助案件312件", "今年办理405件"], []),
        ("出庭应诉。2022年出庭应诉率为72%，2023年为96%。", ["2022年出庭应诉率为72%", "2023年为96%"], []),
        (
            "文件清理。2019年以来累计废止文件92件；2023年审查41件。",
            ["2019年以来累计废止文件92件", "2023年审查41件"],
            [],
        ),
        ("受案上升。2023年受理复议申请61件（2022年为46件）。", ["2023年受理复议申请61件（2022年为46件）"], []),
        # told of another thing
        (
            "法治督察。上一年度省级督察反馈的23项问题全部整改销号，2023年市级督察发现问题41个，整改38个。",
            ["上一年度省级督察反馈的23项问题全部整改销号", "2023年市级督察发现问题41个"],
            [],
        ),
        # an earlier year alone keeps its year
        ("调解组织。2021年建成调解工作室29个。全年调处矛盾纠纷3408件。", ["2021年建成调解工作室29个"], []),
        # years in a list, a sum over years, a comparison
        (
            "行政诉讼。2021年、2022年、2023年行政诉讼案件分别为56件、48件、31件。",
            ["2021年、2022年、2023年行政诉讼案件分别为"],
            [],
        ),
        (
            "文件清理。“十四五”以来累计清理规范性文件312件，其中2023年清理46件。",
            ["其中2023年清理46件"],
            [],
        ),
        ("办案提速。2023年审结复议案件109件，较2022年增加15件。", ["审结复议案件109件"], ["2023年审结"]),
    ],
)
def test_figures_of_two_years_never_stand_side_by_side_undated(point: str, there: list[str], gone: list[str]) -> None:
    told = "|".join(texts(point))
    for words in there:
        assert words in told
    for words in gone:
        assert words not in told


@pytest.mark.parametrize("own", ["2023年", "今年", "本年度"])
@pytest.mark.parametrize("other", ["2022年", "去年", "上年度", "2021年"])
@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("受理复议申请46件，办结40件", "受理61件，办结58件"),
        ("调处矛盾纠纷2068件", "调处矛盾纠纷3408件，成功率98.1%"),
        ("开展执法检查90次，发现问题34个", "开展检查120次"),
    ],
)
@pytest.mark.parametrize("stop", ["，", "；", "。"])
def test_a_figure_of_another_year_has_its_year(own: str, other: str, before: str, behind: str, stop: str) -> None:
    told = "|".join(texts(f"有关工作。{other}{before}{stop}{own}{behind}。"))
    mine, theirs = (re.findall(r"\d[\d.]*", words) for words in (behind, before))
    assert mine[0] in told
    if any(number in told for number in theirs):
        assert told.index(other) < told.index(theirs[0]) < told.index(own) < told.index(mine[0])


def test_the_overview_dates_what_it_takes_of_two_years() -> None:
    overview = summarize(REPORT.format("援助扩面。去年办理法律援助案件312件，今年办理405件，同比增长29.8%。")).overview
    assert "去年办理法律援助案件312件，今年办理405件" in overview.text


def test_a_plan_for_several_years_has_them_all() -> None:
    summary = summarize(
        "澄溪县2023年法治政府建设情况报告\n三、下一步打算\n（一）2024年完成执法培训12期，2025年完成15期。"
    )
    assert [item.text for item in summary.plans] == ["2024年完成执法培训12期，2025年完成15期"]


def test_a_mere_date_is_no_part_of_a_line() -> None:
    assert texts("有关工作。截至2023年12月底，全县共有执法人员1102名。") == ["全县共有执法人员1102名"]


@pytest.mark.parametrize("time", ["2025年底前", "2025年6月底前", "2026年"])
def test_the_time_of_a_plan_is_part_of_it(time: str) -> None:
    summary = summarize(f"澄溪县2023年法治政府建设情况报告\n三、下一步打算\n（一）{time}实现执法人员持证率100%。")
    assert [item.text for item in summary.plans] == [f"{time}实现执法人员持证率100%"]
