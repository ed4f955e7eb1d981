"""One model of one OpenAI-compatible server: a call in, the text of an answer out."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

import openai
from tenacity import AsyncRetrying, RetryCallState

from prompts import Prompt
from schemas.reply import Reply
from service.engines.llm import dialect as dialects
from service.engines.llm import events, faults, refusals, tokens, wire
from service.engines.llm.answers import Unusable
from service.engines.llm.client import connect
from service.engines.llm.dialect import Dialect, Schema
from service.engines.llm.limits import Limits, Pace, Spent, Window
from service.engines.llm.retry import Failure, RetryPolicy, used_up
from service.engines.llm.server import Rung, Server
from service.engines.llm.wire import Completion
from service.engines.protocol import ANSWER_SHARE, Tally

# A rung that fails calls which the next one answers is left for good.
_FAILURES_OF_A_RUNG = 2
_JITTER = random.SystemRandom()


class Call(NamedTuple):
    """A prompt with the format of its answer. `settle` is awaited with the answer while the call still holds its place:
    of what was paid for, no more can be lost than there are places. `lowered` asks so many rungs under what the server
    takes, for this call; `stretch` multiplies the longest answer."""

    prompt: Prompt
    name: str
    schema: Schema
    settle: Callable[[Reply], Awaitable[None]] | None = None
    lowered: int = 0
    stretch: int = 1


class _Response(NamedTuple):
    """The body of a response with status 200, and what it says, or why it says nothing."""

    body: str
    read: Completion | Unusable


class ChatModel:
    """What the server takes is learnt from its refusals and remembered as long as this lives. A call that waits to be
    tried again holds no place. Belongs to the event loop in which it is first used, and is to be closed in it.
    """

    def __init__(
        self,
        server: Server,
        policy: RetryPolicy,
        jitter: Callable[[], float] = _JITTER.random,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.server = server
        self.dialect = dialects.first(server)
        self._policy = policy
        self._jitter = jitter
        self._now = now
        self._limits = Limits(
            Pace(server.concurrent_calls), Window(server.requests_per_minute, server.tokens_per_minute)
        )
        self._answered = False
        self._outdone: dict[Rung, int] = {}
        self._client = connect(server)

    async def close(self) -> None:
        await self._client.close()

    async def complete(self, call: Call, tally: Tally) -> Reply:
        """The answer, with what it was billed for; counted in the tally whether of use or not.

        Raises Unusable for an answer that is blank, cut off or refused, and where the prompt is too long; ModelRefused,
        ModelUnreachable or ModelError where there is none.
        """

        def again(_: RetryCallState) -> None:
            tally.retries += 1

        retrying = AsyncRetrying(retry=self._worth_it, wait=self._wait, before_sleep=again, reraise=True)
        try:
            came: _Response = await retrying(self._send, call, id(tally))
        except (openai.APIError, TimeoutError) as error:
            raise faults.translate(error, self.server, call.prompt.user) from error
        body, read = came
        if body.lstrip().startswith("<") and not self._answered:
            raise faults.no_completion(body, self.server, call.prompt.user)
        if told := faults.told_in(body, self.server, call.prompt.user):
            raise told
        tally.calls += 1
        if isinstance(read, Unusable):
            read.words = faults.words_of(body, self.server, call.prompt.user)
            raise read
        self._answered = True
        tally.prompt_tokens += read.used.prompt_tokens
        tally.cached_prompt_tokens += read.cached_prompt_tokens
        tally.completion_tokens += read.used.completion_tokens
        if read.fault:
            raise Unusable(read.fault)
        return Reply(read.content, *read.used)

    def can_lower(self) -> bool:
        """Whether a rung is left under the one that the server takes."""
        return self.server.answer_format == "auto" and self.dialect.rung != dialects.RUNGS[-1]

    def outdone(self, rung: Rung) -> None:
        """A call was answered one rung lower, and not on this one."""
        self._outdone[rung] = self._outdone.get(rung, 0) + 1
        if self._outdone[rung] >= _FAILURES_OF_A_RUNG and self.dialect.rung == rung:
            self.dialect = replace(self.dialect, rung=dialects.lower(rung))

    async def _send(self, call: Call, report: Hashable) -> _Response:
        """One try: a response with status 200. What a refusal teaches is tried at once."""
        room, lowered = self.server.max_answer_tokens * call.stretch, call.lowered
        while True:
            spoken = self.dialect
            sent = replace(spoken, rung=dialects.lower(spoken.rung, lowered))
            try:
                return await self._post(call, sent, room, report)
            except openai.APIStatusError as error:
                refusal = faults.refusal(error)
                learnt = dialects.learned(sent, refusal, fixed_rung=self.server.answer_format != "auto")
                if (less := refusals.room(refusal, room)) is not None:
                    room = less
                elif learnt is None:
                    raise
                elif lowered and learnt.rung != sent.rung:
                    lowered += 1
                elif self.dialect == spoken:  # calls that went out together learn once
                    self.dialect = replace(learnt, rung=spoken.rung) if lowered else learnt

    async def _post(self, call: Call, dialect: Dialect, room: int, report: Hashable) -> _Response:
        """Raises openai.APIError; TimeoutError where the whole response takes too long: the client's own limit is for
        each piece of it, and some servers send a blank line now and then to hold the line."""
        body = dialects.body(self.server, dialect, call.prompt, call.name, call.schema, room)
        async with self._limits.place(report, self._estimated(call)) as spent:
            try:
                async with asyncio.timeout(self.server.timeout_seconds):
                    response = await self._client.chat.completions.with_raw_response.create(
                        model=self.server.model, messages=[], extra_body=body
                    )
            except openai.RateLimitError as error:
                self._slower(spent, error)
                raise
            self._limits.went_well()
            self._close_for(used_up(response.headers, self._now()))
            came = _response(str(response.text))
            self._correct(spent, came.read)
            await _settled(call, came.read)
            return came

    def _slower(self, spent: Spent, error: openai.RateLimitError) -> None:
        self._limits.too_much(spent)
        self._close_for(faults.failure(error, self._now()).retry_after_seconds)

    def _close_for(self, seconds: float | None) -> None:
        if seconds is not None and seconds <= self._policy.max_asked_seconds:
            self._limits.close_for(seconds)

    def _estimated(self, call: Call) -> int:
        if self.server.tokens_per_minute is None:
            return 0
        return round((1 + ANSWER_SHARE) * tokens.count(call.prompt.system + call.prompt.user))

    def _correct(self, spent: Spent, read: Completion | Unusable) -> None:
        """The tokens of a call as the server counts them, in place of the estimate."""
        if self.server.tokens_per_minute is not None and not isinstance(read, Unusable):
            spent.tokens = sum(read.used) or spent.tokens

    def _worth_it(self, state: RetryCallState) -> bool:
        return self._pause(state, 0.0) is not None

    def _wait(self, state: RetryCallState) -> float:
        return self._pause(state, self._jitter()) or 0.0

    def _pause(self, state: RetryCallState, jitter: float) -> float | None:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TimeoutError):
            failure = Failure(passing=True)
        elif isinstance(error, openai.APIError):
            failure = faults.failure(error, self._now())
        else:
            return None
        return self._policy.pause(state.attempt_number, failure, jitter)


def _response(told: str) -> _Response:
    body = events.whole(told)
    try:
        return _Response(body, wire.read(body))
    except Unusable as nothing:
        return _Response(body, nothing)


async def _settled(call: Call, read: Completion | Unusable) -> None:
    """Hand the answer of a response to whom it may concern; one that is none is told of later, by `complete`."""
    if call.settle and not isinstance(read, Unusable) and not read.fault:
        await call.settle(Reply(read.content, *read.used))
