"""Who calls: the key of a request, and what it may do."""

import asyncio
import logging
import time
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from schemas.key import LOCAL_OWNER, SCOPES, KeyLimits, Scope
from service import credentials
from service.access_errors import MissingScope, Unauthenticated
from service.api.fresh import Fresh
from service.errors import StoreError
from service.storage.keys import KeptKey, KeyStore

_log = logging.getLogger(__name__)
_BEARER = "bearer "
_NOTED_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose request it is: `owner` owns what it makes. A limit of None is none."""

    owner: str
    scopes: frozenset[Scope]
    limits: KeyLimits

    def check(self, scope: Scope) -> None:
        """Raises MissingScope. Who may do everything may do everything with their own things, no more."""
        if scope not in self.scopes and "admin" not in self.scopes:
            raise MissingScope(scope=scope)


LOCAL = Caller(LOCAL_OWNER, frozenset(SCOPES), KeyLimits())
"""Whoever calls where keys are off."""


class Doorkeeper:
    """Tells callers by their keys. What it knows of a key is at most `cache_seconds` old."""

    def __init__(self, store: KeyStore, defaults: KeyLimits, cache_seconds: float) -> None:
        self._store = store
        self._defaults = defaults.model_dump()
        self._known: Fresh[str, KeptKey | None] = Fresh(self._load, cache_seconds)
        self._noted: dict[str, float] = {}
        self._noting: set[asyncio.Task[None]] = set()

    async def caller(self, headers: Headers) -> Caller:
        """Raises Unauthenticated, StoreError."""
        shown = token(headers)
        if shown is None:
            raise Unauthenticated(reason="reason_no_key")
        credential = credentials.read(shown)
        kept = await self._known.get(credential.id) if credential else None
        if not credential or not credentials.matches(credential.secret, kept.digest if kept else None) or not kept:
            raise Unauthenticated(reason="reason_wrong_key")
        if kept.key.state != "usable":
            raise Unauthenticated(reason=f"reason_{kept.key.state}_key")
        self._note(kept.key.id)
        limits = self._defaults | kept.key.limits.model_dump(exclude_none=True)
        return Caller(kept.key.owner, frozenset(kept.key.scopes), KeyLimits(**limits))

    async def close(self) -> None:
        """Wait for what is being noted."""
        await asyncio.gather(*self._noting)

    async def _load(self, id: str) -> KeptKey | None:
        return await run_in_threadpool(self._store.get, id)

    def _note(self, id: str) -> None:
        """Behind the caller's back: a use that is not noted is no reason to refuse it."""
        now = time.monotonic()
        if now - self._noted.get(id, -_NOTED_SECONDS) < _NOTED_SECONDS:
            return
        self._noted[id] = now
        noting = asyncio.ensure_future(self._used(id))
        self._noting.add(noting)
        noting.add_done_callback(self._noting.discard)

    async def _used(self, id: str) -> None:
        try:
            await run_in_threadpool(self._store.used, id)
        except StoreError as error:
            _log.warning("the use of a key was not noted", extra={"owner": id, "reason": error.details["reason"]})


def token(headers: Headers) -> str | None:
    """The key that a request shows: as a bearer token, or in X-API-Key for clients that cannot."""
    authorization = headers.get("authorization", "")
    if authorization[: len(_BEARER)].lower() == _BEARER:
        return authorization[len(_BEARER) :].strip()
    return headers.get("x-api-key")
