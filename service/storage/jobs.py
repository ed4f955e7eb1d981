"""Jobs as rows, as users see and change them: what workers do with them is in `attempts`. Every change of state and its
event are one transaction, the caller's.

`owner` is whoever posted a job; whatever is asked names it, and another's job is as good as none.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, and_, exists, func, insert, or_, select, update

from schemas.job import JobState
from schemas.request import SummaryOptions
from service.storage import events, removal
from service.storage.clock import now_ms
from service.storage.events import NewEvent
from service.storage.tables import inputs, jobs, summaries

WAITING, ARRIVING = "queued", "arriving"


class NewJob(NamedTuple):
    """A report as it was posted, every option settled but the engine. `language` is that of its warnings. `suffix` is
    None for a text posted as JSON: its UTF-8, to be read to the code point; else it and `charset` are a file's Hint."""

    name: str
    options: SummaryOptions
    language: str
    data: bytes
    suffix: str | None
    charset: str | None = None


class DoneJob(NamedTuple):
    """A job whose summary can be kept."""

    id: str
    owner: str
    batch: str | None
    name: str


class NamedReport(NamedTuple):
    """What a report calls itself."""

    title: str | None
    issuer: str | None
    region: str | None
    year: int | None


class StoredJob(NamedTuple):
    """A job as users see it; times are milliseconds since 1970. `error` is {"code", "details"}: why it failed, or why it
    waits for another attempt. `report` is None while there is no summary."""

    id: str
    batch: str | None
    position: int
    name: str
    state: JobState
    options: dict[str, Any]
    attempts: int
    stage: str | None
    done: int
    of: int
    error: dict[str, Any] | None
    created_at_ms: int
    due_at_ms: int | None
    started_at_ms: int | None
    finished_at_ms: int | None
    report: NamedReport | None


class Filter(NamedTuple):
    """Which jobs; None is any. `name` is a part of the name."""

    state: JobState | None = None
    batch: str | None = None
    name: str | None = None


_OWN = StoredJob._fields[:-1]
_SEEN: Select[Any] = (
    select(*(jobs.c[name] for name in _OWN), summaries.c.id, *(summaries.c[name] for name in NamedReport._fields))
    .select_from(jobs)
    .outerjoin(summaries, summaries.c.id == jobs.c.id)
)


def add(connection: Connection, owner: str, job: NewJob) -> str:
    """A new job of its own, due at once; its id."""
    now = connection.execute(now_ms().select()).scalar_one()
    row = _row(owner, None, 0, job, now) | {"state": WAITING, "due_at_ms": now}
    connection.execute(insert(jobs), row)
    connection.execute(insert(inputs), _input(row["id"], job))
    events.add(connection, [NewEvent(row["id"], None, "queued")])
    return str(row["id"])


def add_done(connection: Connection, owner: str, job: NewJob, seconds: float) -> DoneJob:
    """A job that was done while its caller waited, for so long. What was posted is not kept beside its result: nothing
    will begin it again."""
    now = connection.execute(now_ms().select()).scalar_one()
    times = {"started_at_ms": now - round(seconds * 1000), "finished_at_ms": now}
    row = _row(owner, None, 0, job, now) | {"state": "succeeded", "attempts": 1, **times}
    connection.execute(insert(jobs), row)
    events.add(connection, [NewEvent(row["id"], None, kind) for kind in ("queued", "started", "succeeded")])
    return DoneJob(row["id"], owner, None, job.name)


def arrive(connection: Connection, owner: str, batch: str, first: int, arriving: Sequence[NewJob]) -> None:
    """Jobs of a batch that is not complete yet, at positions from `first`; nobody sees them before it is."""
    now = connection.execute(now_ms().select()).scalar_one()
    rows = [_row(owner, batch, first + n, job, now) | {"state": ARRIVING} for n, job in enumerate(arriving)]
    connection.execute(insert(jobs), rows)
    connection.execute(insert(inputs), [_input(row["id"], job) for row, job in zip(rows, arriving, strict=True)])


def release(connection: Connection, batch: str) -> None:
    """The jobs of a batch that is complete are due."""
    arrived = jobs.c.batch == batch, jobs.c.state == ARRIVING
    connection.execute(update(jobs).where(*arrived).values(state=WAITING, due_at_ms=now_ms()))


def get(connection: Connection, owner: str, job: str) -> StoredJob | None:
    wanted = _SEEN.where(jobs.c.id == job, jobs.c.owner == owner, jobs.c.state != ARRIVING)
    row = connection.execute(wanted).one_or_none()
    return _seen(row) if row else None


def page(
    connection: Connection, owner: str, wanted: Filter, limit: int, after: tuple[int, str] | None
) -> list[StoredJob]:
    """At most `limit` jobs, the newest first, behind the one with that `created_at_ms` and id; those of one batch in its
    order, `after` being the position."""
    found = _SEEN.where(jobs.c.owner == owner, *_filters(wanted))
    if wanted.batch is not None:
        found = found.order_by(jobs.c.position).where(jobs.c.batch == wanted.batch)
        if after:
            found = found.where(jobs.c.position > after[0])
    else:
        found = found.order_by(jobs.c.created_at_ms.desc(), jobs.c.id.desc())
        if after:
            at, last = after
            older = and_(jobs.c.created_at_ms == at, jobs.c.id < last)
            found = found.where(jobs.c.created_at_ms <= at, or_(jobs.c.created_at_ms < at, older))
    return [_seen(row) for row in connection.execute(found.limit(limit))]


def cancel(connection: Connection, owner: str, *, job: str | None = None, batch: str | None = None) -> list[str]:
    """Cancel what is not finished of a job or a batch; the ids."""
    return changed(
        connection,
        update(jobs)
        .where(jobs.c.owner == owner, _named(job, batch), jobs.c.state.in_((WAITING, "running")))
        .values(state="cancelled", finished_at_ms=now_ms(), due_at_ms=None, error=None)
        .returning(jobs.c.id, jobs.c.batch),
        "cancelled",
    )


def retry(connection: Connection, owner: str, *, job: str | None = None, batch: str | None = None) -> list[str]:
    """Put what failed of a job or a batch back among the waiting, as if it had never been begun; the ids."""
    return changed(
        connection,
        update(jobs)
        .where(jobs.c.owner == owner, _named(job, batch), jobs.c.state == "failed")
        .values(state=WAITING, due_at_ms=now_ms(), **_AFRESH)
        .returning(jobs.c.id, jobs.c.batch),
        "queued",
    )


_AFRESH: dict[str, Any] = {
    "run": jobs.c.run + 1,
    "lost": 0,
    "error": None,
    "stage": None,
    "done": 0,
    "of": 0,
    "started_at_ms": None,
    "finished_at_ms": None,
}


def failed(connection: Connection, owner: str, *, job: str | None = None, batch: str | None = None) -> int:
    """How many of a job or a batch a retry would put back."""
    of_owner = select(func.count()).where(jobs.c.owner == owner, _named(job, batch), jobs.c.state == "failed")
    return int(connection.execute(of_owner).scalar_one())


def remove(connection: Connection, owner: str, job: str) -> bool:
    """Delete a job and everything of it, its result too; whether there was one."""
    return removal.remove(connection, (jobs.c.id == job) & (jobs.c.owner == owner)) > 0


def unfinished(connection: Connection, *, job: str | None = None, batch: str | None = None) -> bool:
    """Whether anything of a job or a batch is still to be done."""
    open_states = jobs.c.state.in_((WAITING, "running", ARRIVING))
    return bool(connection.execute(select(exists().where(_named(job, batch), open_states))).scalar())


def changed(connection: Connection, change: Any, kind: Any, data: Mapping[str, Any] | None = None) -> list[str]:
    """Carry out a change that returns `id` and `batch`, with an event for each of its rows; the ids."""
    rows = connection.execute(change).all()
    events.add(connection, [NewEvent(row.id, row.batch, kind, dict(data or {})) for row in rows])
    return [row.id for row in rows]


def _seen(row: Row[Any]) -> StoredJob:
    own, (summary, *told) = row[: len(_OWN)], row[len(_OWN) :]
    values: list[Any] = [*own, NamedReport(*told) if summary is not None else None]
    return StoredJob(*values)


def _named(job: str | None, batch: str | None) -> Any:
    return jobs.c.id == job if job is not None else jobs.c.batch == batch


def _filters(wanted: Filter) -> list[Any]:
    state = jobs.c.state != ARRIVING if wanted.state is None else jobs.c.state == wanted.state
    return [state] if wanted.name is None else [state, jobs.c.name.contains(wanted.name, autoescape=True)]


def _row(owner: str, batch: str | None, position: int, job: NewJob, now: int) -> dict[str, Any]:
    return {
        "id": new_id(now, position),
        "owner": owner,
        "batch": batch,
        "position": position,
        "name": job.name,
        "options": job.options.model_dump(mode="json"),
        "language": job.language,
        "run": 1,
        "attempts": 0,
        "lost": 0,
        "done": 0,
        "of": 0,
        "created_at_ms": now,
    }


def new_id(now: int, position: int = 0) -> str:
    """32 hexadecimal digits that grow with time and position, and cannot be guessed."""
    return f"{now:012x}{position:06x}{secrets.token_hex(7)}"


def _input(job: str, new: NewJob) -> dict[str, Any]:
    return {"job": job, "data": new.data, "suffix": new.suffix, "charset": new.charset}
