"""What came of each report of a batch."""

from schemas.job import JobError, JobState
from schemas.summary import ReportSummary, Wire


class ReportResult(Wire):
    """A report and its summary, or why there is none: `error` where it failed, nothing but `state` where it is not done."""

    job: str
    name: str
    state: JobState
    error: JobError | None = None
    summary: ReportSummary | None = None
