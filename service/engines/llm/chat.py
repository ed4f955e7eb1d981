"""One model of one OpenAI-compatible server: a prompt in, the text of an answer out."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import openai
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tenacity import AsyncRetrying, RetryCallState

from prompts import Prompt
from service.engines.llm import faults
from service.engines.llm.answers import Unusable
from service.engines.llm.retry import RetryPolicy
from service.engines.llm.schemas import Schema
from service.engines.protocol import Tally

OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Server:
    """Where the model is and how it is called. `max_answer_tokens` bounds each answer."""

    model: str
    base_url: str = OPENAI
    api_key: str = ""
    temperature: float = 0.0
    max_answer_tokens: int = 4_096
    timeout_seconds: float = 120.0
    concurrent_calls: int = 8


class ChatModel:
    """Calls are limited to `concurrent_calls` at a time; one that waits to be tried again holds no place.

    Belongs to the event loop in which it is first used, and is to be closed in it.
    """

    def __init__(
        self,
        server: Server,
        policy: RetryPolicy,
        jitter: Callable[[], float] = random.random,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.server = server
        self._policy = policy
        self._jitter = jitter
        self._now = now
        self._places = asyncio.Semaphore(server.concurrent_calls)
        # A key must be given: without one the client would take OPENAI_API_KEY, and send it to whatever server this is.
        self._client = openai.AsyncOpenAI(
            api_key=server.api_key or "none",
            base_url=server.base_url,
            timeout=server.timeout_seconds,
            max_retries=0,
        )

    async def close(self) -> None:
        await self._client.close()

    async def complete(self, prompt: Prompt, name: str, schema: Schema, tally: Tally) -> str:
        """The text of an answer that the server was asked to hold to the schema.

        Raises Unusable for an answer that is blank, cut off or refused; ModelRefused, ModelUnreachable or ModelError
        where there is none.
        """
        retrying = AsyncRetrying(retry=self._worth_it, wait=self._wait, reraise=True)
        try:
            body: str = await retrying(self._send, prompt, name, schema)
        except openai.APIError as error:
            raise faults.translate(error, self.server.base_url, self.server.api_key, prompt.user) from error
        if body.lstrip().startswith("<"):
            raise faults.no_completion(body, self.server.api_key, prompt.user)
        tally.calls += 1
        return _text(body, tally)

    async def _send(self, prompt: Prompt, name: str, schema: Schema) -> str:
        """One try: the body of a response with status 200, as it came."""
        # OpenAI's newer models refuse max_tokens, which is the only name that many other servers know.
        bound = "max_completion_tokens" if self.server.base_url == OPENAI else "max_tokens"
        extra: dict[str, Any] = {bound: self.server.max_answer_tokens}
        async with self._places:
            response = await self._client.chat.completions.with_raw_response.create(
                model=self.server.model,
                messages=[{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
                temperature=self.server.temperature,
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": name, "strict": True, "schema": schema},
                },
                **extra,
            )
            return str(response.text)

    def _worth_it(self, state: RetryCallState) -> bool:
        return self._pause(state, 0.0) is not None

    def _wait(self, state: RetryCallState) -> float:
        return self._pause(state, self._jitter()) or 0.0

    def _pause(self, state: RetryCallState, jitter: float) -> float | None:
        error = state.outcome.exception() if state.outcome else None
        if not isinstance(error, openai.APIError):
            return None
        return self._policy.pause(state.attempt_number, faults.failure(error, self._now()), jitter)


class _Wire(BaseModel):
    """What is read of a chat completion; servers differ in the rest."""

    model_config = ConfigDict(frozen=True)


class _Message(_Wire):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Wire):
    message: _Message
    finish_reason: str | None = None


class _Used(_Wire):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(_Wire):
    choices: tuple[_Choice, ...] = Field(min_length=1)
    usage: _Used | None = None


def _text(body: str, tally: Tally) -> str:
    try:
        completion = _Completion.model_validate_json(body)
    except ValidationError as error:
        raise Unusable("blank" if not body.strip() else "response") from error
    if completion.usage:
        tally.prompt_tokens += completion.usage.prompt_tokens
        tally.completion_tokens += completion.usage.completion_tokens
    choice = completion.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise Unusable("refused")
    if choice.finish_reason == "length":
        raise Unusable("length")
    if not (content := choice.message.content or "").strip():
        raise Unusable("blank")
    return content
