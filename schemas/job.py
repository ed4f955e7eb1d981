"""Jobs and batches on the wire. Times are RFC 3339 in UTC."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from schemas.request import SummaryOptions
from schemas.summary import Wire

JobState = Literal["queued", "running", "succeeded", "failed", "cancelled"]
EventKind = Literal["queued", "started", "progress", "warning", "succeeded", "failed", "cancelled"]

FINISHED: frozenset[JobState] = frozenset({"succeeded", "failed", "cancelled"})


class Progress(Wire):
    """How far a running job is: the stage, and of that stage `done` of `of` parts."""

    stage: str | None = Field(default=None, examples=["extract"])
    done: int = 0
    of: int = 0


class JobError(Wire):
    """Why a job failed, or waits for another attempt; `code` is the `code` of the problem that the same report would get when it is waited for."""

    code: str
    message: str


class JobReport(Wire):
    """What a report calls itself, as its summary has it: lists show it rather than the name of a file."""

    title: str | None = None
    issuer: str | None = None
    region: str | None = None
    year: int | None = None


class Job(Wire):
    """One report. `name` is the file's name, or what the caller called it."""

    id: str
    batch: str | None = None
    name: str
    state: JobState
    options: SummaryOptions
    attempts: int = Field(description="how often it was begun")
    progress: Progress
    error: JobError | None = None
    summary: str | None = Field(default=None, description="where the result is, once there is one")
    report: JobReport | None = Field(
        default=None, description="what the report calls itself, once its summary is there"
    )
    created_at: datetime
    due_at: datetime | None = Field(default=None, description="a queued job is not begun before")
    started_at: datetime | None = None
    finished_at: datetime | None = None


class Counts(Wire):
    queued: int = 0
    running: int = 0
    succeeded: int = 0
    failed: int = 0
    cancelled: int = 0


class Batch(Wire):
    """Many reports. `seconds_left` is an estimate from the pace of those that are done; null where there is none yet."""

    id: str
    name: str
    options: SummaryOptions
    total: int
    counts: Counts
    finished: bool
    seconds_left: float | None = None
    created_at: datetime


class JobPage(Wire):
    """Newest first; the jobs of one batch in its order. `next` is the cursor of the following page; null at the end."""

    jobs: tuple[Job, ...]
    next: str | None = None


class BatchPage(Wire):
    batches: tuple[Batch, ...]
    next: str | None = None


class JobEvent(Wire):
    """Something that happened to a job; `number` grows, and readers go on behind the last one they saw."""

    number: int
    job: str
    kind: EventKind
    data: dict[str, Any]
    at: datetime
