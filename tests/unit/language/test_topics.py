"""Topics of the guidelines, by the words of a passage."""

import pytest

from service.language import topics


def topic(text: str) -> str:
    return topics.topic(topics.matters(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党政主要负责人履行第一责任人职责,专题听取汇报9次", "leadership"),
        ("组织县直部门负责人述法12人次", "leadership"),
        ("举办习近平法治思想专题学习班2期", "leadership"),
        ("政务服务事项网上可办率达98%", "functions"),
        ("持续优化营商环境,助企纾困90家", "functions"),
        ("修复企业失信记录683条,推进信用体系建设", "functions"),
        ("清理规范性文件90件,废止7件", "rulemaking"),
        ("报备规范性文件12件,报备率100%", "rulemaking"),
        ("完成养老服务条例立法调研", "rulemaking"),
        ("对9项重大行政决策开展合法性审查", "decision"),
        ("法律顾问提出法律意见532条", "decision"),
        ("评查行政执法案卷213宗", "enforcement"),
        ("落实行政执法三项制度", "enforcement"),
        ("执法人员通过资格考试,新办行政执法证92个", "enforcement"),
        ("修订应急预案29个,开展应急演练90场", "emergency"),
        ("排查安全生产隐患5103处", "emergency"),
        ("审结行政复议案件109件", "disputes"),
        ("审结行政覆议案件109件", "disputes"),
        ("行政机关负责人出庭应诉率100%", "disputes"),
        ("人民调解组织调处矛盾纠纷3408件", "disputes"),
        ("化解信访积案62件", "disputes"),
        ("办理劳动仲裁案件90件", "disputes"),
        ("办理人大代表建议和政协提案143件", "oversight"),
        ("主动公开政府信息5200条", "oversight"),
        ("完成审计项目21个", "oversight"),
        ("开展宪法宣传活动90场", "publicity"),
        ("创建民主法治示范村9个", "publicity"),
        ("培养“法律明白人”1200名", "publicity"),
        ("办理法律援助案件420件", "services"),
        ("社区矫正对象无再犯罪", "services"),
        ("公共法律服务中心接待群众2300人次", "services"),
        ("种植花木九百株", "other"),
        ("", "other"),
    ],
)
def test_topics(text: str, expected: str) -> None:
    assert topic(text) == expected
