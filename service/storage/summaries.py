"""Summaries of finished jobs: kept, read, deleted. What finds them is `service.storage.search`."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select

from schemas.job import FINISHED, JobState
from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service.storage import findable, packed, removal
from service.storage.clock import DAY_MS, now_ms
from service.storage.database import Database
from service.storage.grams import stored
from service.storage.tables import batches, contents, corrections, figures, items, jobs, summaries

_DELETED_AT_ONCE = 50
_RESULTS_AT_ONCE = 20
"""Reports of a batch that are in memory at one time."""


class Summarized(Protocol):
    """The job that a summary is of."""

    @property
    def id(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def batch(self) -> str | None: ...
    @property
    def name(self) -> str: ...


class Result(NamedTuple):
    """What came of a report of a batch: the summary, or none. `error` is {"code", "details"}, why it failed."""

    job: str
    name: str
    state: JobState
    error: dict[str, Any] | None
    summary: ReportSummary | None


class Whole(NamedTuple):
    """A summary and all that it was made with: its source text, the offsets at which the pages of that begin, and what
    was asked for."""

    summary: ReportSummary
    source: str
    pages: tuple[int, ...]
    options: SummaryOptions


def save(
    connection: Connection, job: Summarized, summary: ReportSummary, source: str, pages: Sequence[int] = ()
) -> None:
    """Keep the summary of a job, in the place of one that it has; in the caller's transaction.

    `source` is the source text, whatever `summary.source` is; `pages` are as in SourceText.
    """
    connection.execute(delete(summaries).where(summaries.c.id == job.id))
    made = insert(summaries).values(_facts(job, summary)).returning(summaries.c.number)
    number = connection.execute(made).scalar_one()
    kept = {"content": packed.pack(packed.said(summary)), "source": packed.pack(source.encode()), "pages": list(pages)}
    connection.execute(insert(contents).values(summary=number, **kept))
    _index(connection, number, job, summary)


def delete_older_than(connection: Connection, days: float, at_most: int = _DELETED_AT_ONCE) -> int:
    """Remove jobs that were finished longer ago, with all there is of them; how many. In the caller's transaction, which
    is to be short: so many at a time, the oldest first."""
    old = jobs.c.finished_at_ms < now_ms() - round(days * DAY_MS)
    oldest = select(jobs.c.id).where(jobs.c.state.in_(FINISHED), old).order_by(jobs.c.finished_at_ms).limit(at_most)
    return removal.remove(connection, jobs.c.id.in_(oldest))


class SummaryStore:
    """The summaries in a database, each owner's apart. Blocking, safe from several threads; raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, owner: str, id: str, *, include_source: bool = False) -> ReportSummary | None:
        """The summary of the job; None where there is none of this owner's."""
        row = self._one(owner, id, contents.c.content, *([contents.c.source] if include_source else []))
        return _summary(row) if row else None

    def source(self, owner: str, id: str) -> str | None:
        """The source text, to the code point."""
        row = self._one(owner, id, contents.c.source)
        return packed.text(row.source) if row else None

    def whole(self, owner: str, id: str) -> Whole | None:
        """The summary with what is needed to make it anew by other lines."""
        wanted = (
            select(contents.c.content, contents.c.source, contents.c.pages, jobs.c.options)
            .join_from(contents, summaries)
            .join(jobs, jobs.c.id == summaries.c.id)
            .where(summaries.c.owner == owner, summaries.c.id == id)
        )
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        summary, source = packed.summary(row.content), packed.text(row.source)
        return Whole(summary, source, tuple(row.pages or ()), SummaryOptions.model_validate(row.options))

    def delete(self, owner: str, id: str) -> bool:
        """Remove the summary and everything of its job; whether there was one."""
        with self._database.writing() as connection:
            theirs = select(summaries.c.id).where(summaries.c.owner == owner, summaries.c.id == id)
            return removal.remove(connection, jobs.c.id.in_(theirs) & (jobs.c.owner == owner)) > 0

    def delete_batch(self, owner: str, batch: str) -> bool:
        """Remove a batch and everything of its jobs; whether there was one. A little at a time, so that others can
        write meanwhile: what is interrupted is done by asking again."""
        if not self.has_batch(owner, batch):
            return False
        some = select(jobs.c.id).where(jobs.c.batch == batch, jobs.c.owner == owner).limit(_DELETED_AT_ONCE)
        gone = 1
        while gone:
            with self._database.writing() as connection:
                gone = removal.remove(connection, jobs.c.id.in_(some))
        with self._database.writing() as connection:
            connection.execute(delete(batches).where(batches.c.id == batch, batches.c.owner == owner))
        return True

    def has_batch(self, owner: str, batch: str) -> bool:
        wanted = select(batches.c.id).where(batches.c.id == batch, batches.c.owner == owner, batches.c.complete)
        with self._database.reading() as connection:
            return connection.execute(wanted).first() is not None

    def results(
        self, owner: str, batch: str, *, include_source: bool = False, corrected: bool = False
    ) -> Iterator[Result]:
        """What came of each report of a batch, in its order; `corrected` where somebody has. A few are read at a time, each
        time as they are then: no transaction waits for a slow reader."""
        last, page = -1, _results(owner, batch, include_source, corrected)
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(page.where(jobs.c.position > last)).all()
            yield from map(_result, rows)
            if len(rows) < _RESULTS_AT_ONCE:
                return
            last = rows[-1].position

    def _one(self, owner: str, id: str, *columns: ColumnElement[Any]) -> Row[Any] | None:
        wanted = select(*columns).join_from(contents, summaries).where(summaries.c.owner == owner, summaries.c.id == id)
        with self._database.reading() as connection:
            return connection.execute(wanted).one_or_none()


def _facts(job: Summarized, summary: ReportSummary) -> dict[str, Any]:
    report = summary.report
    told = {name: getattr(report, name) for name in ("title", "issuer", "region")}
    return {
        "id": job.id,
        "owner": job.owner,
        "batch": job.batch,
        **{name: findable.storable(value) if value else value for name, value in told.items()},
        "place": findable.place(report),
        "level": report.level,
        "year": report.year,
        "created_at_ms": now_ms(),
    }


def _index(connection: Connection, number: int, job: Summarized, summary: ReportSummary) -> None:
    found = list(findable.rows(job.owner, job.name, summary))
    ids = [findable.item_id(number, position) for position in range(len(found))]
    connection.execute(
        insert(items),
        [
            {**row.item, "id": id, "summary": number, "owner": job.owner, "grams": _stored(connection, row.grams)}
            for id, row in zip(ids, found, strict=True)
        ],
    )
    quantities = [{**figure, "item": id} for id, row in zip(ids, found, strict=True) for figure in row.figures]
    if quantities:
        connection.execute(insert(figures), quantities)


def _stored(connection: Connection, grams: set[int]) -> Any:
    return stored(connection.dialect.name, grams)


def _results(owner: str, batch: str, include_source: bool, corrected: bool) -> Select[Any]:
    newest = func.coalesce(corrections.c.content, contents.c.content) if corrected else contents.c.content
    columns = [jobs.c.id, jobs.c.position, jobs.c.name, jobs.c.state, jobs.c.error, newest.label("content")]
    return (
        select(*columns, *([contents.c.source] if include_source else []))
        .select_from(
            jobs.outerjoin(summaries, summaries.c.id == jobs.c.id)
            .outerjoin(contents, contents.c.summary == summaries.c.number)
            .outerjoin(corrections, corrections.c.job == summaries.c.id)
        )
        .where(jobs.c.batch == batch, jobs.c.owner == owner)
        .order_by(jobs.c.position)
        .limit(_RESULTS_AT_ONCE)
    )


def _result(row: Row[Any]) -> Result:
    return Result(row.id, row.name, row.state, row.error, _summary(row) if row.content else None)


def _summary(row: Row[Any]) -> ReportSummary:
    summary = packed.summary(row.content)
    if "source" not in row._fields:
        return summary
    return summary.model_copy(update={"source": packed.text(row.source)})
