"""The keys of the service. Expiry goes by the database's clock, which several machines share."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, insert, literal, or_, select, update

from schemas.key import Key, KeyLimits, Scope
from service.storage.clock import DAY_MS, now_ms
from service.storage.database import Database
from service.storage.tables import keys

_USE_MS = 60_000
"""Uses are noted so often: a note at each would be a write at each."""

_STATE = case(
    (keys.c.revoked_at_ms.is_not(None), "revoked"),
    (keys.c.expires_at_ms <= now_ms(), "expired"),
    else_="usable",
).label("state")


class KeptKey(NamedTuple):
    """A key, and the SHA-256 of its secret."""

    key: Key
    digest: str

    def __repr__(self) -> str:
        return f"KeptKey({self.key.id!r})"


class KeyStore:
    """Blocking, safe from several threads; raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self,
        id: str,
        digest: str,
        name: str,
        scopes: tuple[Scope, ...],
        limits: KeyLimits,
        days: float | None,
        owner: str | None = None,
    ) -> Key:
        """Keep a new key, good for `days` from now, or for good; with things of its own, or `owner`'s."""
        row = {
            "id": id,
            "owner": owner,
            "name": name,
            "digest": digest,
            "scopes": list(scopes),
            "limits": limits.model_dump(exclude_none=True),
            "created_at_ms": now_ms(),
            "expires_at_ms": _in_days(days),
        }
        with self._database.writing() as connection:
            connection.execute(insert(keys).values(**row))
            made = _found(connection, id)
        if made is None:
            raise AssertionError("a row of this transaction")
        return made.key

    def get(self, id: str) -> KeptKey | None:
        with self._database.reading() as connection:
            return _found(connection, id)

    def all(self) -> tuple[Key, ...]:
        """Every key that ever was, the oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(keys, _STATE).order_by(keys.c.created_at_ms, keys.c.id)).mappings()
            return tuple(_key(row) for row in rows)

    def any_usable(self) -> bool:
        with self._database.reading() as connection:
            found = connection.execute(select(literal(1)).select_from(keys).where(_STATE.element == "usable").limit(1))
            return found.first() is not None

    def revoke(self, id: str) -> Key | None:
        """The key, good for nothing from now on, or for longer already; None where there is none."""
        revoked = update(keys).where(keys.c.id == id, keys.c.revoked_at_ms.is_(None)).values(revoked_at_ms=now_ms())
        with self._database.writing() as connection:
            connection.execute(revoked)
            found = _found(connection, id)
        return found.key if found else None

    def renew(self, id: str, digest: str, days: float | None) -> Key | None:
        """The key with another secret in place of its own, good for `days` from now or for good, what it owns its own
        still; None where there is none that is not revoked."""
        renewed = update(keys).where(keys.c.id == id, keys.c.revoked_at_ms.is_(None))
        with self._database.writing() as connection:
            changed = connection.execute(renewed.values(digest=digest, expires_at_ms=_in_days(days))).rowcount
            found = _found(connection, id) if changed else None
        return found.key if found else None

    def used(self, id: str) -> None:
        """Note that the key was used, unless that was noted a moment ago."""
        stale = or_(keys.c.used_at_ms.is_(None), keys.c.used_at_ms <= now_ms() - _USE_MS)
        with self._database.writing() as connection:
            connection.execute(update(keys).where(keys.c.id == id, stale).values(used_at_ms=now_ms()))

    def close(self) -> None:
        self._database.close()


def _in_days(days: float | None) -> Any:
    return None if days is None else now_ms() + round(days * DAY_MS)


def _found(connection: Connection, id: str) -> KeptKey | None:
    row = connection.execute(select(keys, _STATE).where(keys.c.id == id)).mappings().one_or_none()
    return KeptKey(_key(row), row["digest"]) if row else None


def _key(row: Mapping[Any, Any]) -> Key:
    return Key(
        id=row["id"],
        owner=row["owner"] or row["id"],
        name=row["name"],
        scopes=tuple(row["scopes"]),
        limits=KeyLimits(**row["limits"]),
        state=row["state"],
        created_at=_time(row["created_at_ms"]),
        expires_at=_time(row["expires_at_ms"]),
        revoked_at=_time(row["revoked_at_ms"]),
        used_at=_time(row["used_at_ms"]),
    )


def _time(milliseconds: int | None) -> Any:
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
