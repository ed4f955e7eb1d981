"""The wire format of OpenAI's chat completions: requests read, answers and chunks of a stream written."""

import base64
import binascii
import json
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas.openai import FilePart, Message, Part, TokenUsage
from schemas.source import SourceText
from service.chat import reading
from service.chat.reading import File, Role, Turn
from service.errors import InvalidFields, UnsupportedFormat
from service.ingest import Hint, hint

_ROLES: dict[str, Role] = {"user": "user", "assistant": "assistant", "system": "system", "developer": "system"}
_DATA_URL = re.compile(r"data:([^;,]{0,100})(?:;[^;,]{0,100}){0,4};base64,")
_PIECE_CHARACTERS = 400
_Read = Callable[[bytes, Hint], Awaitable[SourceText]]


async def turns(messages: Sequence[Message], read: _Read) -> list[Turn]:
    """The turns of a chat. Files that came as data are read by `read`. Raises InputError for what cannot be read."""
    found: list[Turn] = []
    for message in messages:
        if role := _ROLES.get(message.role):
            files = [await _file(part, read) for part in _parts(message) if part.type not in ("text", "input_text")]
            found.append(reading.turn(role, text_of(message), files))
    return found


def text_of(message: Message) -> str:
    """The text of a message, its parts one below the other."""
    if isinstance(message.content, str):
        return message.content
    return "\n".join(part.text for part in _parts(message) if part.text)


def _parts(message: Message) -> Sequence[Part]:
    return () if isinstance(message.content, str) or message.content is None else message.content


async def _file(part: Part, read: _Read) -> File:
    """Raises UnsupportedFormat for pictures and sound, InvalidFields for a file that is named but not sent."""
    if part.file is None:
        raise UnsupportedFormat(format=part.type[:40])
    media, data = _decoded(part.file)
    source = await read(data, hint(part.file.filename, media))
    return File(part.file.filename, source.text)


def _decoded(file: FilePart) -> tuple[str, bytes]:
    sent = file.file_data or ""
    url = _DATA_URL.match(sent)
    try:
        data = base64.b64decode(sent[url.end() :] if url else sent, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidFields.one("file_data", "invalid") from error
    if not data:
        raise InvalidFields.one("file_data", "missing")
    return (url.group(1) if url else ""), data


@dataclass(frozen=True, slots=True)
class Answer:
    """One completion. All its chunks bear its id."""

    model: str
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, text: str, usage: TokenUsage) -> dict[str, Any]:
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {**self._head("chat.completion"), "choices": [choice], "usage": usage.model_dump()}

    def first(self) -> bytes:
        return self._delta({"role": "assistant", "content": ""})

    def thought(self, text: str) -> bytes:
        """Progress, where pages show what a model thinks."""
        return self._delta({"reasoning_content": text})

    def said(self, text: str) -> Iterator[bytes]:
        """The text in pieces, so that a page shows it as it comes."""
        for start in range(0, len(text), _PIECE_CHARACTERS):
            yield self._delta({"content": text[start : start + _PIECE_CHARACTERS]})

    def last(self, usage: TokenUsage | None) -> Iterator[bytes]:
        """The end, with a chunk of usage where one was asked for."""
        yield self._delta({}, "stop")
        if usage is not None:
            head = {**self._head("chat.completion.chunk"), "choices": [], "usage": usage.model_dump()}
            yield event(head)
        yield b"data: [DONE]\n\n"

    def _delta(self, delta: dict[str, str], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return event({**self._head("chat.completion.chunk"), "choices": [choice]})

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model}


def event(value: object) -> bytes:
    """A server-sent event."""
    return b"data: " + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"
