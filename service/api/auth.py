"""Who calls: the key of a request, and what it may do."""

import asyncio
import logging
import time
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from schemas.key import LOCAL_OWNER, SCOPES, KeyLimits, Scope
from service import credentials
from service.access_errors import MissingScope, Unauthenticated
from service.api.fresh import Fresh
from service.credentials import Credential
from service.errors import StoreError
from service.storage.keys import KeptKey, KeyStore
from service.storage.sessions import KeptSession, SessionStore

_log = logging.getLogger(__name__)
COOKIE = "tiyao_session"
_BEARER = "bearer "
_NOTED_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose request it is: `owner` owns what it makes. A limit of None is none. `by_cookie`: a browser shows it by itself,
    whoever's page makes it ask. `name` is the key's."""

    owner: str
    scopes: frozenset[Scope]
    limits: KeyLimits
    name: str = ""
    by_cookie: bool = False

    def check(self, scope: Scope) -> None:
        """Raises MissingScope. Who may do everything may do everything with their own things, no more."""
        if scope not in self.scopes and "admin" not in self.scopes:
            raise MissingScope(scope=scope)


LOCAL = Caller(LOCAL_OWNER, frozenset(SCOPES), KeyLimits())
"""Whoever calls where keys are off."""


class Doorkeeper:
    """Tells callers by their keys, or by the sessions that they have for them. What it knows of either is at most
    `cache_seconds` old."""

    def __init__(self, store: KeyStore, sessions: SessionStore, defaults: KeyLimits, cache_seconds: float) -> None:
        self._store = store
        self._sessions = sessions
        self._defaults = defaults.model_dump()
        self._known: Fresh[str, KeptKey | None] = Fresh(self._load, cache_seconds)
        self._begun: Fresh[str, KeptSession | None] = Fresh(self._load_session, cache_seconds)
        self._noted: dict[str, float] = {}
        self._noting: set[asyncio.Task[None]] = set()

    async def caller(self, headers: Headers) -> Caller:
        """Raises Unauthenticated, StoreError. A key in a header goes before a cookie."""
        shown, cookie = token(headers), _cookie(headers)
        if shown is None and cookie is None:
            raise Unauthenticated(reason="reason_no_key")
        kept = await (self._of_session(cookie) if shown is None else self._of_key(shown))
        self._note(kept.key.id)
        limits = self._defaults | kept.key.limits.model_dump(exclude_none=True)
        return Caller(
            owner=kept.key.owner,
            scopes=frozenset(kept.key.scopes),
            limits=KeyLimits(**limits),
            name=kept.key.name,
            by_cookie=shown is None,
        )

    async def log_in(self, key: str, hours: float) -> Credential:
        """A new session of a key. Raises Unauthenticated, StoreError."""
        kept = await self._of_key(key)
        session = credentials.issue_session()
        digest = credentials.digest(session.secret)
        await run_in_threadpool(self._sessions.create, session.id, digest, kept.key.id, kept.digest, hours)
        return session

    async def log_out(self, headers: Headers) -> None:
        """End the session of a request, if it has one. Raises StoreError."""
        session = credentials.read_session(_cookie(headers) or "")
        kept = await self._begun.get(session.id) if session else None
        if session and credentials.matches(session.secret, kept.digest if kept else None):
            await run_in_threadpool(self._sessions.delete, session.id)
            self._begun.forget(session.id)

    async def _of_key(self, shown: str) -> KeptKey:
        credential = credentials.read(shown)
        kept = await self._known.get(credential.id) if credential else None
        if not credential or not credentials.matches(credential.secret, kept.digest if kept else None) or not kept:
            raise Unauthenticated(reason="reason_wrong_key")
        return _usable(kept)

    async def _of_session(self, cookie: str | None) -> KeptKey:
        session = credentials.read_session(cookie or "")
        begun = await self._begun.get(session.id) if session else None
        if not session or not credentials.matches(session.secret, begun.digest if begun else None) or not begun:
            raise Unauthenticated(reason="reason_no_session")
        kept = await self._known.get(begun.key)
        if kept is None:
            raise Unauthenticated(reason="reason_no_session")
        return _usable(kept)

    async def close(self) -> None:
        """Wait for what is being noted."""
        await asyncio.gather(*self._noting)

    async def _load(self, id: str) -> KeptKey | None:
        return await run_in_threadpool(self._store.get, id)

    async def _load_session(self, id: str) -> KeptSession | None:
        return await run_in_threadpool(self._sessions.get, id)

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


def _usable(kept: KeptKey) -> KeptKey:
    if kept.key.state != "usable":
        raise Unauthenticated(reason=f"reason_{kept.key.state}_key")
    return kept


def _cookie(headers: Headers) -> str | None:
    return cookie_parser(headers.get("cookie", "")).get(COOKIE)


def token(headers: Headers) -> str | None:
    """The key that a request shows: as a bearer token, or in X-API-Key for clients that cannot."""
    authorization = headers.get("authorization", "")
    if authorization[: len(_BEARER)].lower() == _BEARER:
        return authorization[len(_BEARER) :].strip()
    return headers.get("x-api-key")
