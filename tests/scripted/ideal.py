"""A model that answers what the gold asks for: the upper bound of what the gates and the merge leave of good work."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import prompts
from eval.values import GoldReport
from prompts import numbering
from schemas.document import Clause, Document, Kind, Topic
from schemas.draft import Chunk
from service.engines.extractive import ExtractiveEngine
from service.engines.llm import tokens
from service.stages.chunking import chunk
from service.stages.outline import outline
from tests.scripted.replies import Reply, answer
from tests.scripted.server import Request

EMBEDDED = ExtractiveEngine()
PLURALS: dict[Kind, str] = {"achievement": "achievements", "problem": "problems", "plan": "plans"}


class Wanted(NamedTuple):
    """An item that a report should give; `spans` are half-open source offsets."""

    kind: Kind
    topic: Topic
    text: str
    spans: tuple[tuple[int, int], ...]


def of_gold(gold: GoldReport) -> list[Wanted]:
    return [Wanted(item.kind, item.topic, item.text, tuple(map(tuple, item.evidence))) for item in gold.items]  # type: ignore[arg-type]


class Ideal:
    """A scenario for a scripted server: the wanted items of some reports, by the prompts that ask for them."""

    def __init__(self, wanted: Mapping[str, Sequence[Wanted]], chunk_tokens: int, latency_seconds: float = 0.0) -> None:
        """`wanted` are the items by the text of the report."""
        self.latency_seconds = latency_seconds
        self._answers: dict[str, Reply] = {}
        for text, items in wanted.items():
            document = outline(text)
            cited = [(item, cited_clauses(document, item)) for item in items]
            for part in chunk(document, chunk_tokens, tokens.count):
                prompt = prompts.extract(part._replace(matters=EMBEDDED.matters(part)))
                self._answers[prompt.user] = _billed("".join(prompt), _lines(part, cited))

    def __call__(self, request: Request) -> Reply:
        reply = self._answers.get(request.user) or _billed(request.system + request.user, self._other(request))
        return replace(reply, delay_seconds=self.latency_seconds)

    def _other(self, request: Request) -> dict[str, Any]:
        """The answer to a question that was not prepared: an overview, and to all others nothing."""
        if request.name == "condensed":
            return self._condensed(request)
        return {"items": []} if request.name == "repaired" else {name: [] for name in PLURALS.values()}

    def _condensed(self, request: Request) -> dict[str, Any]:
        """Two lines as they stand."""
        shown = re.findall(r"^(\d+):(.*)$", request.user, re.M)
        told = [shown[0], shown[-1]] if len(shown) > 1 else shown
        items = [int(number) for number, _ in told]
        texts = [text for _, text in told]
        if "〔打算〕" in request.user:  # the last line is one of them
            texts[-1] = f"下一步，{texts[-1]}"
        return {"overview": "。".join(texts)[:120], "items": items, "doubles": []}


def _billed(prompt: str, content: dict[str, Any]) -> Reply:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return answer(text, prompt_tokens=tokens.count(prompt), completion_tokens=tokens.count(text))


def cited_clauses(document: Document, item: Wanted) -> tuple[int, ...]:
    """The clauses that stand in the item's evidence by half or more; else the one that does most."""
    shares = {clause.number: _share(document, clause, item.spans) for clause in document.clauses}
    most = max(shares, key=shares.__getitem__)
    return tuple(number for number, share in shares.items() if share >= 0.5) or (most,)


def _share(document: Document, clause: Clause, spans: Iterable[tuple[int, int]]) -> float:
    own = {at for start, end in document.spans(clause) for at in range(start, end) if document.source[at].strip()}
    return sum(1 for at in own if any(start <= at < end for start, end in spans)) / len(own) if own else 0.0


def _lines(part: Chunk, cited: Sequence[tuple[Wanted, tuple[int, ...]]]) -> dict[str, Any]:
    """The rows of the items that begin in a chunk."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in PLURALS.values()}
    for item, clauses in cited:
        if part.first <= clauses[0] < part.last:
            numbers = [numbering.number(part, at) for at in clauses if at < part.last]
            rows[PLURALS[item.kind]].append({"t": item.topic, "x": item.text, "c": numbers})
    return rows
