"""Whether a line is of the kind that it is told as, going by headings, points and the words of time around its clauses.

What the section plainly supports is never turned away: a kind is wrong only where neither outline nor wording allows it.
"""

import re
from collections.abc import Sequence

from schemas.document import Clause, Kind, SectionKind
from schemas.draft import Draft
from service.language import claims, cues
from service.stages.grounding.report import Report

# Where a sentence turns to what is wrong, though no word of lack stands in it: 但…仍停留在纸面.
_TURN = re.compile(r"(?:^|[,。;\n])(?:但|然而|不过|仍)|盲[点区]|空白|跟不上|停留在")
# Where the report tells its work, these are what the work is about, and admit nothing: 调处矛盾纠纷3408件.
_HANDLED = re.compile(
    "矛盾(?!突出|依然|仍|较)|困难(?:群众|家庭|企业|职工|人员|对象|群体)|问题(?!突出|依然|仍|较|还)|压力|少数民族|个别(?:谈|约)|差(?:额|旅|异化)|弱势"
    "|空白点?(?:清零|消除)|有限(?:责任)?公司|没有?[收脱漏]|轻微|零差评|[无没]有?差[错评]|差评|《[^》]*》|“[^”]*”"
    r"|(?:预警|纠正|整改|查处|查办|督促|化解|解决|整治|治理|处置|清理|补齐|防范|梳理|评查|发现|破解|下降|投诉)[^,。;\n]*|对[^,。;\n]*(?:约谈|问责|通报|督办)|[^,。;\n]*清零|仅[为用]\d"
)
_DONE = re.compile(
    "(?<![未没尚])已(?!有的|成为)(?:经|于|全部|通过|完成|建成|印发|出台|实现|启动|投用|上线|整改|解决|销号|办结|达到|覆盖|[配补增提扩降减][齐足加至到高升少]|纳入|落实|到位)|经(?:整改|整治)|(?:今年|本年度?|现)[^,。;]{0,12}(?:增加到|增至|配齐|到位)"
)
_AHEAD = re.compile(
    r"下一?步|下一?阶段|今后|明年|来年|未来|力争|争取(?!到位|资金|支持|[^,。;]{0,8}支持)|有望|打算|预计|计划(?=[在于到用对将])|[我们局市县区省镇]将(?=[在继进持对以坚深加推组建开制实启])|(?:^|[,。;\n])(?:将|拟)(?=[在继进持对以坚深加推组建开制实启])"
)
_TITLE = re.compile("《[^》]*》|[(][^)]*[)]")
_LATER = re.compile(r"(20\d\d)年")


def fault(report: Report, draft: Draft, claim: str, cited: Sequence[int], evidence: str) -> str | None:
    """Why a line is not of its kind; None where it may be."""
    carrying = _carrying(report, claim, cited)
    if draft.kind == "problem":
        return None if _admits(report, cited, evidence) else "所依据的句子没有承认不足"
    if draft.kind == "achievement":
        fits = any(report.may_be(clause, "achievement") for clause in carrying) and not _turns_away(report, carrying)
        return None if fits or _is_done(evidence) else "所依据的句子说的不是已做的事"
    return None if _is_ahead(report, carrying, evidence) else "所依据的句子说的不是今后的打算"


def right_kind(report: Report, cited: Sequence[int]) -> Kind | None:
    """The one kind that the outline gives to all of the clauses; None where there is no such, or where it would be a
    problem that the wording does not admit."""
    kinds = {report.kind(report.clauses[index]) for index in cited if not report.clauses[index].heading}
    found: SectionKind = kinds.pop() if len(kinds) == 1 else "other"
    if found == "other" or (found == "problem" and not _is_told_lack(report.evidence(cited))):
        return None
    return found


def _is_told_lack(evidence: str) -> bool:
    return cues.lacks(_HANDLED.sub("", evidence)) and not _is_done(evidence)


def _carrying(report: Report, claim: str, cited: Sequence[int]) -> list[Clause]:
    """The clauses that the words of the claim are from; a clause cited beside them does not make them true."""
    clauses = [report.clauses[index] for index in cited]
    body = [clause for clause in clauses if not clause.heading] or clauses
    if len({(clause.section, clause.point) for clause in body}) == 1:
        return body
    shares = [claims.contained(claim, report.document.text(clause)) for clause in body]
    return [clause for clause, share in zip(body, shares, strict=True) if 2 * share >= max(shares)]


def _turns_away(report: Report, clauses: Sequence[Clause]) -> bool:
    """Whether every clause stands behind a turn to plans or problems, by the words of its sentence or of its point."""
    return all(
        report.turn(clause) or _is_lack(report.document.text(clause)) or "plan" in report.turns_leading_to(clause)
        for clause in clauses
    )


def _is_lack(clause: str) -> bool:
    return bool(_TURN.search(clause)) and cues.lacks(_HANDLED.sub("", clause)) and not cues.remedied(clause)


def _is_done(evidence: str) -> bool:
    return bool(_DONE.search(evidence)) or cues.remedied(evidence)


def _is_ahead(report: Report, clauses: Sequence[Clause], evidence: str) -> bool:
    if any(report.may_be(clause, "plan") for clause in clauses):
        mixed = all(report.kind(clause) == "other" for clause in clauses) and cues.lacks(_HANDLED.sub("", evidence))
        return not mixed or _turned_to_plans(report, clauses, evidence)
    if _is_done(evidence):
        return False
    words, year = _TITLE.sub("", evidence), report.document.year
    later = year is not None and any(int(found) > year for found in _LATER.findall(words))
    return later or _turned_to_plans(report, clauses, words)


def _turned_to_plans(report: Report, clauses: Sequence[Clause], words: str) -> bool:
    turned = any(report.turn(clause) == "plan" for clause in clauses)
    return turned or bool(_AHEAD.search(words)) or "plan" in report.turns_within_section(clauses[0])


def _admits(report: Report, cited: Sequence[int], evidence: str) -> bool:
    """Whether the wording admits a shortcoming, or heading or outline say that one is told here."""
    if any(report.tells_problems(report.clauses[index]) for index in cited):
        return True
    if _TURN.search(evidence):
        return True
    if all(report.tells_work(report.clauses[index]) for index in cited):
        return cues.lacks(_HANDLED.sub("", evidence)) and not cues.remedied(evidence)
    if cues.lacks(_HANDLED.sub("", evidence)) and not _AHEAD.search(evidence):
        return True
    year = report.document.year
    announced = [cues.heading_kinds(heading, year) for heading in report.headings(cited)]
    return any(kinds == {"problem"} for kinds in announced)
