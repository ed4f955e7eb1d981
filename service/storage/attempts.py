"""Jobs as workers see them: taken from the waiting, put into the queue, begun, finished or put back.

Every change is fenced. `run` tells a job's present place in the queue from earlier ones, `attempts` the present attempt
from one that was given up for lost: who was overtaken changes nothing any more. So a job has one result, whatever is killed
when.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, case, exists, func, select, update

from schemas.request import SummaryOptions
from service.storage import events
from service.storage.clock import now_ms
from service.storage.events import NewEvent
from service.storage.jobs import WAITING, changed
from service.storage.tables import inputs, jobs


class Begun(NamedTuple):
    """A job that a worker has begun: what is to be done, and `attempts` to be named when it is. `lost` counts earlier
    attempts that nobody heard of again; `waited_ms` since the first one began."""

    id: str
    batch: str | None
    owner: str
    name: str
    options: SummaryOptions
    language: str
    attempts: int
    lost: int
    waited_ms: int
    data: bytes
    suffix: str | None
    charset: str | None


def due(connection: Connection, room: int) -> list[tuple[str, int, bool]]:
    """Take at most `room` jobs that are due out of the waiting, for the queue: their ids, runs, and whether somebody
    waits for that one alone. Such go first."""
    first = (
        select(jobs.c.id)
        .where(jobs.c.state == WAITING, jobs.c.due_at_ms <= now_ms())
        .order_by(case((jobs.c.batch.is_(None), 0), else_=1), jobs.c.due_at_ms, jobs.c.id)
        .limit(room)
        .with_for_update(skip_locked=True)
    )
    ids = list(connection.execute(first).scalars())
    taken = update(jobs).where(jobs.c.id.in_(ids)).values(due_at_ms=None).returning(jobs.c.id, jobs.c.run, jobs.c.batch)
    rows = {row.id: (row.id, row.run, row.batch is None) for row in connection.execute(taken)} if ids else {}
    return [rows[job] for job in ids if job in rows]


def any_due(connection: Connection) -> bool:
    return bool(
        connection.execute(select(exists().where(jobs.c.state == WAITING, jobs.c.due_at_ms <= now_ms()))).scalar()
    )


def in_queue(connection: Connection) -> int:
    """How many jobs are in the queue, and not begun."""
    counted = select(func.count()).where(jobs.c.state == WAITING, jobs.c.due_at_ms.is_(None))
    return int(connection.execute(counted).scalar_one())


def begin(connection: Connection, job: str, run: int, worker: str) -> Begun | None:
    """Begin a job that came out of the queue; None where that run is over: cancelled, deleted, or put there anew."""
    lost = jobs.c.lost + case((jobs.c.state == "running", 1), else_=0)
    taken = (
        update(jobs)
        .where(jobs.c.id == job, jobs.c.run == run, jobs.c.state.in_((WAITING, "running")))
        .values(
            state="running",
            worker=worker,
            attempts=jobs.c.attempts + 1,
            lost=lost,
            due_at_ms=None,
            error=None,
            stage=None,
            done=0,
            of=0,
            started_at_ms=func.coalesce(jobs.c.started_at_ms, now_ms()),
        )
        .returning(jobs, (now_ms() - jobs.c.started_at_ms).label("waited_ms"))
    )
    row = connection.execute(taken).one_or_none()
    if row is None:
        return None
    given = connection.execute(select(inputs).where(inputs.c.job == job)).one()
    events.add(connection, [NewEvent(job, row.batch, "started", {"attempt": row.attempts})])
    return _begun(row, given)


def progress(connection: Connection, begun: Begun, stage: str, done: int, of: int) -> bool:
    """How far it is; whether it is still ours."""
    told = _ours(begun).values(stage=stage, done=done, of=of)
    if not connection.execute(told).rowcount:
        return False
    events.add(connection, [NewEvent(begun.id, begun.batch, "progress", {"stage": stage, "done": done, "of": of})])
    return True


def succeed(connection: Connection, begun: Begun, warnings: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the result is to be kept: it is, once, unless the job was cancelled, deleted or begun by another since."""
    if not connection.execute(_ours(begun).values(state="succeeded", finished_at_ms=now_ms())).rowcount:
        return False
    told = [NewEvent(begun.id, begun.batch, "warning", dict(warning)) for warning in warnings]
    events.add(connection, [*told, NewEvent(begun.id, begun.batch, "succeeded")])
    return True


def fail(connection: Connection, begun: Begun, error: Mapping[str, Any]) -> bool:
    failed = _ours(begun).values(state="failed", finished_at_ms=now_ms(), error=dict(error))
    if not connection.execute(failed).rowcount:
        return False
    events.add(connection, [NewEvent(begun.id, begun.batch, "failed", {"code": error["code"]})])
    return True


def put_back(
    connection: Connection, begun: Begun, seconds: float, error: Mapping[str, Any] | None, *, lost: bool = False
) -> bool:
    """Let another attempt be made after so many seconds; `error` says why this one came to nothing."""
    later = _ours(begun).values(
        state=WAITING,
        run=jobs.c.run + 1,
        lost=jobs.c.lost + int(lost),
        worker=None,
        due_at_ms=now_ms() + round(seconds * 1000),
        error=dict(error) if error else None,
    )
    if not connection.execute(later).rowcount:
        return False
    told = {"seconds": round(seconds, 1), **({"code": error["code"]} if error else {})}
    events.add(connection, [NewEvent(begun.id, begun.batch, "queued", told)])
    return True


_LOST: dict[str, Any] = {
    "state": WAITING,
    "run": jobs.c.run + 1,
    "lost": jobs.c.lost + 1,
    "worker": None,
    "due_at_ms": now_ms(),
}


def release_lost(connection: Connection, alive: Select[Any]) -> list[str]:
    """Put back the jobs that other workers than those in a query of ids have in work; the jobs' ids."""
    return changed(
        connection,
        update(jobs)
        .where(jobs.c.state == "running", jobs.c.worker.not_in(alive))
        .values(**_LOST)
        .returning(jobs.c.id, jobs.c.batch),
        "queued",
        {"code": "worker_lost"},
    )


def of_worker(connection: Connection, worker: str) -> set[tuple[str, int]]:
    """The jobs, and their attempts, that a worker has in work by what is stored."""
    found = select(jobs.c.id, jobs.c.attempts).where(jobs.c.state == "running", jobs.c.worker == worker)
    return {(row.id, row.attempts) for row in connection.execute(found)}


def abandon(connection: Connection, attempts: Iterable[tuple[str, int]]) -> None:
    """Put back attempts that their own worker knows nothing of."""
    for job, attempt in attempts:
        changed(
            connection,
            update(jobs)
            .where(jobs.c.id == job, jobs.c.state == "running", jobs.c.attempts == attempt)
            .values(**_LOST)
            .returning(jobs.c.id, jobs.c.batch),
            "queued",
            {"code": "worker_lost"},
        )


def requeue(connection: Connection, runs: Iterable[tuple[str, int]]) -> int:
    """Put back jobs that the queue had given to a worker who is gone before it began them; how many."""
    number = 0
    for job, run in runs:
        there = jobs.c.id == job, jobs.c.run == run, jobs.c.state == WAITING, jobs.c.due_at_ms.is_(None)
        number += connection.execute(update(jobs).where(*there).values(run=run + 1, due_at_ms=now_ms())).rowcount
    return number


def _ours(begun: Begun) -> Any:
    return update(jobs).where(jobs.c.id == begun.id, jobs.c.state == "running", jobs.c.attempts == begun.attempts)


def _begun(row: Row[Any], given: Row[Any]) -> Begun:
    return Begun(
        id=row.id,
        batch=row.batch,
        owner=row.owner,
        name=row.name,
        options=SummaryOptions.model_validate(row.options),
        language=row.language,
        attempts=row.attempts,
        lost=row.lost,
        waited_ms=row.waited_ms,
        data=given.data,
        suffix=given.suffix,
        charset=given.charset,
    )
