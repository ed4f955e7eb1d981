"""Errors as RFC 9457 problems. `errors.TABLE` knows each error's status, `messages` its words; this file joins them."""

import http
import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from service import credentials
from service.access_errors import MissingScope, Unauthenticated
from service.api.access import is_reading
from service.errors import TABLE, InvalidFields, StoreError, TiyaoError, meaning
from service.messages import Language, language_of, say

MEDIA_TYPE = "application/problem+json"
OPENAI_PREFIX = "/openai/"
"""Below it errors have OpenAI's form and statuses, so that its clients raise the errors that their users know."""
_log = logging.getLogger(__name__)

# What the framework itself refuses: there is no error of ours behind these.
_CODE_OF_STATUS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    503: "not_ready",
}
# Answered before the body, if any, was read to its end: closing the connection spares the server the rest of it.
_BODY_UNREAD = frozenset({401, 403, 406, 408, 413, 415, 429})
_STORE_SECONDS = 5
"""When to ask again where the database cannot be reached."""
_REASON_OF_TYPE = {
    "missing": "reason_missing",
    "extra_forbidden": "reason_unknown",
    "literal_error": "reason_choice",
    "string_type": "reason_text",
    "model_type": "reason_object",
    "model_attributes_type": "reason_object",
    "bool_type": "reason_switch",
    "bool_parsing": "reason_switch",
    "json_invalid": "reason_json",
    "body_options": "reason_body_options",
    "no_model": "reason_no_model",
    "blank": "reason_blank",
    "string_too_short": "reason_blank",
    "string_too_long": "reason_long",
    "too_short": "reason_blank",
    "no_place": "reason_no_place",
    "multipart_invalid": "reason_multipart",
    "one_file": "reason_one_file",
}


class FieldProblem(BaseModel):
    """One field of a request and what is wrong with it."""

    field: str = Field(examples=["options.engine"])
    reason: str = Field(examples=["只能是 'extractive' or 'llm'"])


class Problem(BaseModel):
    """An error of any route (RFC 9457), in the language of Accept-Language, Chinese if none."""

    type: str = Field(description="names the kind of problem", examples=["/problems/too_long"])
    title: str = Field(description="the HTTP status in words", examples=["Content Too Large"])
    status: int = Field(examples=[413])
    detail: str = Field(description="for people", examples=["报告有 2000001 字，超过上限 2000000 字。"])
    instance: str = Field(description="names this occurrence, in the answer and in the service's log")
    code: str = Field(description="for programs", examples=["too_long"])
    errors: list[FieldProblem] | None = Field(default=None, description="where several fields are wrong")


class Told(NamedTuple):
    """A problem's code and number, for the log to name it as the client was told."""

    code: str
    instance: str


def install(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""
    app.add_exception_handler(TiyaoError, _of_error)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(Exception, crashed)


def language(request: Request) -> Language:
    """The language that the client reads."""
    return language_of(request.headers.get("accept-language"))


def answer(request: Request, error: TiyaoError) -> JSONResponse:
    """The problem of an error."""
    if isinstance(error, InvalidFields):
        return _of_fields(request, error.wrong)
    return _problem(request, meaning(error).status, error.code, error.details, headers=_headers(error))


def crashed(request: Request, error: Exception) -> JSONResponse:
    """A mistake of ours: the client gets the number under which the log has it, and nothing else."""
    instance = _instance()
    _log.error("unhandled error %s", instance, exc_info=error)
    return _problem(request, TABLE["internal"].status, "internal", {}, instance=instance)


def _of_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TiyaoError)  # noqa: S101
    return answer(request, error)


def _headers(error: TiyaoError) -> dict[str, str]:
    """What a status asks for in headers (RFC 6750, RFC 9110)."""
    if isinstance(error, Unauthenticated):
        wrong = "" if error.details.get("reason") == "reason_no_key" else ', error="invalid_token"'
        return {"WWW-Authenticate": f'Bearer realm="tiyao"{wrong}'}
    if isinstance(error, MissingScope):
        scope = error.details["scope"]
        return {"WWW-Authenticate": f'Bearer realm="tiyao", error="insufficient_scope", scope="{scope}"'}
    wait = _STORE_SECONDS if isinstance(error, StoreError) else error.details.get("retry_after_seconds")
    return {} if wait is None else {"Retry-After": str(math.ceil(wait))}


def _of_validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    return _of_fields(request, error.errors())


def _of_fields(request: Request, wrong: Sequence[Any]) -> JSONResponse:
    said = [FieldProblem(field=_field(one["loc"]), reason=_reason(one, language(request))) for one in wrong]
    details = said[0].model_dump() if said else {}
    extra = {"errors": [one.model_dump() for one in said]} if len(said) > 1 else {}
    return _problem(request, TABLE["invalid_request"].status, "invalid_request", details, extra=extra)


def _of_framework(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    if isinstance(error.__cause__, TiyaoError):
        return answer(request, error.__cause__)  # the framework was reading the body when it was refused
    code = _CODE_OF_STATUS.get(error.status_code, "bad_request" if error.status_code < 500 else "internal")
    details = {"what": request.url.path, "method": request.method, "media": request.headers.get("accept", "")}
    return _problem(request, error.status_code, code, details, headers=error.headers)


def _problem(
    request: Request,
    status: int,
    code: str,
    details: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
    extra: Mapping[str, Any] | None = None,
    instance: str | None = None,
) -> JSONResponse:
    tongue = language(request)
    body = {
        "type": f"/problems/{code}",
        "title": http.HTTPStatus(status).phrase,
        "status": status,
        "detail": say(code, tongue, **{name: _sayable(value) for name, value in details.items()}),
        "instance": instance or _instance(),
        "code": code,
        **(extra or {}),
    }
    told = {"Content-Language": tongue, "Vary": "Accept-Language", **(headers or {})}
    if status in _BODY_UNREAD and not is_reading(request.method):
        told["Connection"] = "close"
    request.scope.setdefault("state", {})["problem"] = Told(code, body["instance"])
    if request.scope["path"].startswith(OPENAI_PREFIX):
        return JSONResponse(_openai(code, status, body["detail"]), _of_openai(status), headers=told)
    return JSONResponse(body, status, headers=told, media_type=MEDIA_TYPE)


def openai_error(request: Request, error: TiyaoError) -> dict[str, Any]:
    """An error in OpenAI's form, for a stream that has begun."""
    details = {name: _sayable(value) for name, value in error.details.items()}
    return _openai(error.code, meaning(error).status, say(error.code, language(request), **details))


def _openai(code: str, status: int, message: str) -> dict[str, Any]:
    kinds = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
    kind = kinds.get(status, "invalid_request_error" if status < 500 else "api_error")
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def _of_openai(status: int) -> int:
    """What is wrong with a request is 400 there, whatever it is."""
    return 400 if status in (406, 413, 415, 422) else status


def _instance() -> str:
    return f"urn:uuid:{uuid4()}"


def _field(location: Sequence[str | int]) -> str:
    """The place of a field, as a client would write it: options.engine; "body" for the whole."""
    return _sayable(".".join(str(part) for part in location if part not in ("query", "body"))) or "body"


def _reason(wrong: Mapping[str, Any], tongue: Language) -> str:
    details = dict(wrong.get("ctx", {}))
    if tongue == "zh" and "expected" in details:
        details["expected"] = details["expected"].replace(", ", "、").replace(" or ", "、")
    return say(_REASON_OF_TYPE.get(wrong["type"], "reason_invalid"), tongue, **details)


def _sayable(value: object) -> str:
    """As text that can be sent: what a client sent may hold what no text holds, its key, and be long."""
    text = credentials.covered(str(value).encode("utf-8", "backslashreplace").decode("utf-8"))
    return text if len(text) <= 200 else text[:200] + "…"
