"""Jobs and batches whose summaries are kept, as a worker keeps them."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service.storage import attempts, batches, jobs, summaries, tables
from service.storage.clock import DAY_MS, now_ms
from service.storage.database import Database
from service.storage.jobs import NewJob
from tests.summaries import SOURCE


def new(name: str) -> NewJob:
    return NewJob(name, SummaryOptions(), "zh", b"", "text/plain")


def keep(
    database: Database, summary: ReportSummary, owner: str = "local", *, name: str = "a.txt", source: str = SOURCE
) -> str:
    """The id of a job of its own that has this summary."""
    with database.writing() as connection:
        job = jobs.add(connection, owner, new(name))
        finish(connection, job, summary, source)
    return job


def batch(
    database: Database, outcomes: Sequence[ReportSummary | str | None], owner: str = "local"
) -> tuple[str, list[str]]:
    """A batch and its jobs: each has a summary, failed for that reason, or still waits."""
    with database.writing() as connection:
        made = batches.begin(connection, owner, "年报", SummaryOptions())
        jobs.arrive(connection, owner, made, 0, [new(f"{n}.txt") for n in range(len(outcomes))])
        batches.complete(connection, made)
        of_batch = select(tables.jobs.c.id).where(tables.jobs.c.batch == made).order_by(tables.jobs.c.position)
        ids = list(connection.execute(of_batch).scalars())
        for job, outcome in zip(ids, outcomes, strict=True):
            if outcome is not None:
                finish(connection, job, outcome)
    return made, ids


def finish(connection: Connection, job: str, outcome: ReportSummary | str, source: str = SOURCE) -> None:
    """Do a job as a worker does it: it has a summary, or failed for that reason."""
    begun = attempts.begin(connection, job, 1, "worker")
    assert begun
    if isinstance(outcome, str):
        assert attempts.fail(connection, begun, {"code": outcome, "details": {}})
        return
    assert attempts.succeed(connection, begun, [])
    summaries.save(connection, begun, outcome, source)


def age(database: Database, job: str, days: float) -> None:
    """Let a job have been finished so long ago."""
    at = now_ms() - round(days * DAY_MS)
    with database.writing() as connection:
        connection.execute(update(tables.jobs).where(tables.jobs.c.id == job).values(finished_at_ms=at))
