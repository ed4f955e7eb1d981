"""What a worker does with a report: bytes to source text, source text to summary."""

from dataclasses import dataclass

from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service.ingest import plain
from service.jobs.patience import passing
from service.jobs.processes import Processes
from service.messages import Language
from service.pipeline import Pipeline, Progress
from service.storage.attempts import Begun
from service.storage.jobs import POSTED_TEXT


@dataclass(frozen=True, slots=True)
class Work:
    """A model's summaries in the caller's event loop, where they wait; the embedded engine's in processes, where they
    compute."""

    pipeline: Pipeline
    processes: Processes

    async def source(self, job: Begun) -> str:
        """The source text of what was posted. Raises InputError."""
        if job.media == POSTED_TEXT:
            return job.data.decode()
        return plain.decode(job.data, job.charset)

    async def summary(
        self, source: str, options: SummaryOptions, language: Language, progress: Progress
    ) -> ReportSummary:
        """The summary; as `Pipeline.summarize`, but where the model's server is away nothing stands in for it."""
        if options.engine == "extractive" or self.pipeline.engine.name == "extractive":
            return await self.processes.summarize(source, options, language)
        return await self.pipeline.summarize(source, options, language=language, progress=progress, unfit=passing)

    async def close(self) -> None:
        self.processes.close()
        await self.pipeline.close()
