"""What a job knows of its source outlives it: a correction tells the pages of its evidence as the summary does."""

import asyncio
from pathlib import Path

from schemas.request import SummaryOptions
from schemas.source import SourceText
from schemas.summary import ReportSummary
from service.jobs.patience import Patience
from service.jobs.runner import Runner
from service.messages import Language
from service.pipeline import Progress
from service.storage import jobs
from service.storage.attempts import Begun
from service.storage.database import Database, located
from service.storage.summaries import SummaryStore
from tests.summaries import summary
from tests.unit.storage.filled import new

READ = SourceText("第一页的话，第二页的话。", pages=(0, 6))


class Reading:
    """A worker's hands that find a file of two pages."""

    async def source(self, job: Begun) -> SourceText:
        assert job.data == b""
        return READ

    async def summary(
        self, source: SourceText, options: SummaryOptions, language: Language, progress: Progress
    ) -> ReportSummary:
        progress("outline", 1, 1)
        assert (options.script, language) == ("hans", "zh")
        return summary(source=source.text)


def test_the_pages_of_a_file_are_kept(tmp_path: Path) -> None:
    database = Database(located(None, tmp_path), 10.0)
    with database.writing() as connection:
        job = jobs.add(connection, "local", new("a.pdf"))
    asyncio.run(Runner(database, Reading(), "worker", Patience(1, 1), 0).run(job, 1))
    whole = SummaryStore(database).whole("local", job)
    database.close()
    assert whole
    assert (whole.source, whole.pages) == (READ.text, READ.pages)
