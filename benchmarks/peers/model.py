"""The scripted model: OpenAI's wire format on the loopback, ideal answers, a pace, limits, faults, and a log.

It runs in a process of its own (`python -m benchmarks.peers.model`), so that its work is nobody's own CPU time. A line of
JSON on stdin is a command, a line of JSON on stdout the answer:

    {"load": {"text", "items", "pace", "fault"}}   begin anew with this material      {"ready": true}
    {"calls": true}                                the log so far                      {"calls": [...]}
    {"count": true}                                answers sent so far                 {"count": 12}

`base_url` is printed first. The model's name in a request tells which peer asks.
"""

import json
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from benchmarks.peers.answers import Answerer, Question, written
from benchmarks.peers.material import Material, Told
from service.engines.llm import tokens
from tests.scripted import Reply, Request, ScriptedServer
from tests.scripted.replies import failure, raw

CONTEXT_TOKENS = 131_072
ANSWER_TOKENS = 16_384


class Pace(NamedTuple):
    """How long an answer takes: seconds, and seconds a token."""

    latency: float = 0.3
    prompt_token: float = 0.000_02
    completion_token: float = 0.001

    def seconds(self, prompt_tokens: int, completion_tokens: int) -> float:
        return self.latency + self.prompt_token * prompt_tokens + self.completion_token * completion_tokens


PACE = Pace()


class Fault(NamedTuple):
    """What goes wrong with every call ("cut": ends at the token limit) or the first ("garbled": no JSON) that shows
    the source offset."""

    sort: Literal["cut", "garbled"]
    offset: int


@dataclass(slots=True)
class Call:
    """A call as the server saw it: monotonic seconds, tokens of o200k_base, what it asked (a digest) and about where."""

    name: str
    digest: str
    began: float
    prompt_tokens: int
    format_tokens: int
    completion_tokens: int = 0
    start: int = 0
    end: int = 0
    due: float = 0.0
    outcome: str = "whole"


@dataclass
class Model:
    """A scenario for the scripted server."""

    pace: Pace = PACE
    fault: Fault | None = None
    answerer: Answerer | None = None
    calls: list[Call] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def load(self, told: dict[str, Any]) -> None:
        """Begin anew with a material."""
        items = tuple(_item(fields) for fields in told["items"])
        self.answerer = Answerer(Material("", told["text"], items))
        self.pace, self.calls = Pace(*told["pace"]), []
        self.fault = Fault(*told["fault"]) if told["fault"] else None

    def __call__(self, request: Request) -> Reply:
        began = time.monotonic()
        question = Question(request.body["model"], _name(request), _words(request.body))
        with self.lock:
            call = _counted(question, request.body, began)
            self.calls.append(call)
            reply = self._reply(call, question, "tools" in request.body)
        seconds = self.pace.seconds(call.prompt_tokens, call.completion_tokens)
        call.due = began + seconds
        return Reply(reply.status, reply.body, reply.headers, max(0.0, call.due - time.monotonic()))

    def _reply(self, call: Call, question: Question, as_tool: bool) -> Reply:
        if call.prompt_tokens + call.format_tokens > CONTEXT_TOKENS:
            call.outcome = "too long"
            told = f"This model's maximum context length is {CONTEXT_TOKENS} tokens."
            return failure(400, told, "context_length_exceeded")
        assert self.answerer is not None
        call.start, call.end, answer = self.answerer(question)
        text, finish = written(answer), "stop"
        call.completion_tokens = tokens.count(text)
        if fault := self._fault(call):
            call.outcome, text = fault, text[: len(text) // 2]
            finish = "length" if fault == "cut" else "stop"
            call.completion_tokens = tokens.count(text)
        elif call.completion_tokens > ANSWER_TOKENS:
            call.outcome, finish = "cut", "length"
            text = text[: len(text) * ANSWER_TOKENS // call.completion_tokens]
            call.completion_tokens = ANSWER_TOKENS
        return _completion(call, text, finish, as_tool)

    def _fault(self, call: Call) -> str | None:
        if self.fault is None or not call.start <= self.fault.offset < call.end:
            return None
        sort = self.fault.sort
        if sort == "garbled":
            self.fault = None
        return sort

    def answered(self) -> list[Call]:
        """The calls whose answer has been sent by now."""
        now = time.monotonic()
        with self.lock:
            return [call for call in self.calls if call.due and call.due <= now]


def _item(fields: list[Any]) -> Told:
    kind, topic, text, spans, quotes, given = fields
    return Told(kind, topic, text, tuple(map(tuple, spans)), tuple(quotes) if quotes else None, given)


def _name(request: Request) -> str:
    if request.body["model"] == "tiyao":
        return request.name
    return "lines" if "<report>" in _words(request.body) or request.body["model"] == "langextract" else "overview"


def _words(body: dict[str, Any]) -> str:
    """All text of the messages."""
    parts = []
    for message in body["messages"]:
        content = message.get("content") or ""
        if isinstance(content, list):
            content = "".join(part.get("text", "") for part in content)
        calls = message.get("tool_calls") or ()
        parts += [content, *(call["function"]["arguments"] for call in calls)]
    return "\n".join(parts)


def _counted(question: Question, body: dict[str, Any], began: float) -> Call:
    form = [body[name] for name in ("tools", "response_format") if name in body]
    told = json.dumps(form, ensure_ascii=False, separators=(",", ":")) if form else ""
    return Call(
        question.name,
        sha256(question.words.encode()).hexdigest()[:16],
        began,
        tokens.count(question.words),
        tokens.count(told),
    )


def _completion(call: Call, text: str, finish: str, as_tool: bool) -> Reply:
    message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": None}
    if as_tool:
        function = {"name": "Report", "arguments": text}
        message |= {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": function}]}
    usage = {"prompt_tokens": call.prompt_tokens, "completion_tokens": call.completion_tokens}
    return raw(
        {
            "id": "chatcmpl-peers",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": "scripted",
            "choices": [{"index": 0, "finish_reason": finish, "message": message}],
            "usage": {**usage, "total_tokens": sum(usage.values())},
        }
    )


def main() -> None:
    model = Model()
    tokens.count("")
    with ScriptedServer(model) as server:
        _say({"base_url": server.base_url})
        for line in sys.stdin:
            _say(_done(model, json.loads(line)))


def _done(model: Model, command: dict[str, Any]) -> dict[str, Any]:
    if "load" in command:
        model.load(command["load"])
        return {"ready": True}
    if "count" in command:
        return {"count": len(model.answered())}
    return {"calls": [asdict(call) for call in model.calls]}


def _say(told: dict[str, Any]) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
