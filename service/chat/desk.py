"""Summaries made for whoever asks in a chat, and kept as theirs: each has an id, is found by a search, and the same
report asked for again is the same summary."""

import asyncio
import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

from starlette.concurrency import run_in_threadpool

from schemas.request import NAME_CHARACTERS, SummaryOptions, keepable
from schemas.source import SourceText
from schemas.summary import ReportSummary
from service.api.auth import Caller
from service.api.limits import Meter
from service.api.stored import known
from service.api.work import Work
from service.chat.asking import Answered, Asking, Inquiry, by_words
from service.errors import InvalidFields, NotFound
from service.ingest import Hint
from service.job_errors import JobCancelled, restored
from service.jobs import posting
from service.jobs.posting import Key
from service.messages import Language
from service.pipeline import Progress
from service.settings import Settings
from service.storage import jobs, repeats
from service.storage.database import Database
from service.storage.jobs import NewJob, StoredJob
from service.storage.search import Search
from service.storage.summaries import SummaryStore

_POLL_SECONDS = 0.5
_OPTIONS = SummaryOptions(include_source=False)
_Result = TypeVar("_Result")


class Who(NamedTuple):
    """Who asks. `meter` counts against the limits of their key; None where nothing is counted."""

    caller: Caller
    meter: Meter | None = None

    @property
    def owner(self) -> str:
        return self.caller.owner

    @property
    def may_spend(self) -> bool:
        """Whether a model may be asked for them."""
        return not self.caller.scopes.isdisjoint(("summarize", "admin"))


class Kept(NamedTuple):
    """A summary under its id, which is its job's. `fresh` is whether it was made now."""

    id: str
    summary: ReportSummary
    fresh: bool = False


class Waiting(NamedTuple):
    """A job that is not done yet: its id, and how far it is."""

    id: str
    stage: str | None = None
    done: int = 0
    of: int = 0


class Told(NamedTuple):
    """What a summary is asked for: the caller's name for the report, options, the language of warnings."""

    name: str = ""
    options: SummaryOptions = _OPTIONS
    language: Language = "zh"


def nobody(*_: object) -> None:
    """Nobody follows."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Belongs to one event loop. Everything is of the owner who asks: another's is as good as none (NotFound). `handed_over` is called when a job was left to the workers."""

    work: Work
    database: Database
    settings: Settings
    handed_over: Callable[[], None] = nobody

    async def read(self, data: bytes, hint: Hint) -> SourceText:
        """The source text of a file. Raises InputError."""
        return await self.work.read(data, hint)

    async def summarize(
        self,
        who: Who,
        source: SourceText,
        told: Told = Told(),  # noqa: B008
        *,
        patience_seconds: float | None = None,
        progress: Progress = nobody,
    ) -> Kept | Waiting:
        """The summary of a report, made now or before; a job where patience ends. `progress` is told stages as
        `Pipeline.summarize` tells them, in this event loop.

        Raises MissingScope, DailyLimit, TooManyQueued, InputError, ModelError, StoreError; of a job that
        failed its error, of one that was cancelled JobCancelled.
        """
        who.caller.check("summarize")
        key = self._key(source, told)
        if before := await self._before(who, key):
            return await self._followed(who, before, patience_seconds, progress)
        if who.meter:
            await who.meter.work(who.caller, 1)
        waiting = asyncio.timeout(patience_seconds)
        try:
            async with waiting:
                made = await self.work.summarize(source, told.options, told.language, progress)
        except TimeoutError:
            if not waiting.expired():
                raise
            return await self._handed_over(who, source, told, key)
        new = self._job(source, told)
        post = partial(posting.post_done, self.database, who.owner, new, made, source.text, key)
        posted = await run_in_threadpool(post)
        return Kept(posted.id, made, True)

    async def awaited(
        self, who: Who, id: str, *, patience_seconds: float | None = None, progress: Progress = nobody
    ) -> Kept | Waiting:
        """The summary of a job, when it is there. Raises NotFound, StoreError, and as `summarize` of a job that failed."""
        job = _there(await self._job_of(who, known(id, "jobs")), id)
        return await self._followed(who, job, patience_seconds, progress)

    async def summary(self, who: Who, id: str) -> ReportSummary:
        """Raises NotFound, StoreError."""
        get = SummaryStore(self.database).get
        return _there(await run_in_threadpool(get, who.owner, known(id, "summaries")), id)

    async def source(self, who: Who, id: str) -> str:
        """The source text of a summary, to the code point. Raises NotFound, StoreError."""
        get = SummaryStore(self.database).source
        return _there(await run_in_threadpool(get, who.owner, known(id, "summaries")), id)

    async def answer(self, who: Who, kept: Kept, question: str, language: Language) -> Answered:
        """What a summary and its report tell of a question. A key that may not summarize spends nothing: the words answer
        it. Raises NotFound, StoreError."""
        asked = Inquiry(question, kept.id, kept.summary, await self.source(who, kept.id), language)
        if not who.may_spend:
            return await run_in_threadpool(by_words, asked)
        return await Asking.of(self.work, self.settings).answer(asked)

    def search(self) -> Search:
        """Blocking; each question names its owner."""
        return Search(self.database)

    def link(self, id: str) -> str | None:
        """The address of the page of a summary, where people can reach one."""
        address = self.settings.public_url
        return f"{address.rstrip('/')}/#/summaries/{id}" if address else None

    async def _before(self, who: Who, key: Key) -> StoredJob | None:
        """The job that was made for the same before, and did not fail."""
        found = await run_in_threadpool(self._read, partial(repeats.find, owner=who.owner, key=key.value))
        job = await self._job_of(who, found.made) if found else None
        if found and (job is None or job.state in ("failed", "cancelled")):
            await run_in_threadpool(self._forget, who.owner, key.value)
            return None
        return job

    async def _followed(
        self, who: Who, job: StoredJob, patience_seconds: float | None, progress: Progress
    ) -> Kept | Waiting:
        """The result of a job, when it is done or patience ends."""
        seen: tuple[str, int, int] | None = None
        until = math.inf if patience_seconds is None else time.monotonic() + patience_seconds
        while job.state in ("queued", "running"):
            if job.stage and (now := (job.stage, job.done, job.of)) != seen:
                progress(*now)
                seen = now
            self.handed_over()
            if time.monotonic() >= until:
                return Waiting(job.id, job.stage, job.done, job.of)
            await asyncio.sleep(min(_POLL_SECONDS, max(0.0, until - time.monotonic())))
            job = _there(await self._job_of(who, job.id), job.id)
        if job.state == "cancelled":
            raise JobCancelled(id=job.id)
        if job.error:
            raise restored(job.error["code"], job.error["details"])
        return Kept(job.id, await self.summary(who, job.id))

    async def _handed_over(self, who: Who, source: SourceText, told: Told, key: Key) -> Waiting:
        """What was begun becomes a job; answers that were paid for are found again by it."""
        if who.meter:
            await who.meter.queue(who.caller, 1)
        post = partial(posting.post_job, self.database, who.owner, self._job(source, told), key)
        made = await run_in_threadpool(post)
        self.handed_over()
        return Waiting(made.id)

    def _job(self, source: SourceText, told: Told) -> NewJob:
        name = keepable(told.name)[:NAME_CHARACTERS]
        return NewJob(name, told.options, told.language, source.text.encode(), None)

    def _key(self, source: SourceText, told: Told) -> Key:
        """One for each text, and for each way to summarize it. Raises InvalidFields where a model is asked for that is
        not set up."""
        engine = self.work.pipeline.engine
        if told.options.engine == "llm" and engine.name != "llm":
            raise InvalidFields.one("engine", "no_model")
        used = (
            "extractive"
            if told.options.engine == "extractive"
            else f"{engine.name} {engine.model} {engine.prompt_version}"
        )
        way = f"{used} {told.options.script}"
        digest = hashlib.sha256(f"{way}\n".encode() + source.text.encode("utf-8", "surrogatepass")).hexdigest()
        return Key(f"chat:{digest}", digest)

    async def _job_of(self, who: Who, id: str) -> StoredJob | None:
        return await run_in_threadpool(self._read, partial(jobs.get, owner=who.owner, job=id))

    def _read(self, ask: Callable[..., _Result]) -> _Result:
        with self.database.reading() as connection:
            return ask(connection)

    def _forget(self, owner: str, key: str) -> None:
        with self.database.writing() as connection:
            repeats.forget(connection, owner, key)


def _there(found: _Result | None, id: str) -> _Result:
    if found is None:
        raise NotFound(what=id)
    return found
