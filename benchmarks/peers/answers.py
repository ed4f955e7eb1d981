"""The same items in each peer's own answer format.

Which items: those whose evidence begins in what the model was shown. What of the evidence: as much as it was shown.
Everything is rendered as compact JSON, as a server that holds a model to a schema writes it.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.peers.material import Material, Told
from prompts import numbering
from schemas.document import Document
from service.stages.outline import outline

PLURALS = {"achievement": "achievements", "problem": "problems", "plan": "plans"}
_REPORT = re.compile(r"<report>\n(.*?)\n</report>", re.S)
_LINE = re.compile(r"^[●○]?(?:（续）)?(?:〔..〕)?(\d+)([:#])(.*)$", re.M)
_OVERVIEW = 110


class Question(NamedTuple):
    """A request, read: the peer (the model's name), the name of what is asked for, and all words of its messages."""

    peer: str
    name: str
    words: str


class Shown(NamedTuple):
    """A half-open range of the source that the model was shown, and the answer to it."""

    start: int
    end: int
    answer: Any


class Answerer:
    """The ideal model's knowledge of one material."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._numbers: _Numbered | None = None
        self._served: dict[str, int] = {}

    def __call__(self, question: Question) -> Shown:
        """The answer; for a question about no passage the range is empty."""
        if question.peer == "tiyao":
            self._numbers = self._numbers or _Numbered(self._material)
            return self._numbers.answer(question)
        if question.name == "overview":
            return Shown(0, 0, _overview(question.words))
        if (place := self._place(_passage(question))) is None:
            return Shown(0, 0, _FORMATS[question.peer](self._material, (), 0, 0))
        start, end = place
        return Shown(start, end, _FORMATS[question.peer](self._material, self._begun(start, end), start, end))

    def _place(self, passage: str) -> tuple[int, int] | None:
        """Where the passage stands; one that stands there several times is the next of them each time. None for one of
        another text: the small report that warms a client up."""
        at = self._material.text.find(passage, self._served.get(passage, -1) + 1)
        if at < 0:
            at = self._material.text.find(passage)
        if at < 0:
            return self._whole(passage)
        self._served[passage] = at
        return at, at + len(passage)

    def _whole(self, passage: str) -> tuple[int, int] | None:
        """The whole text, where a client has changed blanks in it on the way (instructor dedents what it sends)."""
        same = "".join(passage.split()) == "".join(self._material.text.split())
        return (0, len(self._material.text)) if same else None

    def _begun(self, start: int, end: int) -> list[Told]:
        items = self._material.items
        first = bisect_right(items, start - 1, key=lambda item: item.spans[0][0])
        last = bisect_right(items, end - 1, key=lambda item: item.spans[0][0])
        return list(items[first:last])


def _passage(question: Question) -> str:
    if question.peer == "langextract":
        return question.words.rsplit("\nQ: ", 1)[1].removesuffix("\nA: ")
    found = _REPORT.search(question.words)
    if found is None:
        raise ValueError("a request without a report")
    return found[1]


def _quotes(material: Material, item: Told, start: int, end: int) -> list[str]:
    """What of the item's evidence stands in the range, word for word; or what the model makes of it."""
    if item.quotes is not None:
        return list(item.quotes)
    ranges = [(max(a, start), min(b, end)) for a, b in item.spans]
    return [material.text[a:b] for a, b in ranges if a < b]


def _quoting(material: Material, items: Sequence[Told], start: int, end: int) -> dict[str, Any]:
    rows: dict[str, Any] = {name: [] for name in PLURALS.values()}
    for item in items:
        quotes = _quotes(material, item, start, end)
        rows[PLURALS[item.kind]].append({"topic": item.topic, "text": item.text, "quotes": quotes})
    return rows


def _whole(material: Material, items: Sequence[Told], start: int, end: int) -> dict[str, Any]:
    rows = _quoting(material, items, start, end)
    return {"overview": "。".join(item.text for item in (items[:1] + items[-1:]))[:_OVERVIEW], **rows}


def _instructor(material: Material, items: Sequence[Told], start: int, end: int) -> dict[str, Any]:
    rows = _whole(material, items, start, end)
    for name in PLURALS.values():
        rows[name] = [{"substring_quotes": row.pop("quotes"), **row} for row in rows[name]]
    return rows


def _langextract(material: Material, items: Sequence[Told], start: int, end: int) -> dict[str, Any]:
    """An extraction a quote; those of one item share its number, and the first tells the rest."""
    rows: list[dict[str, Any]] = []
    for number, item in enumerate(items, 1):
        for place, quote in enumerate(_quotes(material, item, start, end)):
            told = {"text": item.text, "topic": item.topic} if place == 0 else {"text": None, "topic": None}
            rows.append({item.kind: quote, f"{item.kind}_attributes": {"item": str(number), **told}})
    return {"extractions": rows}


_FORMATS: Mapping[str, Callable[[Material, Sequence[Told], int, int], Any]] = {
    "langextract": _langextract,
    "instructor": _instructor,
    "langchain": _quoting,
    "by hand": _whole,
}


def _overview(words: str) -> str:
    """The first and the last line as they stand."""
    lines = [line.split(":", 1)[1] for line in words.splitlines() if re.match(r"\d+:", line)]
    return "。".join((lines[:1] + lines[-1:]) if len(lines) > 1 else lines)[:_OVERVIEW]


class _Numbered:
    """tiyao's answers: clause numbers of what is shown."""

    def __init__(self, material: Material) -> None:
        self._document = outline(material.text)
        clauses = self._document.clauses
        self._starts = _starts(self._document)
        self._by_text: dict[str, list[int]] = {}
        for clause in clauses:
            if not clause.heading:
                self._by_text.setdefault(numbering.flat(self._document.shown(clause)), []).append(clause.number)
        self._begun: dict[int, list[tuple[Told, tuple[int, ...]]]] = {}
        for item in material.items:
            cited = cited_clauses(self._document, item, self._starts)
            self._begun.setdefault(cited[0], []).append((item, cited))

    def answer(self, question: Question) -> Shown:
        if question.name == "condensed":
            return Shown(0, 0, _condensed(question.words))
        if question.name == "repaired":
            return Shown(0, 0, {"items": []})
        rows: dict[str, Any] = {name: [] for name in PLURALS.values()}
        if (found := self._shown(question.words)) is None:
            return Shown(0, 0, rows)
        shown, first = found
        for number in shown:
            for item, cited in self._begun.get(number, ()):
                numbers = [at - first + 1 for at in cited if at in shown]
                rows[PLURALS[item.kind]].append({"t": item.topic, "x": item.text, "c": numbers})
        last = self._document.spans(self._document.clauses[max(shown)])[-1]
        return Shown(self._starts[min(shown)], last.end, rows)

    def _shown(self, words: str) -> tuple[set[int], int] | None:
        """The clauses that the prompt shows, and the clause whose number in it is 1; None for those of another text."""
        lines = [(int(number), mark, text) for number, mark, text in _LINE.findall(words)]
        told = [(number, text) for number, mark, text in lines if mark == ":" and text in self._by_text]
        for number, text in told[:3]:
            for at in self._by_text[text]:
                first = at - number + 1
                if all(first + other - 1 in self._by_text[words] for other, words in told[:40]):
                    return {first + other - 1 for other, _, _ in lines}, first
        return None


def cited_clauses(document: Document, item: Told, starts: Sequence[int] | None = None) -> tuple[int, ...]:
    """The clauses that stand in the item's evidence by half or more; else the one that does most."""
    starts = starts or _starts(document)
    near: list[int] = []
    for start, end in item.spans:
        at = max(0, bisect_right(starts, start) - 1)
        while at < len(starts) and starts[at] < end:
            near.append(at)
            at += 1
    shares = {number: _share(document, number, item) for number in near}
    most = max(shares, key=shares.__getitem__)
    return tuple(sorted(number for number, share in shares.items() if share >= 0.5)) or (most,)


def _starts(document: Document) -> list[int]:
    return [document.shadow.start_in_source(clause.start) for clause in document.clauses]


def _share(document: Document, number: int, item: Told) -> float:
    spans = document.spans(document.clauses[number])
    own = {at for start, end in spans for at in range(start, end) if document.source[at].strip()}
    return sum(1 for at in own if any(a <= at < b for a, b in item.spans)) / len(own) if own else 0.0


def _condensed(words: str) -> dict[str, Any]:
    """Two lines as they stand."""
    shown = re.findall(r"^(\d+):(.*)$", words, re.M)
    told = [shown[0], shown[-1]] if len(shown) > 1 else shown
    overview = "。".join(text for _, text in told)[:120]
    return {"overview": overview, "items": [int(number) for number, _ in told], "doubles": []}


def written(answer: Any) -> str:
    """The answer as the model writes it."""
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
