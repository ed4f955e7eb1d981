"""A report from a chat becomes a job of whoever sent it, so that it outlives this process and is kept as a summary."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool

from schemas.key import KeyLimits, Scope
from schemas.request import NAME_CHARACTERS, SummaryOptions, keepable
from schemas.summary import ReportSummary
from service.api.auth import Caller
from service.api.limits import Meter
from service.ingest import hint
from service.jobs import posting
from service.jobs.posting import Key
from service.messages import Language
from service.storage import jobs, repeats
from service.storage.database import Database
from service.storage.jobs import NewJob, StoredJob
from service.storage.summaries import SummaryStore

_FIRST_PAUSE_SECONDS, _MAX_PAUSE_SECONDS = 0.2, 2.0
_SCOPES: frozenset[Scope] = frozenset({"summarize", "read"})


class Ended(NamedTuple):
    """What came of a report. `job` is None where it was deleted meanwhile; `summary` where it is not done, or failed."""

    job: StoredJob | None
    summary: ReportSummary | None


@dataclass(frozen=True, slots=True)
class Reports:
    """Posts reports within the limits that keys have, and waits for them. `patience_seconds` bounds the wait."""

    database: Database
    meter: Meter | None
    limits: KeyLimits
    patience_seconds: float

    async def post(self, owner: str, key: str, new: NewJob) -> str:
        """The id of the job; the same `key` again is the same job. Raises TooManyQueued, DailyLimit, StoreError."""
        once = Key(key, posting.digest("job", [new]))
        if await self._read(partial(repeats.find, owner=owner, key=key)) is None and self.meter:
            caller = Caller(owner, _SCOPES, self.limits)
            await self.meter.queue(caller, 1)
            await self.meter.work(caller, 1)
        return (await run_in_threadpool(posting.post_job, self.database, owner, new, once)).id

    async def wait(self, owner: str, job: str, late: Callable[[], Awaitable[None]], late_seconds: float) -> Ended:
        """How the job ended, or how it stands when patience does; `late` is called once if it takes so long."""
        loop = asyncio.get_running_loop()
        began, told, pause = loop.time(), False, _FIRST_PAUSE_SECONDS
        while True:
            found = await self._read(partial(jobs.get, owner=owner, job=job))
            if found is None or found.finished_at_ms is not None:
                return await self._ended(owner, found)
            waited = loop.time() - began
            if waited > self.patience_seconds:
                return Ended(found, None)
            if waited > late_seconds and not told:
                told = True
                await late()
            await asyncio.sleep(pause)
            pause = min(_MAX_PAUSE_SECONDS, pause * 1.5)

    async def _ended(self, owner: str, job: StoredJob | None) -> Ended:
        if job is None or job.state != "succeeded":
            return Ended(job, None)
        return Ended(job, await run_in_threadpool(SummaryStore(self.database).get, owner, job.id))

    async def _read(self, ask: Callable[[Any], Any]) -> Any:
        return await run_in_threadpool(_read, self.database, ask)


def of_text(text: str, language: Language) -> NewJob:
    """A report that was pasted, to be read to the code point."""
    return NewJob("", SummaryOptions(include_source=False), language, text.encode(), None)


def of_file(name: str, data: bytes, language: Language) -> NewJob:
    """A report that was sent as a file; its content decides what it is."""
    named, said = keepable(name)[:NAME_CHARACTERS], hint(name)
    return NewJob(named, SummaryOptions(include_source=False), language, data, keepable(said.suffix)[:40], None)


def _read(database: Database, ask: Callable[[Any], Any]) -> Any:
    with database.reading() as connection:
        return ask(connection)
