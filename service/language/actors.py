"""Whether a claim says who did it to whom as its evidence does: 省要求我县 is not 我县要求省.

All texts are shadow text. Only verbs are read that one body does to another; who acts and who is acted on shows by
where they stand, by 被, 受, 由 and 经 (the actor comes behind) and by 向, 对, 把 and 将 (the other one does).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_VERBS = (
    "要求 督促 责令 指导 通报 约谈 批评 表彰 表扬 委托 授权 检查 抽查 督察 督查 督导 考核 考评 评议 监督 审计 巡视 巡察 起诉 移送 报告 报送 提请 提交 邀请 聘请 支援"
    " 帮扶 资助 处罚 查处 调查 问责 答复 批复 批准 赋予 下放 划转 转交 交办 反馈 投诉 举报 培训 指定 征求 听取 指挥 支持 通知 协助 配合 奖励 赔偿 补助 拨付 回访 走访 下派 选派"
)
# What follows where the word names a thing, and nobody does it: 抽查比例, 督察组.
_NAMED = "比例|频次|次数|率|结果|中心|[组员书单表法]|制度|机制|意见|清单|平台|系统|对象|事项|工作"
_VERB = re.compile(f"(?:{'|'.join(_VERBS.split())})(?!{_NAMED})")
_LEVEL = "国务院|中央|国家|上级|下级|[省市县区州旗镇乡村](?:直|级)?"
_OFFICE = "政府|委员会|人大常委会|人大|政协|法院|检察院|纪委|监委|厅|局|委|办|部门|督察组|巡视组|巡察组|单位"
_ACTOR = re.compile(
    "(?:我|本)(?:们|[省市县区州旗局厅镇乡街院委办](?![级届期市县区]))"
    f"|(?:{_LEVEL})(?:[\u4e00-\u9fff]{{0,4}}?(?:{_OFFICE}))?(?![\u4e00-\u9fff]?级)"
    "|(?:(?![对向把将给被受由经与和同为从获])[\u4e00-\u9fff]){2,4}?(?:[厅局](?![长面部级])|法院|检察院|委员会|派出所|司法所|管委会|大队|省|市(?!场|民)|县|镇)"
    "|企业|群众|当事人|律师|行政机关|执法人员|乡镇|街道|部门|学校|社区|村民|单位|商户|公司|干部"
)
_STOP = re.compile(r"[,;。:\n！？]")
_AGENT_BEHIND = re.compile("(?:被|受到?|接受|由|经|获得?|得到)$")
_PATIENT_BEHIND = re.compile("(?:[把将给为与同]|向[^,]*|(?<![针核面比相校应])对(?![照标应口象比于])[^,]*)$")
_OWN = re.compile("(?:我|本)(?:们|[省市县区州旗局厅镇乡街院委办](?![级届期市县区]))")
_SELF = "我县"
_CLOSE = 8  # characters behind a verb within which the one that it is done to stands
_ALIKE = 2  # characters at the end of two names that make them one, at least


class _Deed(NamedTuple):
    """What one does to another; either may go unsaid."""

    verb: str
    agent: str
    patient: str


def exchanged(claim: str, evidence: str, own: str = "") -> list[str]:
    """Where the claim has one do what the evidence has done to it. `own` names, a line each, the body that reports and
    its region, which the evidence may call 我县 or 本局."""
    if not _VERB.search(claim):
        return []
    names = sorted((name for name in own.split("\n") if 2 < len(name) < 16), key=len, reverse=True)
    theirs = list(_deeds(_as_self(evidence, names)))
    return [
        f"文中“{deed.verb}”的一方与另一方与此相反"
        for deed in _deeds(_as_self(claim, names))
        if _is_turned(deed, [other for other in theirs if other.verb == deed.verb])
    ]


def _as_self(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, _SELF)
    return _OWN.sub(_SELF, text)


def _deeds(text: str) -> Iterator[_Deed]:
    """The deeds of a text, clause by clause."""
    for clause in _STOP.split(text):
        for found in _VERB.finditer(clause):
            agent, patient = _before(clause[: found.start()])
            behind = _ACTOR.search(clause, found.end(), min(len(clause), found.end() + _CLOSE))
            if not patient and behind:
                patient = behind[0]
            if agent or patient:
                yield _Deed(found[0], agent, patient)


def _before(words: str) -> tuple[str, str]:
    """Who acts and who is acted on, of those that are named before a verb."""
    agent = patient = ""
    for found in _ACTOR.finditer(words):
        lead = words[: found.start()]
        name = found[0]
        if marker := _AGENT_BEHIND.search(name[:-_ALIKE] if len(name) > _ALIKE else ""):
            lead, name = lead + name[: marker.end()], name[marker.end() :]
        if _AGENT_BEHIND.search(lead):
            agent, patient = name, patient or agent
        elif _PATIENT_BEHIND.search(lead):
            patient = name
        else:
            agent = name
    return agent, patient


def _is_turned(deed: _Deed, theirs: list[_Deed]) -> bool:
    """Whether the evidence has the deed the other way round, and nowhere this way."""
    if any(_same(deed.agent, other.agent) or _same(deed.patient, other.patient) for other in theirs):
        return False
    return any(_same(deed.agent, other.patient) or _same(deed.patient, other.agent) for other in theirs)


def _same(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return one == other or (one[-_ALIKE:] == other[-_ALIKE:] and min(len(one), len(other)) >= _ALIKE)
