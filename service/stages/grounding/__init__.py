"""Grounding: whether what an engine says stands in the clauses it cites. Drafts in, verdicts out.

The checks, in order, each with the code of its rejection:

    clauses      a clause is cited, every cited one exists, and they are not half the report
    text         there is a text, of at most 60 characters
    heading      not only headings are cited
    number …     the text says nothing but what the evidence says: the codes of `language.support`
    problem      a problem shows by its wording, or its section is about problems
    kind         so does a plan, and an achievement is no plan and no problem
    instruction  the evidence speaks of the body's work, not to a machine that reads it

The first check that fails decides. `detail` says in Chinese what was not found, so that a model can put it right.
"""

from collections.abc import Sequence
from typing import Literal

from schemas.document import Document
from schemas.draft import Draft, Rejection
from service.language import claims, support
from service.stages.grounding import kinds
from service.stages.grounding.report import Report

Code = Literal["clauses", "text", "heading", support.Code, "problem", "kind", "instruction"]

MAX_CHARACTERS = 60
MIN_CONTAINED = 0.6
# The gold's largest are 9 clauses and 275 characters. A line that cites a whole section is tied to nothing, and would
# hide that the rest of it was not read. A single clause may be long: a text without stops is one.
MAX_CLAUSES = 16
MAX_EVIDENCE = 500
MAX_CLAUSE = 4_000


def ground(document: Document, drafts: Sequence[Draft]) -> tuple[tuple[Draft, ...], tuple[Rejection, ...]]:
    """The accepted drafts and the rejected ones, each in the order given. Pure; never raises."""
    report = Report(document)
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


def of_right_kind(document: Document, rejection: Rejection) -> Draft | None:
    """The rejected draft as the kind that the outline gives to all of its clauses; None where that is not its fault, or
    there is no such kind."""
    if rejection.code not in ("kind", "problem"):
        return None
    kind = kinds.right_kind(Report(document), sorted(set(rejection.draft.clauses)))
    return None if kind in (None, rejection.draft.kind) else rejection.draft._replace(kind=kind)


def _fault(report: Report, draft: Draft, claim: str) -> tuple[Code, str] | None:
    cited = sorted(set(draft.clauses))
    if fault := _misquoted(report, cited) or _unfit(draft, claim):
        return fault
    if all(report.is_title(report.clauses[index]) for index in cited):
        return "heading", "所依据的只有标题，请引用正文"
    evidence = report.evidence(cited)
    if len(cited) > MAX_CLAUSES or len(evidence) > (MAX_EVIDENCE if len(cited) > 1 else MAX_CLAUSE):
        return "clauses", f"所引句子共{len(evidence)}字，请只引用文字所依据的句子"
    if found := support.fault(claim, _ground(report, cited, evidence), ahead=draft.kind == "plan"):
        return found[0], "；".join(dict.fromkeys(found[1]))
    if told := kinds.fault(report, draft, claim, cited, evidence):
        return "problem" if draft.kind == "problem" else "kind", told
    if claims.is_instruction(evidence):
        return "instruction", "所依据的不是工作情况，是写给机器的指令"
    return None


def _misquoted(report: Report, cited: Sequence[int]) -> tuple[Code, str] | None:
    if not cited:
        return "clauses", "没有注明所依据的句子"
    if cited[0] < 0 or cited[-1] >= len(report.clauses):
        beyond = [str(index) for index in cited if not 0 <= index < len(report.clauses)]
        return "clauses", f"文中没有编号为{'、'.join(beyond[:5])}的句子"
    return None


def _unfit(draft: Draft, claim: str) -> tuple[Code, str] | None:
    length = len(draft.text.strip())
    if not length or not claim.strip():
        return "text", "文字是空的"
    return ("text", f"文字有{length}字，最多{MAX_CHARACTERS}字") if length > MAX_CHARACTERS else None


def _ground(report: Report, cited: Sequence[int], evidence: str) -> support.Ground:
    around = "\n".join(report.headings(cited))
    return support.Ground(evidence, MIN_CONTAINED, around, report.titles(cited), report.own_names)
