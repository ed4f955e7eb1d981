"""One report of a run: read, summarized, rendered, written. In the command's own process or in a worker's."""

import asyncio
import hashlib
import io
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from schemas.source import SourceText
from schemas.summary import ReportSummary
from service import render
from service.commands import inputs, outputs
from service.commands.job import Done, Job, Manner, Progress
from service.commands.outputs import Format
from service.ingest import Reader
from service.pipeline import Pipeline


async def do(pipeline: Pipeline, reader: Reader, manner: Manner, job: Job, progress: Progress | None = None) -> Done:
    """Summarize a report. Raises the TiyaoError that stands in the way."""
    found = await _source_text(job, reader)
    if manner.resume and job.target and is_done(job.source.path, job.target, manner.format, found.text):
        return Done(skipped=True)
    # Named only where it is shown: the pipeline's own default says nothing.
    telling: dict[str, Any] = {"progress": progress} if progress else {}
    summary = await pipeline.summarize(
        found.text,
        manner.options,
        pages=found.pages,
        scanned_pages=found.scanned_pages,
        language=manner.language,
        **telling,
    )
    rendered = _rendered(summary, manner)
    if job.target is None and isinstance(rendered, str):
        return Done(rendered, usage=summary.usage)
    assert job.target is not None  # noqa: S101 - what is no text has a file: `summarize` sees to it
    outputs.write(job.target, rendered, frozenset())
    return Done(usage=summary.usage)


def is_done(source: Path | None, target: Path, format: Format, text: str) -> bool:
    """Whether the result of a run before is there, newer than the source and whole; JSON must be of this very text."""
    try:
        if source is None or target.stat().st_mtime_ns <= source.stat().st_mtime_ns:
            return False
        result = target.read_bytes()
    except OSError:
        return False  # none that can be read: it is made anew
    if format == "docx":
        return is_zipfile(io.BytesIO(result))
    if format != "json":
        return result.endswith(b"\n")
    try:
        found = ReportSummary.model_validate_json(result).report.source_sha256
    except ValueError:
        return False
    return found == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


async def _source_text(job: Job, reader: Reader) -> SourceText:
    if job.data is not None:
        return await asyncio.to_thread(reader.read, job.data)
    return await asyncio.to_thread(inputs.read, job.source, reader)


def _rendered(summary: ReportSummary, manner: Manner) -> str | bytes:
    if manner.format == "json":
        return summary.model_dump_json(indent=2 if manner.indented else None) + "\n"
    if manner.format == "docx":
        from service.render.docx import docx

        return docx(summary, manner.language)
    return (render.markdown if manner.format == "markdown" else render.text)(summary, manner.language)
