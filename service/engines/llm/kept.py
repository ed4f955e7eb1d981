"""Paid answers: what they are kept under, and that two same calls under way are one."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import prompts
from prompts import Prompt
from schemas.reply import Reply
from service.engines.llm.dialect import Schema, messages
from service.engines.llm.server import Server
from service.engines.protocol import Notice, Replies, Tally
from service.errors import StoreError


def key(server: Server, prompt: Prompt, schema: Schema, repeat: int) -> str:
    """SHA-256, in hex, of everything that an answer depends on, as it was set: what the server turned out to take is no
    part of it, or an answer paid for before that was learnt would be paid for again. `repeat` keeps apart the answers
    to one and the same prompt."""
    depends: dict[str, Any] = {
        "base_url": server.base_url,
        "model": server.model,
        "prompt_version": prompts.prompt_version(),
        "schema": schema,
        "messages": messages(prompt),
        "temperature": server.temperature,
        "max_answer_tokens": server.max_answer_tokens,
        "extra_body": server.extra_body,
        "answer_format": server.answer_format,
        "repeat": repeat,
    }
    return hashlib.sha256(json.dumps(depends, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class Kept:
    """Answers by key: from the store, from a call under way, else from a call. Belongs to one event loop."""

    def __init__(self, replies: Replies | None) -> None:
        self._replies = replies
        self._under_way: dict[str, asyncio.Future[Reply]] = {}

    async def reply(
        self, key: str, valid: Callable[[str], bool], ask: Callable[[], Awaitable[Reply]], tally: Tally
    ) -> Reply:
        """A validated answer; `ask` is called where none is kept, and its answer is kept. Raises what `ask` raises."""
        while (shared := self._under_way.get(key)) is not None:
            await asyncio.wait([shared])
            if not shared.cancelled():
                reply = shared.result()
                tally.cached_calls += 1
                return reply
        mine: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._under_way[key] = mine
        try:
            reply = await self._found(key, valid, tally) or await self._asked(key, ask, tally)
            mine.set_result(reply)
            return reply
        except Exception as error:
            mine.set_exception(error)
            mine.exception()  # looked at, or asyncio complains where nobody else waits
            raise
        finally:
            del self._under_way[key]
            mine.cancel()

    async def _found(self, key: str, valid: Callable[[str], bool], tally: Tally) -> Reply | None:
        if self._replies is None:
            return None
        try:
            reply = await self._replies.get(key)
        except Exception as error:  # a store fails in its own ways, none of which may cost the report
            _told(error, tally)
            return None
        if reply is None or not valid(reply.content):
            return None
        tally.cached_calls += 1
        return reply

    async def _asked(self, key: str, ask: Callable[[], Awaitable[Reply]], tally: Tally) -> Reply:
        reply = await ask()
        if self._replies is not None:
            try:
                await self._replies.put(key, reply)
            except Exception as error:  # as above
                _told(error, tally)
        return reply


def _told(error: Exception, tally: Tally) -> None:
    """Once for a report."""
    if not any(notice.code == "replies_failed" for notice in tally.notices):
        told = error.details["reason"] if isinstance(error, StoreError) else type(error).__name__
        tally.notices.append(Notice("replies_failed", {"error": told}))
