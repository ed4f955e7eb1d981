"""A notice, request, speech, plan or piece of news is no yearly report, whatever it speaks of."""

import pytest

from service import genre
from service.stages.outline import outline
from tests.reports import BASE, flattened
from tests.styles import STYLES

OTHERS = {
    "notice": "关于做好2024年度法治政府建设年度报告工作的通知\n各乡镇人民政府、县直各部门：\n现就做好年度报告工作通知如下：\n一、报告内容\n"
    "包括法治政府建设工作成效、存在问题和下一步安排。\n二、工作要求\n各单位要高度重视，严格把关。请于2025年1月10日前报送县司法局。\n澄溪县司法局\n2024年12月20日",
    "notice without a title": "各乡镇人民政府、县政府各部门：\n现将《澄溪县行政执法监督办法》印发给你们，请认真贯彻执行。\n一、总则\n"
    "为规范行政执法监督，制定本办法，行政执法机关应当依法行政。\n二、监督方式\n县司法局负责行政执法监督工作。",
    "request": "关于增加行政复议专项经费的请示\n县人民政府：\n2024年，我局收到行政复议申请137件，审结109件，办案经费不足。拟申请专项经费20万元。\n"
    "妥否，请批示。\n澄溪县司法局\n2024年3月2日",
    "speech": "在全县法治政府建设工作推进会上的讲话\n同志们：\n今天会议的主要任务是总结法治政府建设工作，部署明年任务。\n一、肯定成绩\n"
    "全县依法行政水平明显提升，行政复议案件审结109件。\n二、正视问题\n执法力量薄弱。\n三、抓好落实\n要进一步压实责任，推进法治政府建设。",
    "news": "澄溪县召开法治政府建设工作推进会\n本报讯（记者 张某）近日，澄溪县召开法治政府建设工作推进会，研究行政执法监督工作。会议指出，要坚持依法行政。",
    "news without a title": "3月5日上午，柳桥区司法局走进社区开展普法宣传活动。活动现场，工作人员发放普法资料500份，解答法律咨询36人次，引导群众依法维权。",
    "plan of work": "2025年法治政府建设工作要点\n一、加强党的领导\n深入学习习近平法治思想，召开专题会议。\n二、推进依法行政\n严格行政执法，落实三项制度，加强行政复议。",
    "printed without the report": "柳桥区人民政府关于印发《柳桥区2024年法治政府建设情况报告》的通知\n各镇人民政府：\n"
    "《柳桥区2024年法治政府建设情况报告》已经区政府同意，现印发给你们，请认真贯彻执行。",
}


@pytest.mark.parametrize("form", [str, flattened])
@pytest.mark.parametrize("name", OTHERS)
def test_another_paper(name: str, form) -> None:
    assert genre.is_other(outline(form(OTHERS[name])))


PRINTED = (
    "柳桥区人民政府办公室关于印发《柳桥区2023年法治政府建设情况报告》的通知\n各镇人民政府、区政府各部门：\n现印发给你们，请认真贯彻执行。\n"
    "柳桥区人民政府办公室\n2024年1月3日\n"
)
_BODY = BASE.text.partition("\n")[2]
REPORTS = {
    **{name: style.text for name, style in STYLES.items()},
    "printed with a notice": PRINTED + "柳桥区2023年法治政府建设情况报告\n" + _BODY,
    "printed below a notice, without a title": PRINTED + _BODY,
    "to a committee": f"{BASE.lines[0].text}\n主任、各位副主任、各位委员：\n受县政府委托，现将有关情况报告如下，请予审议。\n{_BODY}",
    "without a title": _BODY,
    "addressed": f"{BASE.lines[0].text}\n县委全面依法治县委员会：\n{_BODY}",
}


@pytest.mark.parametrize("between", ["\n", " ", ""])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_one(name: str, between: str) -> None:
    assert not genre.is_other(outline(REPORTS[name].replace("\n", between)))
