"""The embedded engine: no model, no network, no tokenizer. Its lines are clauses of the report, chosen by rules."""

from collections.abc import Sequence

from schemas.document import Document, Point
from schemas.draft import Choice, Chunk, Condensed, Draft, Rejection
from service.engines.extractive import matters, overview, wording
from service.engines.extractive.reading import read
from service.engines.protocol import Line, Question, Tally


class ExtractiveEngine:
    """Behind the engine protocol; holds no state, so one serves everybody."""

    name = "extractive"
    model: str | None = None
    prompt_version: str | None = None
    chunk_tokens: int | None = None

    def count_tokens(self, text: str) -> int:
        """Characters: without a model nothing is counted in tokens."""
        return len(text)

    async def extract(self, chunk: Chunk, tally: Tally) -> Sequence[Draft]:  # noqa: ARG002
        return self.drafts(chunk)

    async def fill(self, chunk: Chunk, missed: Sequence[Point], tally: Tally) -> Sequence[Draft]:  # noqa: ARG002
        """Nothing: what it passed over has no substance."""
        return ()

    async def repair(self, chunk: Chunk, rejected: Sequence[Rejection], tally: Tally) -> Sequence[Draft]:  # noqa: ARG002
        """Nothing: what its own wording could not pass, another try would not."""
        return ()

    async def condense(self, lines: Sequence[Line], title: str | None, tally: Tally) -> Condensed:  # noqa: ARG002
        return overview.condense(lines)

    async def choose(self, question: Question, tally: Tally) -> Choice | None:  # noqa: ARG002
        """Nothing: without a model the words decide."""
        return None

    async def close(self) -> None:
        """Nothing is held."""

    def drafts(self, chunk: Chunk) -> list[Draft]:
        """The lines of a chunk."""
        document = chunk.document
        readings = read(document, chunk.clauses)
        return [wording.draft(document, matter) for matter in matters.find(document, chunk.points, readings)]

    def matters(self, chunk: Chunk) -> tuple[int, ...]:
        """The document-wide indices of the clauses at which the matters of a chunk begin, in order."""
        readings = read(chunk.document, chunk.clauses)
        found = matters.find(chunk.document, chunk.points, readings)
        return tuple(sorted(matter.readings[0].clause.number for matter in found))

    def reword(self, document: Document, draft: Draft) -> Draft | None:
        """The draft's own clauses in the report's words; None where they tell nothing of its kind."""
        known = sorted({index for index in draft.clauses if 0 <= index < len(document.clauses)})
        if not known:
            return None
        matter = matters.single(draft.kind, draft.topic, read(document, [document.clauses[n] for n in known]))
        return wording.draft(document, matter) if matter else None
