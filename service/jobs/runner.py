"""One job: begun, done, and ended in one transaction, whatever happens on the way."""

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar, cast

from tenacity import AsyncRetrying, retry_if_exception_type, wait_random_exponential

from schemas.request import SummaryOptions
from schemas.source import SourceText
from schemas.summary import ReportSummary
from service import logs
from service.errors import Crashed, StoreUnavailable, TiyaoError
from service.jobs.patience import Patience
from service.messages import Language
from service.pipeline import Progress
from service.storage import attempts, replies, summaries
from service.storage.attempts import Begun
from service.storage.database import Database

_PROGRESS_SECONDS = 1.0
_STORE_WAIT_MAX_SECONDS = 5.0
_JITTER = random.SystemRandom()
_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)


class Doer(Protocol):
    """What makes a summary of what was posted; `service.jobs.work.Work`."""

    async def source(self, job: Begun) -> SourceText: ...

    async def summary(
        self, source: SourceText, options: SummaryOptions, language: Language, progress: Progress
    ) -> ReportSummary: ...


class Done(NamedTuple):
    summary: ReportSummary
    source: SourceText


class _UnderWay(NamedTuple):
    job: Begun
    task: "asyncio.Task[Done]"
    ended: asyncio.Event


@dataclass(slots=True)
class Runner:
    """Does the jobs that come out of the queue, in one event loop. `max_crashes`: how often a worker may die over one."""

    database: Database
    work: Doer
    worker: str
    patience: Patience
    max_crashes: int
    stopping: bool = False
    under_way: dict[str, _UnderWay] = field(default_factory=dict)

    async def run(self, job: str, run: int) -> None:
        """Do a job, if that run is still its present one. Ends when its end is stored, or somebody else's to store."""
        begun = None
        if not self.stopping:
            begun = await self._stored(partial(attempts.begin, job=job, run=run, worker=self.worker))
        if self.stopping and begun is None:
            await self._stored(partial(attempts.requeue, runs=[(job, run)]))
        elif begun is not None:
            await self._attempt(begun)

    def drop(self, jobs: set[str]) -> None:
        """Give up jobs that are no longer ours: cancelled, deleted, or taken over."""
        for job in jobs:
            if job in self.under_way:
                self.under_way[job].task.cancel()

    async def stop(self, grace_seconds: float) -> None:
        """Begin nothing more; what is in work has so long to finish, and is handed back then."""
        self.stopping = True
        tasks = [one.task for one in self.under_way.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=grace_seconds)
        self.drop(set(self.under_way))
        await asyncio.gather(*(one.ended.wait() for one in self.under_way.values()))

    async def _attempt(self, begun: Begun) -> None:
        task = asyncio.create_task(self._do(begun))
        ended = asyncio.Event()
        self.under_way[begun.id] = _UnderWay(begun, task, ended)
        try:
            await asyncio.wait({task})
            await self._stored(self._end(begun, task))
        except TiyaoError as error:
            # The database takes everything else, only not this: a mistake of ours.
            _log.error("job %s could not be stored: %s", begun.id, error, exc_info=error)
            await self._stored(partial(attempts.fail, begun=begun, error=_told(TiyaoError())))
        finally:
            del self.under_way[begun.id]
            ended.set()

    async def _do(self, begun: Begun) -> Done:
        if begun.lost > self.max_crashes:
            raise Crashed(reason=f"{begun.lost} ×")
        with logs.bound(job=begun.id, owner=begun.owner), replies.used_by(begun.id):
            return await self._summarized(begun)

    async def _summarized(self, begun: Begun) -> Done:
        source = await self.work.source(begun)
        reporter = _Reporter(self.database, begun)
        try:
            options, language = begun.options, cast(Language, begun.language)
            return Done(await self.work.summary(source, options, language, reporter.tell), source)
        finally:
            await reporter.close()

    def _end(self, begun: Begun, task: "asyncio.Task[Done]") -> Callable[[Any], object]:
        """What is to be stored of a finished task."""
        if task.cancelled():
            return partial(attempts.put_back, begun=begun, seconds=0, error=None)
        error = task.exception()
        if error is None:
            return partial(_keep, begun=begun, done=task.result())
        if isinstance(error, Crashed) and begun.lost <= self.max_crashes:
            return partial(attempts.put_back, begun=begun, seconds=0, error=_told(error), lost=True)
        if not isinstance(error, TiyaoError):
            _log.error("job %s failed", begun.id, exc_info=error)
            return partial(attempts.fail, begun=begun, error=_told(TiyaoError()))
        pause = self.patience.pause(error, begun.attempts, begun.waited_ms / 1000, _JITTER.random())
        if pause is None:
            return partial(attempts.fail, begun=begun, error=_told(error))
        return partial(attempts.put_back, begun=begun, seconds=pause, error=_told(error))

    async def _stored(self, change: Callable[[Any], _Result]) -> _Result | None:
        """Carry out a change, however long the database is away; None where the worker has to stop before."""
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(StoreUnavailable),
            wait=wait_random_exponential(multiplier=0.2, max=_STORE_WAIT_MAX_SECONDS),
            stop=lambda _: self.stopping,
            retry_error_callback=self._gave_up,
        )
        return cast(_Result | None, await retrying(asyncio.to_thread, _written, self.database, change))

    def _gave_up(self, state: Any) -> None:
        _log.warning("left to be taken over: %s", state.outcome.exception())


def _written(database: Database, change: Callable[[Any], _Result]) -> _Result:
    with database.writing() as connection:
        return change(connection)


def _keep(connection: Any, begun: Begun, done: Done) -> None:
    warnings = [warning.model_dump() for warning in done.summary.quality.warnings]
    if attempts.succeed(connection, begun, warnings):
        summaries.save(connection, begun, done.summary, done.source.text, done.source.pages)


def _told(error: TiyaoError) -> dict[str, Any]:
    """An error as it is kept: said in the reader's language when it is read."""
    return {"code": error.code, "details": {name: _plain(value) for name, value in error.details.items()}}


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str | bool | None) else str(value)


class _Reporter:
    """Writes how far a job is, at most once a second, beside the work: it must not wait for the database."""

    def __init__(self, database: Database, begun: Begun) -> None:
        self._database = database
        self._begun = begun
        self._latest: tuple[str, int, int] | None = None
        self._writing: asyncio.Task[None] | None = None

    def tell(self, stage: str, done: int, of: int) -> None:
        self._latest = stage, done, of
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def close(self) -> None:
        if self._writing:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)

    async def _write(self) -> None:
        while self._latest is not None:
            (stage, done, of), self._latest = self._latest, None
            change = partial(attempts.progress, begun=self._begun, stage=stage, done=done, of=of)
            try:
                await asyncio.to_thread(_written, self._database, change)
            except StoreUnavailable as error:
                _log.warning("progress of job %s is not told: %s", self._begun.id, error)
            await asyncio.sleep(_PROGRESS_SECONDS)
