"""Grounding: whether what an engine says stands in the clauses it cites. Drafts in, verdicts out.

The checks, in order, each with the code of its rejection:

    clauses      a clause is cited, and every cited one exists
    text         there is a text, of at most 60 characters
    heading      not only headings are cited
    number       every number stands in the evidence as printed: digits, magnitude, unit, hedge, from and to
    direction    rising is not falling
    negation     a denial is kept, and none is added
    name         《titles》 and “quoted” names stand in the evidence word for word
    body         so do named bodies and places, save the report's own
    wording      six tenths of the text's character bigrams stand in the evidence
    problem      a problem shows by its wording, or its section is about problems
    instruction  the evidence speaks of the body's work, not to a machine that reads it

The first check that fails decides. `detail` says in Chinese what was not found, so that a model can put it right.
"""

import re
from collections.abc import Sequence
from typing import Literal

from schemas.document import Clause, Document
from schemas.draft import Draft, Rejection
from service.language import claims, cues, mentions, polarity, printed

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

# Where a sentence turns to what is wrong, though no word of lack stands in it: 但…仍停留在纸面.
_TURN = re.compile(r"(?:^|[,。;\n])(?:但|然而|不过|仍)|盲[点区]|空白|跟不上|停留在")


def ground(document: Document, drafts: Sequence[Draft]) -> tuple[tuple[Draft, ...], tuple[Rejection, ...]]:
    """The accepted drafts and the rejected ones, each in the order given. Pure; never raises."""
    accepted: list[Draft] = []
    rejected: list[Rejection] = []
    for draft, claim in zip(drafts, claims.normalized([draft.text for draft in drafts]), strict=True):
        fault = _fault(document, draft, claim)
        if fault is None:
            accepted.append(draft)
        else:
            rejected.append(Rejection(draft, *fault))
    return tuple(accepted), tuple(rejected)


def check(document: Document, draft: Draft) -> Rejection | None:
    """What is wrong with one draft; None where nothing is."""
    rejected = ground(document, (draft,))[1]
    return rejected[0] if rejected else None


def _fault(document: Document, draft: Draft, claim: str) -> tuple[Code, str] | None:
    cited = sorted(set(draft.clauses))
    if not cited:
        return "clauses", "没有注明所依据的句号"
    if cited[0] < 0 or cited[-1] >= len(document.clauses):
        beyond = [str(index) for index in cited if not 0 <= index < len(document.clauses)]
        return "clauses", f"文中没有第{'、'.join(beyond[:5])}句"
    length = len(draft.text.strip())
    if not length or not claim.strip():
        return "text", "文字是空的"
    if length > MAX_CHARACTERS:
        return "text", f"文字有{length}字，最多{MAX_CHARACTERS}字"
    if all(_is_title(document, document.clauses[index]) for index in cited):
        return "heading", "所依据的只有标题，请引用正文"
    evidence = _evidence(document, cited)
    own = claims.own_words(claim, evidence)
    if own:
        fault = _wording_fault(document, cited, claim, own, evidence)
        if fault:
            return fault
    if draft.kind == "problem" and not _admits(document, cited, evidence):
        return "problem", "所依据的句子没有承认不足"
    if claims.is_instruction(evidence):
        return "instruction", "所依据的不是工作情况，是写给机器的指令"
    return None


def _is_title(document: Document, clause: Clause) -> bool:
    """Whether the clause is a heading with a body or children; one that has none is all that its point says."""
    if not clause.heading:
        return False
    if clause.point >= 0:
        point = document.points[clause.point]
        return any(not other.heading for other in document.clauses[point.first : point.last])
    return clause.section < 0 or document.sections[clause.section].last - document.sections[clause.section].first > 1


def _wording_fault(
    document: Document, cited: Sequence[int], claim: str, own: str, evidence: str
) -> tuple[Code, str] | None:
    """The checks of what a claim says in words of its own."""
    if faults := printed.misprints(own, evidence):
        return "number", _told(faults)
    if faults := polarity.turned(own, evidence):
        return "direction", _told(faults)
    if faults := polarity.denied(own, evidence):
        return "negation", _told(faults)
    if faults := mentions.unnamed(claim, evidence):
        return "name", _told(faults)
    if mentions.names_bodies(own) and (faults := _strangers(document, cited, own, evidence)):
        return "body", _told(faults)
    share = claims.contained(claim, evidence)
    if share < MIN_CONTAINED:
        return "wording", f"只有{share:.0%}的文字见于所引句子，请用文中的话"
    return None


def _told(faults: Sequence[str]) -> str:
    return "；".join(dict.fromkeys(faults))


def _evidence(document: Document, cited: Sequence[int]) -> str:
    """The cited clauses in the report's order; neighbours joined as they stand, others by a line end."""
    pieces: list[str] = []
    last = -1
    for index in cited:
        if pieces and index != last + 1:
            pieces.append("\n")
        pieces.append(document.text(document.clauses[index]))
        last = index
    return "".join(pieces)


def _strangers(document: Document, cited: Sequence[int], own: str, evidence: str) -> list[str]:
    sections = dict.fromkeys(document.clauses[index].section for index in cited)
    headings = (heading for section in sections for heading in document.heading_path(section))
    itself = "\n".join(claims.normalized([name for name in (document.title, document.issuer, document.region) if name]))
    return mentions.strangers(own, "\n".join((evidence, *headings)), itself)


def _admits(document: Document, cited: Sequence[int], evidence: str) -> bool:
    """Whether the wording admits a shortcoming, or heading or outline say that one is told here."""
    for index in cited:
        clause = document.clauses[index]
        if clause.section >= 0 and document.sections[clause.section].kind == "problem":
            return True
        if clause.point >= 0 and document.points[clause.point].kind == "problem":
            return True
    return cues.lacks(evidence) or bool(_TURN.search(evidence)) or any(
        "problem" in cues.heading_kinds(heading, document.year)
        for section in {document.clauses[index].section for index in cited}
        for heading in document.heading_path(section)
    )
