"""What people made of summaries: kept beside the machine's, gone with its job."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from schemas.summary import ReportSummary
from service.storage import packed
from service.storage.clock import now_ms
from service.storage.database import Database
from service.storage.tables import contents, corrections, jobs, summaries
from service.storage.upsert import inserting

_AT_ONCE = 20
Check = Callable[[str | None], None]
"""Called with the version that there is, None where there is none; raises what the change is refused with."""


class Corrected(NamedTuple):
    """A corrected summary of a job; `version` names its content."""

    summary: ReportSummary
    version: str


class CorrectedSource(NamedTuple):
    """A corrected summary of a job, and the source that its offsets count in."""

    job: str
    summary: ReportSummary
    source: str


class CorrectionStore:
    """The corrections in a database, each owner's apart. Blocking, safe from several threads; raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, owner: str, job: str) -> Corrected | None:
        wanted = select(corrections.c.content, corrections.c.version)
        with self._database.reading() as connection:
            row = connection.execute(wanted.where(corrections.c.owner == owner, corrections.c.job == job)).one_or_none()
        return Corrected(packed.summary(row.content), row.version) if row else None

    def save(self, owner: str, job: str, summary: ReportSummary, check: Check) -> Corrected | None:
        """Keep it in the place of the one there is; None where the job is gone. Raises what `check` raises."""
        content = packed.said(summary)
        row = {
            "content": packed.pack(content),
            "version": hashlib.sha256(content).hexdigest()[:32],
            "saved_at_ms": now_ms(),
        }
        upsert = inserting(self._database.dialect, corrections).values(job=job, owner=owner, **row)
        with self._database.writing() as connection:
            if not _locked(connection, owner, job):
                return None
            check(_version(connection, owner, job))
            connection.execute(upsert.on_conflict_do_update(index_elements=["job"], set_=row))
        return Corrected(summary, str(row["version"]))

    def delete(self, owner: str, job: str, check: Check) -> bool:
        """Whether there was one. Raises what `check` raises."""
        ours = corrections.c.owner == owner, corrections.c.job == job
        with self._database.writing() as connection:
            if not _locked(connection, owner, job):
                return False
            check(_version(connection, owner, job))
            return connection.execute(delete(corrections).where(*ours)).rowcount > 0

    def all(self, owner: str) -> Iterator[CorrectedSource]:
        """Every corrected summary of an owner. A few are read at a time: no transaction waits for a slow reader."""
        last = ""
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(_page(owner, last)).all()
            for row in rows:
                yield CorrectedSource(row.job, packed.summary(row.content), packed.text(row.source))
            if len(rows) < _AT_ONCE:
                return
            last = rows[-1].job


def _locked(connection: Connection, owner: str, job: str) -> bool:
    """Whether the job is there; nobody else changes its correction before this transaction ends."""
    wanted = select(jobs.c.id).where(jobs.c.owner == owner, jobs.c.id == job).with_for_update()
    return connection.execute(wanted).first() is not None


def _version(connection: Connection, owner: str, job: str) -> str | None:
    wanted = select(corrections.c.version).where(corrections.c.owner == owner, corrections.c.job == job)
    return connection.execute(wanted).scalar_one_or_none()


def _page(owner: str, last: str) -> Any:
    return (
        select(corrections.c.job, corrections.c.content, contents.c.source)
        .join(summaries, summaries.c.id == corrections.c.job)
        .join(contents, contents.c.summary == summaries.c.number)
        .where(corrections.c.owner == owner, corrections.c.job > last)
        .order_by(corrections.c.job)
        .limit(_AT_ONCE)
    )
