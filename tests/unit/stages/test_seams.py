"""Where a heading that runs into its text ends, though neither stop nor line end is there."""

import pytest

from service.language import headings
from service.stages.outline import outline, seams

RUN_IN = [
    ("促进社会和谐", "镇综治中心受理群众诉求5120件，按期办结率达99.2%。"),
    ("夯实基础", "成立以镇长为组长的领导小组，召开会议9次。"),
    ("加强组织领导，压实法治责任", "成立领导小组，召开专题会议6次。"),
    ("规范行政决策，提升依法决策水平", "聘请法律顾问2名，审查合同协议86份。"),
    ("化解矛盾纠纷，维护和谐稳定", "组建调解队伍14支，调处矛盾纠纷328件。"),
    ("严格公正执法", "配备持证执法人员18名，办理行政处罚案件47件。"),
    ("聚焦依法履职，优化营商环境", "取消证明事项38项，办理事项申请8.4万件。"),
    ("行政执法监督力度不断加大", "开展执法检查26次，评查案卷213宗。"),
    ("法治化营商环境持续优化", "坚持有效市场和有为政府更好结合，办理事项申请8.4万件。"),
    ("坚持党的领导，夯实法治根基", "县委常委会专题研究法治工作5次，县政府常务会议学法9次。"),
    ("法治宣传教育深入开展", "全县举办普法活动126场次，发放资料2.6万份。"),
]


@pytest.mark.parametrize(("heading", "text"), RUN_IN)
def test_a_heading_without_stop_or_starter(heading: str, text: str) -> None:
    assert seams.sure(heading.replace("，", ",") + text.replace("，", ","), 0, len(heading + text)) == len(heading)


@pytest.mark.parametrize("between", ["", " ", "　"])
@pytest.mark.parametrize(("heading", "text"), RUN_IN)
def test_the_point_keeps_its_text(heading: str, text: str, between: str) -> None:
    document = outline(
        f"白泉镇2023年法治政府建设报告\n一、主要工作\n（一）{heading}{between}{text}\n（二）其他工作\n办理事项九件，办结九件。"
    )
    assert document.sections[1].heading == "(一)" + heading.replace("，", ",")
    point = document.points[0]
    body = "".join(document.text(c) for c in document.clauses[point.first : point.last] if not c.heading)
    assert body == text.replace("，", ",")


@pytest.mark.parametrize(
    "sentence",
    [
        "召开县委全面依法治县委员会会议2次，印发年度工作要点。",
        "推进行政复议化解行政争议，审结案件109件。",
        "建成县乡村三级矛盾纠纷调处中心217个，实行闭环管理。",
        "县司法局审核县政府规范性文件218件，提出审核意见57条。",
        "人民调解组织调处各类矛盾纠纷78.6万件，成功率98.2%。",
        "充分发挥71个基层立法联系点作用，收集意见927条。",
        "法治政府建设推进力度不均衡，乡镇执法水平不高。",
        "全年审核规范性文件39件，提出修改意见6条。",
    ],
)
def test_a_sentence_without_a_heading_has_no_seam(sentence: str) -> None:
    assert seams.sure(sentence.replace("，", ","), 0, len(sentence)) == 0


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("存在的问题一年来，工作取得一定成绩。", "存在的问题"),
        ("存在问题：法治课教师专业能力不足。", "存在问题："),
        ("2025年工作思路招录执法人员30名。", "2025年工作思路"),
        ("主要做法及成效全年开展活动126场。", "主要做法及成效"),
        ("存在的不足和原因乡镇执法水平不高。", "存在的不足和原因"),
        ("下一步工作打算 组织轮训4期，招录执法人员。", "下一步工作打算"),
        ("计划培育法律明白人1200名已全部完成。", ""),
        ("整改问题57个，办结事项213件。", ""),
        ("工作目标责任制全面落实，考核结果公开。", ""),
        ("存在问题的整改。", ""),
    ],
)
def test_a_heading_that_announces_a_kind_ends_with_its_words(text: str, heading: str) -> None:
    folded = text.replace("：", ":").replace("，", ",")
    assert folded[: headings.kind_heading(folded, 0, len(folded))] == heading.replace("：", ":")


@pytest.mark.parametrize(
    "point",
    [
        "实施双语法治人才培养三年行动，培训双语调解员500名。",
        "推进乡镇执法规范化建设，年内建成规范化乡镇综合行政执法队40支。",
        "建立备案审查季度通报制度。",
    ],
)
def test_a_word_is_not_parted_by_a_seam(point: str) -> None:
    assert seams.sure(point.replace("，", ","), 0, len(point)) == 0
