"""Where the characters of a text stand in another that tells the same: to hold a summary of a file against gold that
speaks of the plain text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from schemas.summary import Evidence, Item, ReportSummary

_CLAUSE = re.compile(r"[^，。；：！？,;:\n]*[，。；：！？,;:\n]*")


def aligned(text: str, plain: str) -> dict[int, int]:
    """The offsets of `text`, blanks aside, that have a counterpart in `plain`, and where it stands. Ascending on both
    sides: first whole clauses are matched, then what differs between them character by character."""
    ours, theirs = _pieces(text), _pieces(plain)
    places: dict[int, int] = {}
    matcher = SequenceMatcher(None, [piece for piece, _ in ours], [piece for piece, _ in theirs], autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        left = [at for _, offsets in ours[a:b] for at in offsets]
        right = [at for _, offsets in theirs[c:d] for at in offsets]
        if how == "equal":
            places |= zip(left, right, strict=True)
        elif how == "replace":
            places |= _closer(text, left, plain, right)
    return places


def projected(summary: ReportSummary, places: Mapping[int, int], plain: str) -> ReportSummary:
    """The summary with its evidence in offsets of the plain text; a character that has no counterpart is none."""
    return summary.model_copy(
        update={
            kind: tuple(_projected(item, places, plain) for item in getattr(summary, kind))
            for kind in ("achievements", "problems", "plans")
        }
    )


def _pieces(text: str) -> list[tuple[str, Sequence[int]]]:
    """The clauses of a text without blanks, each with the offsets of its characters."""
    pieces = []
    for found in _CLAUSE.finditer(text):
        offsets = [at for at in range(*found.span()) if not text[at].isspace()]
        if offsets:
            pieces.append(("".join(text[at] for at in offsets), offsets))
    return pieces


def _closer(text: str, left: Sequence[int], plain: str, right: Sequence[int]) -> Iterator[tuple[int, int]]:
    matcher = SequenceMatcher(None, [text[at] for at in left], [plain[at] for at in right], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        yield from zip(left[a : a + size], right[b : b + size], strict=True)


def _projected(item: Item, places: Mapping[int, int], plain: str) -> Item:
    found = sorted({places[at] for piece in item.evidence for at in range(piece.start, piece.end) if at in places})
    spans = []
    for _, run in groupby(enumerate(found), key=lambda pair: pair[1] - pair[0]):
        offsets = [at for _, at in run]
        spans.append((offsets[0], offsets[-1] + 1))
    return item.model_copy(update={"evidence": tuple(Evidence(start=a, end=b, text=plain[a:b]) for a, b in spans)})
