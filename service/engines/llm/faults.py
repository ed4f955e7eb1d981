"""The openai client's exceptions, translated in one place: to a Failure for the retry policy, to our errors for users.

time-out, connection lost       retried; then ModelUnreachable (no connection), else ModelError(reason="timeout")
408 409 429 5xx                 retried; then ModelError with the server's words
other statuses                  ModelRefused at once, with the server's words
200 that is no chat completion  ModelRefused at once: most likely the address of a web page
"""

import re
from datetime import datetime
from typing import Any

import openai

from service.engines.llm.retry import Failure, retry_after
from service.errors import ModelError, ModelRefused, ModelUnreachable

_WORDS = 200
_ECHO = 16
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.S | re.I)


def failure(error: openai.APIError, now: datetime) -> Failure:
    """What the retry policy needs to know of a failed call."""
    if isinstance(error, openai.APIStatusError):
        return Failure(error.status_code, retry_after(error.response.headers, now))
    return Failure(None)


def translate(error: openai.APIError, base_url: str, secret: str, sent: str) -> ModelError:
    """The error that a user sees. `secret` and `sent` (the prompt) are kept out of the server's words."""
    if isinstance(error, openai.APIStatusError):
        words = shorten(_message(error.body) or error.response.text, secret, sent)
        if Failure(error.status_code).passing:
            return ModelError(reason=f"HTTP {error.status_code}: {words}")
        return ModelRefused(status=error.status_code, reason=words)
    if isinstance(error, openai.APITimeoutError) and not _while_connecting(error):
        return ModelError(reason="timeout")
    return ModelUnreachable(base_url=base_url)


def no_completion(text: str, secret: str, sent: str) -> ModelRefused:
    """A response with status 200 whose body is no chat completion."""
    return ModelRefused(status=200, reason=shorten(text, secret, sent) or "blank")


def shorten(words: str, secret: str, sent: str) -> str:
    """A server's words fit for a message: tags, key and white space out, cut where they repeat what was sent to it (a
    server may echo the request, and with it the report), at most 200 characters."""
    flat = " ".join(_TAGS.sub(" ", words).split())
    if secret:
        flat = flat.replace(secret, "***")
    for at in range(min(len(flat), _WORDS) - _ECHO + 1):
        if flat[at : at + _ECHO] in sent:
            return flat[:at] + "…"
    return flat if len(flat) <= _WORDS else flat[: _WORDS - 1] + "…"


def _message(body: Any) -> str:
    """The words of an error body: OpenAI's `{"message"}`, FastAPI's `{"detail"}`, or a bare string."""
    if isinstance(body, dict):
        body = body.get("message") or body.get("detail") or ""
    return body if isinstance(body, str) else ""


def _while_connecting(error: openai.APITimeoutError) -> bool:
    # By name: the client's transport library is its own affair and has changed before.
    return any(cls.__name__ == "ConnectTimeout" for cls in type(error.__cause__).__mro__)
