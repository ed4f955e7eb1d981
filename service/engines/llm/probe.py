"""Tiny real calls that tell what a model server is and does: for `tiyao doctor`, never for a report."""

import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal, NamedTuple, get_args

import openai

from prompts import Prompt
from service.engines.llm import faults, lenient
from service.engines.llm.answers import Unusable
from service.engines.llm.chat import Call, ChatModel
from service.engines.llm.client import connect
from service.engines.llm.retry import RetryPolicy
from service.engines.llm.server import Rung, Server
from service.engines.protocol import Tally
from service.errors import ModelError, ModelUnreachable, SetupRefused, TiyaoError, WrongAddress, WrongKey

RUNGS: tuple[Rung, ...] = get_args(Rung)
Cause = Literal["dns", "refused", "tls", "timeout", "connection"]

_TINY_TOKENS = 64
_SPEED_TOKENS = 96
_MAX_SECONDS = 60.0
"""Longest wait for one of these calls: whoever looks for a fault waits for it."""
_ANSWERS = ("q7", "k2")
_NAME = "answer"
_SCHEMA = {
    "type": "object",
    "properties": {_NAME: {"type": "string", "enum": list(_ANSWERS)}},
    "required": [_NAME],
    "additionalProperties": False,
}
_SYSTEM = "这是接口测试，请照格式简短作答。"
# The schema alone tells the format here, so that a server that takes it and forgets it is found out.
_UNTOLD = Prompt(_SYSTEM, "请任选一个答案，用 JSON 回答。")
_TOLD = Prompt(_SYSTEM, '请从 q7 和 k2 中任选一个，只输出这样的 JSON：{"answer":"q7"}')
_LONG = Prompt("请照做，不要解释。", "从一写到一百，用汉字，以顿号分隔。")
# Where servers tell how long a context is: vLLM, OpenRouter, Groq, LM Studio.
_CONTEXT_NAMES = ("max_model_len", "context_length", "context_window", "max_context_length")


class Unreached(TiyaoError):
    """No connection came about: `cause`, and the system's words for it as `reason`."""

    code = "model_unreachable"


class Listing(NamedTuple):
    """The models that the server lists, None where it lists none; what it tells of the context of ours, in tokens."""

    names: tuple[str, ...] | None
    context_tokens: int | None = None

    def has(self, model: str) -> bool:
        return not self.names or model in self.names or f"{model}:latest" in self.names


class Trial(NamedTuple):
    """One rung, tried: `fault` is empty where it works, else a reason of Unusable, "ignored", or the server's words."""

    rung: Rung
    seconds: float
    fault: str = ""


class Speed(NamedTuple):
    """Tokens of an answer a second, the wait for it included; None where the server counts no tokens."""

    tokens_per_second: float | None


class Probe:
    """The server of the settings under examination. Belongs to one event loop; to be closed in it."""

    def __init__(self, server: Server) -> None:
        self.server = replace(server, timeout_seconds=min(server.timeout_seconds, _MAX_SECONDS))
        self._client = connect(self.server)

    async def close(self) -> None:
        await self._client.close()

    async def listing(self) -> Listing:
        """What GET /models tells. Raises Unreached, WrongKey, WrongAddress."""
        try:
            body = await self._client.get("/models", cast_to=object)
        except openai.APIStatusError as error:
            if error.status_code in (401, 403):
                words = faults.shorten(error.message, self.server.api_key, "")
                raise WrongKey(status=error.status_code, reason=words) from error
            return Listing(None)
        except openai.APIConnectionError as error:
            raise _unreached(error, self.server.base_url) from error
        if isinstance(body, str) and body.lstrip().startswith("<"):
            words = faults.shorten(body, self.server.api_key, "")
            raise WrongAddress(status=200, reason=words or "html", base_url=self.server.base_url)
        return self._listed(body)

    async def rung(self, rung: Rung) -> Trial:
        """Whether a tiny call on the rung is answered as asked; once more with all its room where the model thought too
        long. Raises what would end every call alike."""
        for tokens in (_TINY_TOKENS, self.server.max_answer_tokens):
            began = time.monotonic()
            fault = await self._fault(rung, tokens)
            if fault != "thought":
                break
        return Trial(rung, time.monotonic() - began, fault)

    async def _fault(self, rung: Rung, tokens: int) -> str:
        shown = _UNTOLD if rung in ("json_schema", "tool") else _TOLD
        try:
            content, _ = await self._asked(shown, rung, tokens)
        except Unusable as error:
            return error.words or error.reason
        except (SetupRefused, ModelUnreachable):
            raise
        except ModelError as error:
            # The server's words, where it gave any: a fault of the rung, for all that is known.
            return str(error.details.get("words") or error.details["reason"])
        found = lenient.find(content, frozenset({_NAME}))
        return "" if found and found[_NAME] in _ANSWERS else "ignored"

    async def speed(self) -> Speed:
        """Of an answer of a hundred tokens or so."""
        began = time.monotonic()
        _, tokens = await self._asked(_LONG, "text", _SPEED_TOKENS, cut=True)
        return Speed(tokens / (time.monotonic() - began) if tokens else None)

    async def context_tokens(self) -> int | None:
        """The context as llama.cpp and Ollama tell it beside the API; None where neither does."""
        root = self.server.base_url.rstrip("/").removesuffix("/v1")
        props = await self._beside(f"{root}/props")
        if told := _number(_inside(props, "default_generation_settings", "n_ctx")):
            return told
        running = _inside(await self._beside(f"{root}/api/ps"), "models")
        for model in running if isinstance(running, list) else ():
            if isinstance(model, dict) and self.server.model in (model.get("name"), model.get("model")):
                return _number(model.get("context_length"))
        return None

    async def _asked(self, prompt: Prompt, rung: Rung, tokens: int, cut: bool = False) -> tuple[str, int]:
        """An answer and its tokens; one that is `cut` will do where only its tokens are wanted."""
        server = replace(self.server, answer_format=rung, max_answer_tokens=tokens)
        chat, tally = ChatModel(server, RetryPolicy(attempts=1)), Tally()
        try:
            reply = await chat.complete(Call(prompt, _NAME, _SCHEMA), tally)
        except Unusable:
            if not cut:
                raise
            return "", tally.completion_tokens
        finally:
            await chat.close()
        return reply.content, reply.completion_tokens

    async def _beside(self, url: str) -> object:
        try:
            return await self._client.get(url, cast_to=object)
        except (openai.APIError, ValueError):
            return None  # most servers have no such page

    def _listed(self, body: object) -> Listing:
        data = _inside(body, "data")
        entries = [entry for entry in data if isinstance(entry, dict)] if isinstance(data, list) else []
        names = tuple(str(entry["id"]) for entry in entries if "id" in entry)
        ours = [entry for entry in entries if entry.get("id") == self.server.model]
        told = [number for entry in ours for name in _CONTEXT_NAMES if (number := _number(entry.get(name)))]
        return Listing(names or None, told[0] if told else None)


def _inside(value: object, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and value > 0 else None


def _unreached(error: openai.APIConnectionError, base_url: str) -> Unreached:
    causes = list(_causes(error))
    cause, words = _cause(causes, isinstance(error, openai.APITimeoutError))
    return Unreached(base_url=base_url, cause=cause, reason=words)


def _cause(causes: list[BaseException], timed_out: bool) -> tuple[Cause, str]:
    kinds: tuple[tuple[Cause, type[BaseException]], ...] = (
        ("dns", socket.gaierror),
        ("tls", ssl.SSLError),
        ("refused", ConnectionRefusedError),
        ("timeout", TimeoutError),
    )
    for name, kind in kinds:
        if found := next((one for one in causes if isinstance(one, kind)), None):
            return name, str(getattr(found, "strerror", None) or found)
    return ("timeout" if timed_out else "connection"), str(causes[-1])


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it came from, and the members of groups; each once, the outermost first."""
    seen: set[int] = set()
    left = [error]
    while left:
        one = left.pop(0)
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            left += [one.__cause__ or one.__context__]
            left += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
