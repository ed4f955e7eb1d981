"""An application with keys on, and keys for it."""

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from schemas.key import LOCAL_OWNER, Key, KeyLimits, Scope
from service import build, credentials
from service.settings import Settings
from service.storage.keys import KeyStore
from tests.app.conftest import settings

PAGE = {"/", "/assets/x/x"}
"""Addresses of the page and its files, as `routes` has them."""
PUBLIC = {"/healthz", "/docs", "/openapi.json", "/v1/session", *PAGE}


def keyed(**given: Any) -> Settings:
    """Settings with keys on; a key that changes is seen at once."""
    return settings(**{"keys": "on", "key_cache_seconds": 0, **given})


def make_key(of: Settings, *scopes: Scope, days: float | None = None, heir: bool = False, **limits: int) -> str:
    """A key as its user holds it; an `heir` has what was made without keys."""
    new = credentials.issue()
    owner = LOCAL_OWNER if heir else None
    with_store(of, "create", new.id, credentials.digest(new.secret), "测试", scopes, KeyLimits(**limits), days, owner)
    return new.token


def revoke(of: Settings, token: str) -> None:
    assert with_store(of, "revoke", id_of(token))


def listed(of: Settings) -> tuple[Key, ...]:
    found: tuple[Key, ...] = with_store(of, "all")
    return found


def with_store(of: Settings, method: str, *arguments: Any) -> Any:
    store = KeyStore(build.database(of))
    try:
        return getattr(store, method)(*arguments)
    finally:
        store.close()


def id_of(token: str) -> str:
    found = credentials.read(token)
    assert found
    return found.id


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and address that the application has, those that it does not document among them."""
    for route in iter_route_contexts(app.routes):
        for method in sorted(route.methods or {"GET"}):
            yield method, re.sub(r"\{[^}]*\}", "x", str(route.path))
