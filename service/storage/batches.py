"""Batches as rows. One arrives in several transactions, and is there for users when it is complete."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from schemas.request import SummaryOptions
from service.storage import events, jobs
from service.storage.clock import now_ms
from service.storage.events import NewEvent
from service.storage.tables import batches
from service.storage.tables import jobs as rows_of_jobs


class StoredBatch(NamedTuple):
    """A batch as users see it; times are milliseconds since 1970."""

    id: str
    name: str
    options: dict[str, Any]
    total: int
    created_at_ms: int


class Pace(NamedTuple):
    """Of a batch's jobs: how many are in each state, and when the first was begun and the last finished, if any."""

    counts: dict[str, int]
    started_at_ms: int | None
    finished_at_ms: int | None


_SEEN = [batches.c[name] for name in StoredBatch._fields]


def begin(connection: Connection, owner: str, name: str, options: SummaryOptions) -> str:
    """A batch that its jobs are to arrive in; its id."""
    now = connection.execute(now_ms().select()).scalar_one()
    row = {"id": jobs.new_id(now), "owner": owner, "name": name, "options": options.model_dump(mode="json")}
    connection.execute(insert(batches), row | {"total": 0, "complete": False, "created_at_ms": now})
    return str(row["id"])


def complete(connection: Connection, batch: str) -> None:
    """All jobs have arrived: they are due, and the batch is to be seen."""
    of_batch = rows_of_jobs.c.batch == batch
    ids = (
        connection.execute(select(rows_of_jobs.c.id).where(of_batch).order_by(rows_of_jobs.c.position)).scalars().all()
    )
    connection.execute(update(batches).where(batches.c.id == batch).values(total=len(ids), complete=True))
    jobs.release(connection, batch)
    events.add(connection, [NewEvent(job, batch, "queued") for job in ids])


def get(connection: Connection, owner: str, batch: str) -> StoredBatch | None:
    wanted = select(*_SEEN).where(batches.c.id == batch, batches.c.owner == owner, batches.c.complete)
    row = connection.execute(wanted).one_or_none()
    return StoredBatch(*row) if row else None


def page(
    connection: Connection, owner: str, name: str | None, limit: int, after: tuple[int, str] | None
) -> list[StoredBatch]:
    """At most `limit` batches, the newest first, behind the one with that `created_at_ms` and id."""
    found = select(*_SEEN).where(batches.c.owner == owner, batches.c.complete)
    if name is not None:
        found = found.where(batches.c.name.contains(name, autoescape=True))
    if after:
        at, last = after
        older = or_(batches.c.created_at_ms < at, and_(batches.c.created_at_ms == at, batches.c.id < last))
        found = found.where(older)
    found = found.order_by(batches.c.created_at_ms.desc(), batches.c.id.desc()).limit(limit)
    return [StoredBatch(*row) for row in connection.execute(found)]


def paces(connection: Connection, wanted: Sequence[str]) -> dict[str, Pace]:
    """How far batches are, by id."""
    columns = rows_of_jobs.c
    counted = (
        select(
            columns.batch,
            columns.state,
            func.count(),
            func.min(columns.started_at_ms),
            func.max(columns.finished_at_ms),
        )
        .where(columns.batch.in_(wanted))
        .group_by(columns.batch, columns.state)
    )
    found = {batch: Pace({}, None, None) for batch in wanted}
    for batch, state, number, started, finished in connection.execute(counted):
        pace = found[batch]
        firsts = [at for at in (pace.started_at_ms, started) if at is not None]
        lasts = [at for at in (pace.finished_at_ms, finished) if at is not None]
        found[batch] = Pace({**pace.counts, state: number}, min(firsts, default=None), max(lasts, default=None))
    return found


def remove(connection: Connection, owner: str, batch: str) -> bool:
    """Delete a batch, its jobs and everything of them, results too; whether there was one."""
    return bool(connection.execute(delete(batches).where(batches.c.id == batch, batches.c.owner == owner)).rowcount)


def remove_stranded(connection: Connection, older_than_ms: int) -> int:
    """Delete batches that never became complete: whoever posted them was never told their id. How many."""
    stranded = ~batches.c.complete, batches.c.created_at_ms < now_ms() - older_than_ms
    return connection.execute(delete(batches).where(*stranded)).rowcount
