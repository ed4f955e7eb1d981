"""A model behind the engine protocol: renders the prompts, asks once more where an answer is of no use."""

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, TypeVar

import prompts
from prompts import Prompt, numbering
from schemas.draft import Chunk, Condensed, Draft, Rejection
from service.engines.llm import answers, schemas, tokens
from service.engines.llm.answers import Unusable
from service.engines.llm.chat import OPENAI, ChatModel, Server
from service.engines.llm.retry import RetryPolicy
from service.engines.llm.schemas import Schema
from service.engines.protocol import Line, Tally
from service.errors import ConfigurationError, ModelError
from service.settings import Settings

_Read = TypeVar("_Read")


class LlmEngine:
    """Proposes lines by asking a model. Holds connections: close it, or use it as an async context, in the event loop
    that it was used in.

    Every method raises ModelRefused where asking again is of no use (key, model, address), ModelUnreachable where no
    connection came about, ModelError where the server fails or its second answer is of no use either.
    """

    name = "llm"

    def __init__(self, chat: ChatModel, chunk_tokens: int) -> None:
        self._chat = chat
        self._chunk_tokens = chunk_tokens

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Raises ConfigurationError where the settings name no model."""
        if settings.model is None:
            raise ConfigurationError(setting="TIYAO_MODEL", reason="reason_model_unset")
        server = Server(
            model=settings.model,
            base_url=settings.base_url or OPENAI,
            api_key=settings.api_key.get_secret_value() if settings.api_key else "",
            temperature=settings.temperature,
            max_answer_tokens=settings.max_answer_tokens,
            timeout_seconds=settings.request_timeout_seconds,
            concurrent_calls=settings.concurrent_calls,
        )
        policy = RetryPolicy(attempts=settings.max_attempts, max_wait_seconds=settings.retry_wait_max_seconds)
        return cls(ChatModel(server, policy), settings.chunk_tokens)

    @property
    def model(self) -> str | None:
        return self._chat.server.model

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
        schema = schemas.lines(chunk.last - chunk.first)
        return await self._ask(prompts.extract(chunk), "lines", schema, lambda text: answers.drafts(text, chunk), tally)

    async def repair(self, chunk: Chunk, rejected: Sequence[Rejection], tally: Tally) -> Sequence[Draft]:
        """Keeps kind and topic of each; what the model leaves out is not in the report, or no item."""
        shown = prompts.shown_for_repair(chunk, rejected)
        schema = schemas.repaired(len(rejected), [numbering.number(chunk, at) for at in shown])

        def read(text: str) -> Sequence[Draft]:
            return answers.repaired(text, chunk, rejected, shown)

        return await self._ask(prompts.repair(chunk, rejected), "repaired", schema, read, tally)

    async def condense(self, lines: Sequence[Line], title: str | None, tally: Tally) -> Condensed:
        count = len(lines)
        prompt = prompts.condense(lines, title)
        return await self._ask(
            prompt, "condensed", schemas.condensed(count), lambda text: answers.condensed(text, count), tally
        )

    async def _ask(
        self, prompt: Prompt, name: str, schema: Schema, read: Callable[[str], _Read], tally: Tally
    ) -> _Read:
        """The answer as `read` makes it; asked for twice at most."""
        try:
            return read(await self._chat.complete(prompt, name, schema, tally))
        except Unusable as first:
            again = prompts.again(prompt, first.reason, first.place)
        try:
            return read(await self._chat.complete(again, name, schema, tally))
        except Unusable as second:
            raise ModelError(reason=second.reason) from second

    async def close(self) -> None:
        """Close the connections; calls under way fail."""
        await self._chat.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
