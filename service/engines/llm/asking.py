"""Asking a model until the answer is of use: again with the reason, one rung lower, with more room; each once at most."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import prompts
from prompts import Prompt
from schemas.reply import Reply
from service.engines.llm import kept
from service.engines.llm.answers import Unusable
from service.engines.llm.chat import Call, ChatModel
from service.engines.llm.dialect import Schema
from service.engines.llm.kept import Keep, Kept
from service.engines.protocol import Tally
from service.errors import ModelError, ModelOverwhelmed

_Read = TypeVar("_Read")

_TRIES = 3
_MORE_ROOM = 2
# What asking for less at a time mends, and what another way of asking for the format may.
_TOO_MUCH = frozenset({"too_long", "length", "thought"})
_FORMAL = frozenset({"json", "format", "blank", "whitespace"})
# Reasons that a model is told in the words of another: what it did wrong looks the same from its side.
_TOLD_AS = {"whitespace": "blank", "thought": "length"}


@dataclass(frozen=True, slots=True)
class Question(Generic[_Read]):
    """A prompt, the format of its answer, and how an answer is read; `read` raises Unusable. `divisible` says that the
    question can be put in smaller parts."""

    prompt: Prompt
    name: str
    schema: Schema
    read: Callable[[str], _Read]
    divisible: bool = False


class Asker:
    """Asks one model; answers that were read without fault are kept."""

    def __init__(self, chat: ChatModel, answers: Kept) -> None:
        self.chat = chat
        self._kept = answers

    async def ask(self, question: Question[_Read], tally: Tally) -> _Read:
        """The answer as `read` makes it. Raises ModelOverwhelmed where smaller parts may help; other ModelErrors as
        `ChatModel.complete`, and where the last answer is of no use either."""

        reading = _Reading(question.read)

        async def paid(keep: Keep) -> Reply:
            return await self._tried(question, reading, keep, tally)

        key = kept.key(self.chat.server, question.prompt, question.schema, tally.repeat)
        reply = await self._kept.reply(key, reading.is_of_use, paid, tally)
        return reading.of(reply.content)

    async def _tried(self, question: Question[_Read], reading: "_Reading[_Read]", keep: Keep, tally: Tally) -> Reply:
        async def settle(reply: Reply) -> None:
            if reading.is_of_use(reply.content):
                await keep(reply)

        call = Call(question.prompt, question.name, question.schema, settle)
        for left in reversed(range(_TRIES)):
            rung = self.chat.dialect.rung
            try:
                reply = await self.chat.complete(call, tally)
                reading.of(reply.content)
            except Unusable as fault:
                changed = self._changed(question, call, fault) if left else None
                if changed is None:
                    raise _failed(question, fault) from fault
                call = changed
            else:
                if call.lowered:
                    self.chat.outdone(rung)
                return reply
        raise AssertionError("the last try returns or raises")

    def _changed(self, question: Question[_Read], call: Call, fault: Unusable) -> Call | None:
        """The call as it is worth another try; None where it is not."""
        reason = fault.reason
        if reason == "too_long" or (reason == "length" and question.divisible):
            return None
        told = prompts.again(question.prompt, _TOLD_AS.get(reason, reason), fault.place)
        again = call._replace(prompt=told)
        first = call.prompt == question.prompt
        if reason == "thought":
            return again._replace(stretch=_MORE_ROOM) if call.stretch == 1 else None
        if reason == "whitespace" or (not first and reason in _FORMAL):
            return again._replace(lowered=1) if self.chat.can_lower() and not call.lowered else None
        return again if first else None


class _Reading(Generic[_Read]):
    """How the answers to one question are read: each once, though whether it is to be kept is asked before it is used."""

    def __init__(self, read: Callable[[str], _Read]) -> None:
        self._read = read
        self._last: tuple[str, _Read] | None = None

    def of(self, content: str) -> _Read:
        """Raises Unusable."""
        if self._last is None or self._last[0] != content:
            self._last = content, self._read(content)
        return self._last[1]

    def is_of_use(self, content: str) -> bool:
        try:
            self.of(content)
        except Unusable:
            return False
        return True


def _failed(question: Question[_Read], fault: Unusable) -> ModelError:
    if question.divisible and fault.reason in _TOO_MUCH:
        return ModelOverwhelmed(reason=fault.reason)
    if fault.words:
        return ModelError(reason="server", status=200, words=fault.words)
    return ModelError(reason=fault.reason)
