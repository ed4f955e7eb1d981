"""One line of log, and one count, for each request; and the answer where it met a mistake of ours."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import logs
from service.api import problems
from service.api.access import PUBLIC

_log = logging.getLogger(__name__)
_NAME = "X-Request-Id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_HUNG_UP = 499  # as nginx has it: nobody was there to be answered
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines: told only where everything is."""
_LOGGED_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")

Watch = Callable[[str, str | None, int, float], None]
"""Called with a request's method, the template of its path (None for an unknown one), its status, its seconds."""


class Logged:
    """Middleware around all that may fail. Gives each request its id: the client's own where it is well-formed."""

    def __init__(self, app: ASGIApp, watch: Watch) -> None:
        self._app = app
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        given = Headers(scope=scope).get(_NAME, "")
        request_id = given if _WELL_FORMED.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        answer = _Answer(send, request_id)
        began = time.perf_counter()
        with logs.bound(request=request_id):
            try:
                await self._answered(scope, receive, answer)
            finally:
                self._tell(scope, answer, time.perf_counter() - began)

    async def _answered(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            return
        except Exception as error:
            response = problems.crashed(Request(scope, receive), error)
            if answer.begun:
                raise  # half an answer is best broken off
            await response(scope, receive, answer)

    def _tell(self, scope: Scope, answer: "_Answer", seconds: float) -> None:
        path = _template(scope)
        self._watch(scope["method"], path, answer.status, seconds)
        state = scope["state"]
        caller, problem = state.get("caller"), state.get("problem")
        level = logging.DEBUG if path in _QUIET else logging.ERROR if answer.status >= 500 else logging.INFO
        fields = {
            "method": scope["method"],
            "path": path,
            **_parameters(scope),
            "status": answer.status,
            "seconds": round(seconds, 4),
            "owner": caller.owner if caller else None,
            "client": (scope.get("client") or (None,))[0],
            "location": answer.location,
            "problem": problem.code if problem else None,
            "instance": problem.instance if problem else None,
        }
        _log.log(level, "request", extra=fields)


class _Answer:
    """What is sent, with the request's id on it."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._id = request_id
        self.begun = False
        self.status = _HUNG_UP
        self.location: str | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun, self.status = True, message["status"]
            headers = MutableHeaders(scope=message)
            headers[_NAME] = self._id
            # Of a redirect it would be the path that the client sent.
            self.location = headers.get("location") if self.status in (201, 202) else None
        await self._send(message)


def _template(scope: Scope) -> str | None:
    """The path as it is declared: what a client sent may hold anything, and be any number of things."""
    route = scope.get("route")
    if route is not None:
        return str(route.path)
    return scope["path"] if scope["path"] in PUBLIC else None


def _parameters(scope: Scope) -> dict[str, str]:
    """The ids in the path, of jobs, batches and summaries."""
    found = scope.get("path_params") or {}
    return {f"path_{name}": str(value) for name, value in found.items() if _LOGGED_PARAMETER.fullmatch(str(value))}
