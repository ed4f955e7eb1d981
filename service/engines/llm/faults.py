"""The openai client's exceptions, translated in one place: to a Failure for the retry policy, to our errors for users.

time-out, connection lost       retried; then ModelUnreachable (no connection), else ModelError(reason="timeout")
408 409 429 5xx                 retried; then ModelError with the server's words
401 403, unknown model, wrong path, account used up    the ModelRefused that names it, at once
text refused, prompt too long   Unusable: the engine has ways round it
other statuses                  ModelRefused at once, with the server's words
200 that is a web page          WrongAddress at once
longer than max_response_bytes  ModelError(reason="oversized") at once
"""

import json
import re
from datetime import datetime
from typing import Any

import openai

from service.engines.llm import refusals
from service.engines.llm.answers import Unusable
from service.engines.llm.client import Oversized
from service.engines.llm.refusals import Refusal
from service.engines.llm.retry import Failure, retry_after
from service.engines.llm.server import Server
from service.errors import (
    ModelError,
    ModelRefused,
    ModelUnreachable,
    QuotaSpent,
    UnknownModel,
    WrongAddress,
    WrongKey,
)

_WORDS = 200
_ECHO = 16
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.S | re.I)


def refusal(error: openai.APIStatusError) -> Refusal:
    return refusals.read(error.status_code, error.body, error.response.text)


def failure(error: openai.APIError, now: datetime) -> Failure:
    """What the retry policy needs to know of a failed call."""
    if isinstance(error.__cause__, Oversized):
        return Failure(passing=False)
    if isinstance(error, openai.APIStatusError):
        return Failure(refusal(error).meaning == "passing", retry_after(error.response.headers, now))
    return Failure(passing=True)


def translate(error: openai.APIError | TimeoutError, server: Server, sent: str) -> ModelError | Unusable:
    """What a failed call comes to. The key and what was `sent` (the prompt) are kept out of the server's words."""
    if isinstance(error, openai.APIStatusError):
        words = shorten(_message(error.body) or error.response.text, server.api_key, sent)
        return _refused(refusal(error), words, server)
    if isinstance(error.__cause__, Oversized):
        return ModelError(reason="oversized", bytes=server.max_response_bytes)
    if isinstance(error, TimeoutError) or (isinstance(error, openai.APITimeoutError) and not _while_connecting(error)):
        return ModelError(reason="timeout")
    return ModelUnreachable(base_url=server.base_url)


def no_completion(text: str, server: Server, sent: str) -> ModelRefused:
    """A response with status 200 whose body is a web page."""
    return WrongAddress(status=200, reason=shorten(text, server.api_key, sent) or "blank", base_url=server.base_url)


def words_of(body: str, server: Server, sent: str) -> str:
    """What a response with status 200 says is wrong, where it is an error and no completion; else nothing."""
    found = _error(body)
    return shorten(_words(found), server.api_key, sent) if found else ""


def told_in(body: str, server: Server, sent: str) -> ModelError | Unusable | None:
    """The refusal that a response with status 200 holds in the place of an answer: some gateways send a wrong key, an
    unknown model or a spent quota so. None for all else, which may pass."""
    error = _error(body)
    words = _words(error)
    status = refusals.told_with_200(json.dumps(error, ensure_ascii=False))
    if not words or status is None:
        return None
    return _refused(refusals.read(status, error, body), shorten(words, server.api_key, sent), server)


def _error(body: str) -> Any:
    """The error in a JSON body that is no completion; None for every other body."""
    if '"choices"' in body or not body.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found.get("error", found)


def _words(error: Any) -> str:
    return _message(error) or (str(error.get("msg") or "") if isinstance(error, dict) else "")


def _refused(refusal: Refusal, words: str, server: Server) -> ModelError | Unusable:
    told = {"status": refusal.status, "reason": words}
    match refusal.meaning:
        case "passing":
            return ModelError(reason="server", status=refusal.status, words=words)
        case "content":
            return Unusable("refused")
        case "length":
            return Unusable("too_long")
        case "key":
            return WrongKey(**told)
        case "model":
            return UnknownModel(**told, model=server.model)
        case "address":
            return WrongAddress(**told, base_url=server.base_url)
        case "quota":
            return QuotaSpent(**told)
        case "other":
            return ModelRefused(**told)


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


def _message(body: object) -> str:
    """The words of an error body: OpenAI's `{"message"}`, FastAPI's `{"detail"}`, or a bare string."""
    if isinstance(body, dict):
        body = body.get("message") or body.get("detail") or ""
    return body if isinstance(body, str) else ""


def _while_connecting(error: openai.APITimeoutError) -> bool:
    # By name: the client's transport library is its own affair and has changed before.
    return any(cls.__name__ == "ConnectTimeout" for cls in type(error.__cause__).__mro__)
