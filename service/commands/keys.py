"""`tiyao keys`: who may use the service."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

import typer

from schemas.key import LOCAL_OWNER, Key, KeyLimits, Scope
from service import build, credentials
from service.commands import settings as setting
from service.commands.terminal import emit
from service.errors import InvalidRequest, NotFound
from service.messages import Language, say
from service.settings import ASKING, SERVING, STORING
from service.storage.keys import KeyStore

_UNUSED = (SERVING | ASKING) - STORING
_USUAL: tuple[Scope, ...] = ("summarize", "read")
_LONGEST_NAME = 200


class Limits(NamedTuple):
    """As given; None leaves one to the service's settings."""

    requests_per_minute: int | None
    reports_per_day: int | None
    max_queued_jobs: int | None
    max_body_bytes: int | None


def create(
    name: str,
    scopes: Sequence[Scope],
    days: float | None,
    limits: Limits,
    local: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Make a key and show it; `local` gives it what was made without keys. Raises InvalidRequest for a name that is none."""
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InvalidRequest(field="NAME", reason="reason_invalid")
    new = credentials.issue()
    wanted = tuple(dict.fromkeys(scopes or _USUAL))
    most, owner = KeyLimits(**limits._asdict()), LOCAL_OWNER if local else None
    with _store() as store:
        key = store.create(new.id, credentials.digest(new.secret), name, wanted, most, days, owner)
    _show(key, new, "key_made", as_json, language)


def renew(id: str, days: float | None, as_json: bool, language: Language) -> None:
    """Give the key another secret and show it. Raises NotFound where there is none that is not revoked."""
    new = credentials.issue(id)
    with _store() as store:
        key = store.renew(id, credentials.digest(new.secret), days)
    if key is None:
        raise NotFound(what=say("what_key", language, id=id))
    _show(key, new, "key_renewed", as_json, language)


def revoke(id: str, language: Language) -> None:
    """Make the key useless. Raises NotFound where there is none."""
    with _store() as store:
        key = store.revoke(id)
    if key is None:
        raise NotFound(what=say("what_key", language, id=id))
    emit(say("key_revoked", language, id=key.id, name=key.name) + "\n")


def show(as_json: bool, language: Language) -> None:
    """List every key; no secret is known."""
    with _store() as store:
        keys = store.all()
    if as_json:
        emit(json.dumps([key.model_dump(mode="json") for key in keys], ensure_ascii=False, indent=2) + "\n")
    else:
        emit("".join(f"{_line(key, language)}\n" for key in keys) or say("keys_none", language) + "\n")


def _show(key: Key, new: credentials.Credential, code: str, as_json: bool, language: Language) -> None:
    """The key alone on stdout, so that a script can take it; the rest is for whoever reads along."""
    if as_json:
        emit(json.dumps({**key.model_dump(mode="json"), "key": new.token}, ensure_ascii=False, indent=2) + "\n")
    else:
        typer.echo(say(code, language, id=key.id, name=key.name), err=True)
        emit(new.token + "\n")


def _line(key: Key, language: Language) -> str:
    until = say("key_until", language, time=_day(key.expires_at)) if key.expires_at else say("key_endless", language)
    used = say("key_used", language, time=_day(key.used_at)) if key.used_at else say("key_unused", language)
    own = (f"{name}={value}" for name, value in key.limits.model_dump(exclude_none=True).items())
    state = say(f"key_state_{key.state}", language)
    local = [say("key_local", language)] if key.owner == LOCAL_OWNER else []
    return "  ".join([key.id, key.name, state, "+".join(key.scopes), until, used, *local, *own])


def _day(time: datetime) -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M}"


@contextmanager
def _store() -> Iterator[KeyStore]:
    store = KeyStore(build.database(setting.load(_UNUSED)))
    try:
        yield store
    finally:
        store.close()
