"""Workers and when they were last alive, all by the database's clock: no two machines' clocks are ever compared."""

from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from service.storage.clock import now_ms
from service.storage.tables import workers


def beat(connection: Connection, worker: str) -> int:
    """A worker is alive; the time."""
    alive = update(workers).where(workers.c.id == worker).values(seen_at_ms=now_ms()).returning(workers.c.seen_at_ms)
    seen = connection.execute(alive).scalar_one_or_none()
    if seen is None:
        first = insert(workers).values(id=worker, started_at_ms=now_ms(), seen_at_ms=now_ms())
        seen = connection.execute(first.returning(workers.c.seen_at_ms)).scalar_one()
    return int(seen)


def alive(seconds: float) -> Select[Any]:
    """A query of the ids of workers that were alive within so many seconds."""
    return select(workers.c.id).where(workers.c.seen_at_ms >= now_ms() - round(seconds * 1000))


def alive_ids(connection: Connection, seconds: float) -> set[str]:
    return set(connection.execute(alive(seconds)).scalars())


def leave(connection: Connection, worker: str) -> None:
    """A worker has stopped, and handed back what it had."""
    connection.execute(delete(workers).where(workers.c.id == worker))
