"""What a worker does with a report: bytes to source text, source text to summary."""

import asyncio
from dataclasses import dataclass

from schemas.request import SummaryOptions
from schemas.source import SourceText
from schemas.summary import ReportSummary
from service.ingest import Hint, Reader
from service.jobs.patience import passing
from service.jobs.processes import Processes
from service.messages import Language
from service.pipeline import Pipeline, Progress
from service.storage.attempts import Begun


@dataclass(frozen=True, slots=True)
class Work:
    """A model's summaries in the caller's event loop, where they wait; the embedded engine's in processes, where they
    compute; so are files read."""

    pipeline: Pipeline
    reader: Reader
    processes: Processes

    async def source(self, job: Begun) -> SourceText:
        """The source text of what was posted. Raises InputError."""
        if job.suffix is None:
            return SourceText(job.data.decode())
        return await asyncio.to_thread(self.reader.read, job.data, Hint(job.suffix, job.charset))

    async def summary(
        self, source: SourceText, options: SummaryOptions, language: Language, progress: Progress
    ) -> ReportSummary:
        """The summary; as `Pipeline.summarize`, but where the model's server is away nothing stands in for it."""
        if options.engine == "extractive" or self.pipeline.engine.name == "extractive":
            return await self.processes.summarize(source, options, language)
        return await self.pipeline.summarize(
            source.text,
            options,
            pages=source.pages,
            scanned_pages=source.scanned_pages,
            language=language,
            progress=progress,
            unfit=passing,
        )

    async def close(self) -> None:
        self.reader.close()
        self.processes.close()
        await self.pipeline.close()
