"""A model behind the engine protocol: what is asked, and how the answer is read."""

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

import prompts
from prompts import Prompt, numbering
from schemas.document import Point
from schemas.draft import Choice, Chunk, Condensed, Draft, Rejection
from service.engines.llm import answers, asking, schemas, tokens
from service.engines.llm.asking import Asker
from service.engines.llm.chat import ChatModel
from service.engines.llm.kept import Kept
from service.engines.llm.retry import RetryPolicy
from service.engines.llm.server import Server
from service.engines.protocol import Line, Question, Replies, Tally
from service.settings import Settings


class LlmEngine:
    """Proposes lines by asking a model. Holds connections: close it, or use it as an async context, in the event loop
    that it was used in. One a process: its limits hold for all that goes through it.

    Every method raises SetupRefused where asking again is of no use (key, model, address, account), ModelRefused where
    the server will not take this one request, ModelUnreachable where no connection came about, ModelError where the
    server fails or no answer is of use; `extract` raises ModelOverwhelmed where a smaller chunk may do better.
    """

    name = "llm"

    def __init__(self, asker: Asker, chunk_tokens: int) -> None:
        self._asker = asker
        self._chunk_tokens = chunk_tokens

    @classmethod
    def from_settings(cls, settings: Settings, replies: Replies | None = None) -> Self:
        """Answers are kept in `replies`, if given. Raises ConfigurationError where the settings name no model."""
        return cls(asker(settings, replies), settings.chunk_tokens)

    @property
    def model(self) -> str | None:
        return self._asker.chat.server.model

    @property
    def prompt_version(self) -> str | None:
        return prompts.prompt_version()

    @property
    def chunk_tokens(self) -> int | None:
        return self._chunk_tokens

    def count_tokens(self, text: str) -> int:
        """Tokens of o200k_base, whatever the model: a measure for packing, not for the bill."""
        return tokens.count(text)

    async def extract(self, chunk: Chunk, tally: Tally) -> Sequence[Draft]:
        if all(clause.heading for clause in chunk.clauses):
            return ()
        return await self._lines(prompts.extract(chunk), chunk, range(chunk.first, chunk.last), tally)

    async def fill(self, chunk: Chunk, missed: Sequence[Point], tally: Tally) -> Sequence[Draft]:
        """The lines of points that the first answer passed over: the same question of nothing but these."""
        shown = [at for point in missed for at in range(max(point.first, chunk.first), min(point.last, chunk.last))]
        return await self._lines(prompts.extract(chunk, shown), chunk, shown, tally)

    async def repair(self, chunk: Chunk, rejected: Sequence[Rejection], tally: Tally) -> Sequence[Draft]:
        """Keeps kind and topic of each; what the model leaves out is not in the report, or no item."""
        shown = prompts.shown_for_repair(chunk, rejected)
        schema = schemas.repaired(len(rejected), [numbering.number(chunk, at) for at in shown])

        def read(text: str) -> Sequence[Draft]:
            return answers.repaired(text, chunk, rejected, shown)

        return await self._asker.ask(asking.Question(prompts.repair(chunk, rejected), "repaired", schema, read), tally)

    async def condense(self, lines: Sequence[Line], title: str | None, tally: Tally) -> Condensed:
        count = len(lines)

        def read(text: str) -> Condensed:
            return answers.condensed(text, count)

        question = asking.Question(prompts.condense(lines, title), "condensed", schemas.condensed(count), read)
        return await self._asker.ask(question, tally)

    async def choose(self, question: Question, tally: Tally) -> Choice | None:
        lines, clauses = question.lines, question.clauses
        count = len(lines) + len(clauses)

        def read(text: str) -> Choice:
            told, numbers = answers.chosen(text, count)
            return Choice(
                told,
                tuple(n for n in numbers if n < len(lines)),
                tuple(clauses[n - len(lines)] for n in numbers if n >= len(lines)),
            )

        prompt = prompts.answer(question.text, lines, question.document, clauses)
        return await self._asker.ask(asking.Question(prompt, "chosen", schemas.chosen(count), read), tally)

    async def _lines(self, prompt: Prompt, chunk: Chunk, shown: Iterable[int], tally: Tally) -> Sequence[Draft]:
        schema = schemas.lines([numbering.number(chunk, at) for at in shown])

        def read(text: str) -> Sequence[Draft]:
            return answers.drafts(text, chunk)

        return await self._asker.ask(asking.Question(prompt, "lines", schema, read, divisible=True), tally)

    async def close(self) -> None:
        """Close the connections; calls under way fail."""
        await self._asker.chat.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def asker(settings: Settings, replies: Replies | None = None) -> Asker:
    """The one who asks the model of the settings. Raises ConfigurationError where they name none."""
    policy = RetryPolicy(attempts=settings.max_attempts, max_wait_seconds=settings.retry_wait_max_seconds)
    return Asker(ChatModel(Server.from_settings(settings), policy), Kept(replies))
