"""What a scripted server can reply: good answers, and each of the ways in which real servers fail."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Reply:
    """A response as it goes out. `delay_seconds` pass before it.

    `ends`: "whole"; "reset" closes the connection hard after `sent_bytes` of the body; "hang" sends nothing until the
    server closes; "drip" sends blank lines until then.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    delay_seconds: float = 0.0
    ends: Literal["whole", "reset", "hang", "drip"] = "whole"
    sent_bytes: int = 0


def answer(
    content: Any, *, finish: str = "stop", prompt_tokens: int = 100, completion_tokens: int = 20, delay: float = 0.0
) -> Reply:
    """A chat completion; content that is no string is rendered as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content, ensure_ascii=False)
    return raw(
        {
            "id": "chatcmpl-scripted",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": "scripted",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish,
                    "message": {"role": "assistant", "content": text, "refusal": None},
                }
            ],
            "usage": {
                "prompt_tokens": prompt_tokens,
                "completion_tokens": completion_tokens,
                "total_tokens": prompt_tokens + completion_tokens,
            },
        },
        delay=delay,
    )


def raw(body: Any, *, status: int = 200, delay: float = 0.0) -> Reply:
    """Any JSON body."""
    return Reply(status, json.dumps(body, ensure_ascii=False).encode(), delay_seconds=delay)


def blank() -> Reply:
    return answer("  \n")


def cut(content: Any) -> Reply:
    """A JSON answer that stops in the middle, as servers end one at max_tokens."""
    text = json.dumps(content, ensure_ascii=False)
    return answer(text[: len(text) // 2], finish="length")


def failure(status: int, message: str = "scripted failure", code: str | None = None, **headers: str) -> Reply:
    """An OpenAI error; `retry_after="1"` becomes the header Retry-After."""
    error = {"error": {"message": message, "type": "scripted_error", "param": None, "code": code}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(error).encode(), {"content-type": "application/json", **named})


def html(status: int = 200) -> Reply:
    """The page of a gateway or a web server where a model server was expected."""
    page = b"<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>nginx</h1></body></html>"
    return Reply(status, page, {"content-type": "text/html; charset=utf-8"})


def hang() -> Reply:
    return Reply(ends="hang")


def drip() -> Reply:
    """Blank lines that hold the line, and never an answer."""
    return Reply(ends="drip")


def reset(sent_bytes: int = 0) -> Reply:
    """The connection breaks, before the response or in the middle of its body."""
    whole = answer({"achievements": [], "problems": [], "plans": []})
    return Reply(body=whole.body, headers=whole.headers, ends="reset", sent_bytes=sent_bytes)
