"""A finished summary as a row, in the transaction that finishes its job."""

from sqlalchemy import Connection, insert

from schemas.summary import ReportSummary
from service.storage.attempts import Begun
from service.storage.clock import now_ms
from service.storage.tables import summaries


def save(connection: Connection, job: Begun, summary: ReportSummary, source: str) -> None:
    """Keep the summary and its source text under the job's id."""
    report = summary.report
    row = {
        "id": job.id,
        "owner": job.owner,
        "batch": job.batch,
        "content": summary.model_copy(update={"source": None}).model_dump_json(),
        "source": source.encode(),
        "created_at_ms": now_ms(),
        **{name: getattr(report, name) for name in ("title", "issuer", "region", "level", "year")},
    }
    connection.execute(insert(summaries).values(row))
