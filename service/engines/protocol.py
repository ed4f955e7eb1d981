"""What the pipeline asks of an engine, and what every engine tells of its work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from schemas.document import Document, Kind, Point, Topic
from schemas.draft import Choice, Chunk, Condensed, Draft, Rejection
from schemas.reply import Reply
from service.errors import ModelError

ANSWER_SHARE = 0.45
"""Tokens of all answers for each token of the report, as measured with ideal ones: what estimates go by."""


class Line(NamedTuple):
    """An accepted item as condensing sees it: kind, topic and text, nothing of the report."""

    kind: Kind
    topic: Topic
    text: str


class Question(NamedTuple):
    """A question about a report, and what of the report is shown with it: lines of its summary, and clauses by their
    document-wide indices, in order."""

    text: str
    lines: tuple[Line, ...]
    document: Document
    clauses: tuple[int, ...]


class Notice(NamedTuple):
    """Something degraded, told to the reader of the summary: a warning's code, its details, the section that holds what
    it concerns (its number in the document; None for the whole)."""

    code: str
    details: dict[str, Any]
    section: int | None = None


@dataclass(slots=True)
class Tally:
    """What a summary cost; filled by the engine as calls come back. One per summary, never shared. `repeat` numbers the
    summaries of one text whose answers are to be independent: kept ones serve the same repeat only."""

    repeat: int = 0
    calls: int = 0
    retries: int = 0  # tries that failed and were worth another
    cached_calls: int = 0
    prompt_tokens: int = 0
    cached_prompt_tokens: int = 0  # of prompt_tokens: those that the server took from its own cache
    completion_tokens: int = 0
    cost: float | None = None
    notices: list[Notice] = field(default_factory=list)
    failures: list[ModelError] = field(default_factory=list)  # for each of them another engine stood in


class Replies(Protocol):
    """Where paid answers are kept. A key is the SHA-256, in hex, of everything that the answer depends on; only answers
    that passed validation are put. Errors of the store are the store's own: the engine goes on without it."""

    async def get(self, key: str) -> Reply | None: ...

    async def put(self, key: str, reply: Reply) -> None: ...


class Engine(Protocol):
    """An engine proposes; grounding disposes. Raises ModelError where it cannot go on at all: a single chunk that fails
    is the pipeline's to catch."""

    @property
    def name(self) -> str: ...

    @property
    def model(self) -> str | None: ...

    @property
    def prompt_version(self) -> str | None: ...

    @property
    def chunk_tokens(self) -> int | None:
        """The token budget of a chunk; None for no limit."""

    def count_tokens(self, text: str) -> int: ...

    async def extract(self, chunk: Chunk, tally: Tally) -> Sequence[Draft]:
        """The lines of one chunk. Raises ModelOverwhelmed where a smaller one may do better."""

    async def fill(self, chunk: Chunk, missed: Sequence[Point], tally: Tally) -> Sequence[Draft]:
        """The lines of points of the chunk that were passed over."""

    async def repair(self, chunk: Chunk, rejected: Sequence[Rejection], tally: Tally) -> Sequence[Draft]:
        """The rejected lines once more; none for those that cannot be put right."""

    async def condense(self, lines: Sequence[Line], title: str | None, tally: Tally) -> Condensed:
        """An overview of at most 120 characters that names its lines by index, and groups of doubles."""

    async def choose(self, question: Question, tally: Tally) -> Choice | None:
        """What of all that is shown answers the question; None where that is left to the question's words."""

    async def close(self) -> None:
        """Let go of connections. In the event loop that used them; nothing is asked of the engine afterwards."""
