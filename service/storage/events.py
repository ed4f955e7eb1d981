"""What happened to jobs, numbered in the order in which it can be read."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select, text

from schemas.job import EventKind
from service.storage.clock import now_ms
from service.storage.tables import events

_IN_ORDER = 0x7469_7962  # any number that is always the same, and no other lock's


class NewEvent(NamedTuple):
    job: str
    batch: str | None
    kind: EventKind
    data: Mapping[str, Any] = {}


class StoredEvent(NamedTuple):
    number: int
    job: str
    batch: str | None
    kind: EventKind
    data: dict[str, Any]
    at_ms: int


_COLUMNS = [events.c[name] for name in StoredEvent._fields]


def add(connection: Connection, new: Sequence[NewEvent]) -> None:
    """Note what happened, as the last thing of a transaction.

    Whoever reads goes on behind the highest number that he saw: a lower one must never come to light later. On
    PostgreSQL numbers are given before a transaction ends, so from here to its end it is the only one that gives any.
    """
    if not new:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _IN_ORDER})
    now = connection.execute(now_ms().select()).scalar_one()
    rows = [{**one._asdict(), "data": dict(one.data), "at_ms": now} for one in new]
    connection.execute(insert(events), rows)


def after(
    connection: Connection, number: int, limit: int, *, job: str | None = None, batch: str | None = None
) -> list[StoredEvent]:
    """At most `limit` events behind a number, of one job or one batch where one is named."""
    wanted = select(*_COLUMNS).where(events.c.number > number).order_by(events.c.number).limit(limit)
    if job is not None:
        wanted = wanted.where(events.c.job == job)
    if batch is not None:
        wanted = wanted.where(events.c.batch == batch)
    return [StoredEvent(*row) for row in connection.execute(wanted)]


def last(connection: Connection) -> int:
    """The highest number given; 0 before the first."""
    return int(connection.execute(select(func.coalesce(func.max(events.c.number), 0))).scalar_one())
