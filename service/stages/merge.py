"""Dropping doubles and putting lines in the report's order."""

from collections.abc import Sequence

from schemas.document import Clause, Document
from schemas.draft import Draft
from service.language import clauses as cutting

_TELLING_CHARACTERS = 10


def merge(document: Document, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts in the report's order, each matter once.

    A draft is a double where one of its kind cites every clause of it, or says it word for word elsewhere (reports
    repeat themselves); short clauses prove nothing by their words. Linear in the drafts.
    """
    largest_first = sorted(range(len(drafts)), key=lambda n: (-len(set(drafts[n].clauses)), min(drafts[n].clauses)))
    kept: list[int] = []
    cited: dict[int, set[int]] = {}
    said: dict[str, set[int]] = {}
    for number in largest_first:
        draft = drafts[number]
        words = {clause: _word(document, document.clauses[clause]) for clause in draft.clauses}
        holders = [cited.get(clause, set()) | said.get(word, set()) for clause, word in words.items()]
        if any(drafts[other].kind == draft.kind for other in set.intersection(*holders)):
            continue
        kept.append(number)
        for clause, word in words.items():
            cited.setdefault(clause, set()).add(number)
            if word:
                said.setdefault(word, set()).add(number)
    return tuple(sorted((drafts[n] for n in kept), key=lambda draft: (min(draft.clauses), max(draft.clauses))))


def _word(document: Document, clause: Clause) -> str:
    """What a clause says without its time and stop; empty where that is too short to prove a double."""
    if clause.heading:
        return ""
    start, end = cutting.core(document.shadow.text, clause.start, clause.end)
    word = document.shadow.text[start:end]
    return word if len(word) >= _TELLING_CHARACTERS else ""
