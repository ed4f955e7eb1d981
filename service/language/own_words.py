"""A text of ours in the very characters of the source: what stands there is taken from there, the rest is converted.

Where a Traditional source has 復議, 裏 or 衞, a conversion of the simplified text would write whatever its table has.
"""

from collections.abc import Sequence

from schemas.document import Clause, Document
from service.language import script

_TELLING = 2  # characters of a run: one alone (复 for 復, 複 and 覆) does not tell which word it is of


def in_source_words(document: Document, text: str, clauses: Sequence[Clause], limit: int) -> str:
    """The simplified `text` as the source would write it, going by the given clauses, which it was made of.

    Taiwan wording may be longer than the mainland's; where the whole would exceed `limit` characters, all of it is
    converted.
    """
    converted = _converted(document, text)
    runs: list[str] = []
    at = 0
    while at < len(text):
        start, length = _longest(document, text, at, clauses)
        if length < _TELLING:
            length = 1
            runs.append(converted[at])
        else:
            runs.append(document.shadow.printed(start, start + length, document.source))
        at += length
    told = "".join(runs)
    return told if len(told) <= limit else converted


def whole_in_source_words(document: Document, text: str) -> str:
    """A simplified text that stands in the source in one piece (a title, a name), as it stands there first."""
    at = document.shadow.shown.find(text)
    return document.shadow.printed(at, at + len(text), document.source) if at >= 0 else _converted(document, text)


def _converted(document: Document, text: str) -> str:
    return script.to_traditional(text) if document.script == "hant" else text


def _longest(document: Document, text: str, at: int, clauses: Sequence[Clause]) -> tuple[int, int]:
    """Shadow offset and length of the longest run of the clauses that begins like `text[at:]`."""
    shown = document.shadow.shown
    best, longest = 0, 0
    for clause in clauses:
        start = clause.start
        while at + longest < len(text):
            start = shown.find(text[at : at + longest + 1], start, clause.end)
            if start < 0:
                break
            longest = _alike(shown, start, clause.end, text, at)
            best = start
            start += 1
    return best, longest


def _alike(shown: str, start: int, end: int, text: str, at: int) -> int:
    """The number of characters from `start` (up to `end`) that are those of the text from `at` on."""
    length = 0
    while at + length < len(text) and start + length < end and text[at + length] == shown[start + length]:
        length += 1
    return length
