"""Rows of jobs, batches and events as they go out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from schemas.job import Batch, Counts, Job, JobError, JobEvent, JobReport, Progress
from schemas.request import SummaryOptions
from schemas.result import ReportResult
from service.messages import Language, say
from service.storage.batches import Pace, StoredBatch
from service.storage.events import StoredEvent
from service.storage.jobs import StoredJob
from service.storage.summaries import Result


def job(row: StoredJob, language: Language) -> Job:
    return Job(
        id=row.id,
        batch=row.batch,
        name=row.name,
        state=row.state,
        options=SummaryOptions.model_validate(row.options),
        attempts=row.attempts,
        progress=Progress(stage=row.stage, done=row.done, of=row.of),
        error=_error(row.error, language),
        summary=f"/v1/summaries/{row.id}" if row.state == "succeeded" else None,
        report=JobReport(**row.report._asdict()) if row.report else None,
        created_at=_time(row.created_at_ms),
        due_at=_later(row.due_at_ms),
        started_at=_later(row.started_at_ms),
        finished_at=_later(row.finished_at_ms),
    )


def batch(row: StoredBatch, pace: Pace) -> Batch:
    counts = Counts.model_validate(pace.counts)
    left = counts.queued + counts.running
    return Batch(
        id=row.id,
        name=row.name,
        options=SummaryOptions.model_validate(row.options),
        total=row.total,
        counts=counts,
        finished=not left,
        seconds_left=_seconds_left(pace, left, counts.succeeded + counts.failed),
        created_at=_time(row.created_at_ms),
    )


def event(row: StoredEvent) -> JobEvent:
    return JobEvent(number=row.number, job=row.job, kind=row.kind, data=row.data, at=_time(row.at_ms))


def result(row: Result, language: Language) -> ReportResult:
    return ReportResult(
        job=row.job, name=row.name, state=row.state, error=_error(row.error, language), summary=row.summary
    )


def _seconds_left(pace: Pace, left: int, done: int) -> float | None:
    """As many reports to come take as long as those that are done took."""
    if not left:
        return 0.0
    if not done or pace.started_at_ms is None or pace.finished_at_ms is None:
        return None
    return round((pace.finished_at_ms - pace.started_at_ms) / 1000 / done * left, 1)


def _error(error: Mapping[str, Any] | None, language: Language) -> JobError | None:
    if error is None:
        return None
    return JobError(code=error["code"], message=say(error["code"], language, **error["details"]))


def _later(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else _time(milliseconds)


def _time(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
