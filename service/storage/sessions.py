"""Who is logged in. Expiry goes by the database's clock, which several machines share."""

from typing import NamedTuple

from sqlalchemy import delete, insert, select

from service.storage.clock import now_ms
from service.storage.database import Database
from service.storage.tables import keys, sessions

_HOUR_MS = 3_600_000


class KeptSession(NamedTuple):
    """A session that is not over: the key it stands for, and the SHA-256 of its own secret."""

    key: str
    digest: str

    def __repr__(self) -> str:
        return f"KeptSession(key={self.key!r})"


class SessionStore:
    """Blocking, safe from several threads; raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, id: str, digest: str, key: str, key_digest: str, hours: float) -> None:
        """Keep a session of a key, as long as it lasts and the key's secret is the one with that digest."""
        row = {"id": id, "digest": digest, "key": key, "key_digest": key_digest}
        ends = now_ms() + round(hours * _HOUR_MS)
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires_at_ms <= now_ms()))
            connection.execute(insert(sessions).values(**row, expires_at_ms=ends))

    def get(self, id: str) -> KeptSession | None:
        """The session, unless it is over or its key has another secret by now."""
        wanted = (
            select(sessions.c.key, sessions.c.digest)
            .join(keys, keys.c.id == sessions.c.key)
            .where(sessions.c.id == id, sessions.c.expires_at_ms > now_ms(), keys.c.digest == sessions.c.key_digest)
        )
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return KeptSession(row.key, row.digest) if row else None

    def delete(self, id: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.id == id))
