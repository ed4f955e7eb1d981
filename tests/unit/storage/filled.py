"""Jobs and batches whose summaries are kept, as a worker keeps them."""

from collections.abc import Sequence

from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service.storage import batches, jobs
from service.storage.database import Database
from service.storage.jobs import NewJob
from service.storage.summaries import Origin, save
from tests.summaries import SOURCE


def new(name: str) -> NewJob:
    return NewJob(name, SummaryOptions(), "zh", b"", "text/plain")


def keep(
    database: Database, summary: ReportSummary, owner: str = "local", *, name: str = "a.txt", source: str = SOURCE
) -> str:
    """The id of a job of its own that has this summary."""
    with database.writing() as connection:
        job = jobs.add(connection, owner, new(name))
        save(connection, Origin(job, owner, None, name), summary, source)
        _finish(database, connection, job)
    return job
