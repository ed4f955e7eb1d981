"""The way in: who calls, whether they may, and whether not too much. What gets past it has `request.state.caller`."""

from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api import limits, problems
from service.api.access import is_reading, needed
from service.api.auth import LOCAL, Caller, Doorkeeper
from service.api.limits import Logins, Meter
from service.api.security import check_origin, check_own_page
from service.errors import TiyaoError


@dataclass(frozen=True, slots=True)
class Keyed:
    """Every caller shows a key, or the session that they have for it."""

    keeper: Doorkeeper
    meter: Meter
    logins: Logins


@dataclass(frozen=True, slots=True)
class Open:
    """Keys are off. `own_host` is what the service listens to where that is this machine alone, and only its own
    programs and pages are served; None serves anybody."""

    own_host: str | None


class Door:
    """Middleware: answers whoever may not pass. An address that nobody knows is nobody's, so it needs a key too."""

    def __init__(self, app: ASGIApp, rule: Keyed | Open, body_timeout_seconds: float) -> None:
        self._app = app
        self._rule = rule
        self._body_timeout_seconds = body_timeout_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        request = Request(scope, receive)
        try:
            caller, told = await self._caller(request)
            coming = limits.timed(receive, self._body_timeout_seconds)
            body = limits.bounded(coming, request.headers, caller.limits.max_body_bytes)
        except TiyaoError as error:
            return await problems.answer(request, error)(scope, receive, send)
        meter = self._rule.meter if isinstance(self._rule, Keyed) else None
        scope.setdefault("state", {}).update(caller=caller, meter=meter, rule=self._rule)
        return await self._app(scope, body, _telling(send, told))

    async def _caller(self, request: Request) -> tuple[Caller, dict[str, str]]:
        """Who calls, and the headers that tell what they may still. Raises AccessError, StoreError."""
        scope = needed(request.method, request.scope["path"])
        if isinstance(self._rule, Open):
            if scope and self._rule.own_host is not None:
                check_origin(request.method, request.headers, self._rule.own_host)
            return LOCAL, {}
        if scope is None:
            return LOCAL, {}
        caller = await self._rule.keeper.caller(request.headers)
        if caller.by_cookie and not is_reading(request.method):
            check_own_page(request.headers, sure=True)
        told = await self._rule.meter.request(caller)
        caller.check(scope)
        return caller, told


def _telling(send: Send, told: dict[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(told)
        await send(message)

    return sending if told else send
