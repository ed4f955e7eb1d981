"""Dropping doubles and putting lines in the report's order."""

from collections.abc import Sequence

from schemas.document import Clause, Document
from schemas.draft import Draft
from service.language import clauses as cutting

_TELLING_CHARACTERS = 10


def merge(document: Document, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts in the report's order, each matter once.

    A draft is a double where an earlier one of its kind cites the same clauses or more, or where every clause of it
    that tells something stands word for word in one earlier draft (reports repeat themselves). Linear in the drafts.
    """
    ordered = sorted(drafts, key=lambda draft: (min(draft.clauses), max(draft.clauses)))
    kept: list[Draft] = []
    cited: dict[int, set[int]] = {}
    said: dict[tuple[str, str], set[int]] = {}
    for draft in ordered:
        words = [word for clause in draft.clauses if (word := _word(document, document.clauses[clause]))]
        if _covered([cited.get(clause, set()) for clause in draft.clauses], kept, draft):
            continue
        if words and _covered([said.get((draft.kind, word), set()) for word in words], kept, draft):
            continue
        number = len(kept)
        kept.append(draft)
        for clause in draft.clauses:
            cited.setdefault(clause, set()).add(number)
        for word in words:
            said.setdefault((draft.kind, word), set()).add(number)
    return tuple(kept)


def _covered(holders: list[set[int]], kept: list[Draft], draft: Draft) -> bool:
    common = set.intersection(*holders) if holders else set()
    return any(kept[number].kind == draft.kind for number in common)


def _word(document: Document, clause: Clause) -> str:
    """What a clause says without its time and stop; empty where that is too short to prove a double."""
    if clause.heading:
        return ""
    start, end = cutting.core(document.shadow.text, clause.start, clause.end)
    word = document.shadow.text[start:end]
    return word if len(word) >= _TELLING_CHARACTERS else ""
