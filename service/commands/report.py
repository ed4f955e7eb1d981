"""One report of a run: read, summarized, rendered, written. In the command's own process or in a worker's."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

from schemas.summary import ReportSummary
from service import render
from service.commands import inputs, outputs
from service.commands.job import Done, Job, Manner, Progress
from service.commands.outputs import Format
from service.pipeline import Pipeline


async def do(pipeline: Pipeline, manner: Manner, job: Job, progress: Progress | None = None) -> Done:
    """Summarize a report. Raises the TiyaoError that stands in the way."""
    text = await _text(job, pipeline.max_characters)
    if manner.resume and job.target and is_done(job.source.path, job.target, manner.format, text):
        return Done(skipped=True)
    # Named only where it is shown: the pipeline's own default says nothing.
    telling: dict[str, Any] = {"progress": progress} if progress else {}
    summary = await pipeline.summarize(text, manner.options, language=manner.language, **telling)
    rendered = _rendered(summary, manner)
    if job.target is None:
        return Done(rendered, usage=summary.usage)
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
    if format != "json":
        return result.endswith(b"\n")
    try:
        found = ReportSummary.model_validate_json(result).report.source_sha256
    except ValueError:
        return False
    return found == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


async def _text(job: Job, max_characters: int) -> str:
    if job.source.error:
        raise job.source.error
    if job.text is not None:
        return job.text
    return await asyncio.to_thread(inputs.read, job.source, max_characters)


def _rendered(summary: ReportSummary, manner: Manner) -> str:
    if manner.format == "json":
        return summary.model_dump_json(indent=2 if manner.indented else None) + "\n"
    return (render.markdown if manner.format == "markdown" else render.text)(summary, manner.language)
