"""Grounding: whether what an engine says stands in the clauses it cites. Drafts in, verdicts out.

The checks, in order, each with the code of its rejection:

    clauses      a clause is cited, every cited one exists, and they are not half the report
    text         there is a text, of at most 60 characters
    heading      not only headings are cited
    number       every number stands in the evidence as printed: digits, magnitude, unit, hedge, from and to
    direction    rising is not falling
    negation     a denial is kept, and none is added
    name         《titles》 and “quoted” names stand in the evidence word for word
    body         so do named bodies and places, save the report's own
    wording      six tenths of the text's character bigrams stand in the evidence, and some of each of its pieces there
                 or in the headings above; words that accuse stand there
    problem      a problem shows by its wording, or its section is about problems
    instruction  the evidence speaks of the body's work, not to a machine that reads it

The first check that fails decides. `detail` says in Chinese what was not found, so that a model can put it right.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from schemas.document import Clause, Document
from schemas.draft import Draft, Rejection
from service.language import claims, cues, direction, mentions, negation, printed

Code = Literal[
    "clauses",
    "text",
    "heading",
    "number",
    "direction",
    "negation",
    "name",
    "body",
    "wording",
    "problem",
    "instruction",
]

MAX_CHARACTERS = 60
MIN_CONTAINED = 0.6
# The gold's largest are 9 clauses and 275 characters. A line that cites a whole section is tied to nothing, and would
# hide that the rest of it was not read. A single clause may be long: a text without stops is one.
MAX_CLAUSES = 16
MAX_EVIDENCE = 500
MAX_CLAUSE = 4_000

# Where a sentence turns to what is wrong, though no word of lack stands in it: 但…仍停留在纸面.
_TURN = re.compile(r"(?:^|[,。;\n])(?:但|然而|不过|仍)|盲[点区]|空白|跟不上|停留在")


# Where the report tells its work, these are what the work is about, and admit nothing: 调处矛盾纠纷3408件.
_HANDLED = re.compile(
    "矛盾(?!突出|依然|仍|较)|困难(?:群众|家庭|企业|职工|人员|对象|群体)|问题(?!突出|依然|仍|较|还)|压力|少数民族|个别(?:谈|约)|差(?:额|旅|异化)|弱势"
    "|空白点?(?:清零|消除)|有限(?:责任)?公司|没有?收|轻微|零差评|[无没]有?差[错评]"
)


def ground(document: Document, drafts: Sequence[Draft]) -> tuple[tuple[Draft, ...], tuple[Rejection, ...]]:
    """The accepted drafts and the rejected ones, each in the order given. Pure; never raises."""
    report = _Report(document)
    accepted: list[Draft] = []
    rejected: list[Rejection] = []
    for draft, claim in zip(drafts, claims.normalized([draft.text for draft in drafts]), strict=True):
        fault = _fault(report, draft, claim)
        if fault is None:
            accepted.append(draft)
        else:
            rejected.append(Rejection(draft, *fault))
    return tuple(accepted), tuple(rejected)


def check(document: Document, draft: Draft) -> Rejection | None:
    """What is wrong with one draft; None where nothing is."""
    rejected = ground(document, (draft,))[1]
    return rejected[0] if rejected else None


class _Report:
    """A document while its drafts are read, with what they share."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.clauses = document.clauses

    @cached_property
    def own_names(self) -> str:
        """What the report is called, and the body and the region that it speaks for; a line each, as the shadow writes."""
        names = (self.document.title, self.document.issuer, self.document.region)
        return "\n".join(claims.normalized([name for name in names if name]))

    def evidence(self, cited: Sequence[int]) -> str:
        """The cited clauses in the report's order; neighbours joined as they stand, others by a line end."""
        text = self.document.shadow.text
        pieces: list[str] = []
        end = -1
        for index in cited:
            clause = self.clauses[index]
            if pieces and clause.start != end:
                pieces.append("\n")
            pieces.append(text[clause.start : clause.end])
            end = clause.end
        return "".join(pieces)

    def headings(self, cited: Sequence[int]) -> list[str]:
        """The headings above the cited clauses."""
        sections = dict.fromkeys(self.clauses[index].section for index in cited)
        return [heading for section in sections for heading in self.document.heading_path(section)]

    def titles(self, cited: Sequence[int]) -> str:
        """The headings above the cited clauses, and the titles of their points, a line each."""
        points = {self.clauses[index].point for index in cited} - {-1}
        first = [self.clauses[self.document.points[point].first] for point in sorted(points)]
        return "\n".join((*self.headings(cited), *(self.document.text(clause) for clause in first if clause.heading)))

    def is_title(self, clause: Clause) -> bool:
        """Whether the clause is a heading with a body or children; one that has none is all that its point says."""
        if not clause.heading:
            return False
        if clause.point >= 0:
            point = self.document.points[clause.point]
            return any(not other.heading for other in self.clauses[point.first : point.last])
        section = self.document.sections[clause.section] if clause.section >= 0 else None
        return section is None or section.last - section.first > 1

    def tells_problems(self, clause: Clause) -> bool:
        """Whether the outline says that the clause is about problems."""
        if clause.point >= 0 and self.document.points[clause.point].kind == "problem":
            return True
        return clause.section >= 0 and self.document.sections[clause.section].kind == "problem"

    def tells_work(self, clause: Clause) -> bool:
        """Whether the outline says that the clause is about work, done or to come."""
        if clause.point >= 0 and self.document.points[clause.point].kind not in ("achievement", "plan"):
            return False
        return clause.section >= 0 and self.document.sections[clause.section].kind in ("achievement", "plan")


def _fault(report: _Report, draft: Draft, claim: str) -> tuple[Code, str] | None:
    cited = sorted(set(draft.clauses))
    if not cited:
        return "clauses", "没有注明所依据的句子"
    if cited[0] < 0 or cited[-1] >= len(report.clauses):
        beyond = [str(index) for index in cited if not 0 <= index < len(report.clauses)]
        return "clauses", f"文中没有编号为{'、'.join(beyond[:5])}的句子"
    length = len(draft.text.strip())
    if not length or not claim.strip():
        return "text", "文字是空的"
    if length > MAX_CHARACTERS:
        return "text", f"文字有{length}字，最多{MAX_CHARACTERS}字"
    if all(report.is_title(report.clauses[index]) for index in cited):
        return "heading", "所依据的只有标题，请引用正文"
    evidence = report.evidence(cited)
    if len(cited) > MAX_CLAUSES or len(evidence) > (MAX_EVIDENCE if len(cited) > 1 else MAX_CLAUSE):
        return "clauses", f"所引句子共{len(evidence)}字，请只引用文字所依据的句子"
    own = claims.own_words(claim, evidence)
    if own and (fault := _wording_fault(report, cited, claim, own, evidence)):
        return fault
    if draft.kind == "problem" and not _admits(report, cited, evidence):
        return "problem", "所依据的句子没有承认不足"
    if claims.is_instruction(evidence):
        return "instruction", "所依据的不是工作情况，是写给机器的指令"
    return None


def _wording_fault(
    report: _Report, cited: Sequence[int], claim: str, own: str, evidence: str
) -> tuple[Code, str] | None:
    """The checks of what a claim says in words of its own."""
    if faults := printed.misprints(own, evidence):
        return "number", _told(faults)
    if faults := direction.turned(own, evidence):
        return "direction", _told(faults)
    if faults := negation.denied(own, evidence):
        return "negation", _told(faults)
    if faults := mentions.unnamed(claim, evidence):
        return "name", _told(faults)
    if mentions.doubtful(own, evidence):
        known = "\n".join((evidence, *report.headings(cited)))
        if faults := mentions.strangers(own, known, report.own_names):
            return "body", _told(faults)
    if claims.unfounded(own, evidence) and (
        faults := claims.unfounded(own, "\n".join((evidence, report.titles(cited))))
    ):
        return "wording", _told(faults)
    share = claims.contained(claim, evidence)
    if share < MIN_CONTAINED:
        return "wording", f"只有{share:.0%}的文字见于所引句子，请用文中的话"
    return None


def _told(faults: Sequence[str]) -> str:
    return "；".join(dict.fromkeys(faults))


def _admits(report: _Report, cited: Sequence[int], evidence: str) -> bool:
    """Whether the wording admits a shortcoming, or heading or outline say that one is told here."""
    if any(report.tells_problems(report.clauses[index]) for index in cited):
        return True
    if _TURN.search(evidence):
        return True
    if all(report.tells_work(report.clauses[index]) for index in cited):
        return cues.lacks(_HANDLED.sub("", evidence)) and not cues.remedied(evidence)
    if cues.lacks(evidence):
        return True
    year = report.document.year
    return any("problem" in cues.heading_kinds(heading, year) for heading in report.headings(cited))
