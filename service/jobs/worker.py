"""A worker: takes jobs out of the queue until it is told to stop, then finishes or hands back what it has."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from service import build
from service.jobs import queue
from service.jobs.heart import Heart, Pace
from service.jobs.identity import identity
from service.jobs.patience import Patience
from service.jobs.processes import Processes
from service.jobs.runner import Runner
from service.jobs.work import Work
from service.observing import Nobody, Observer
from service.settings import Settings
from service.storage import workers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.storage.database import Database

_WITH_A_MODEL = 16
_AHEAD = 2
"""Jobs begun for each process that computes, so that none waits for the queue between two."""
_MIN_DEPTH = 100
_HANDING_BACK_SECONDS = 5
_NOBODY = Nobody()


async def work(
    settings: Settings,
    stop: asyncio.Event,
    started: Callable[[str], None] = lambda _: None,
    observer: Observer = _NOBODY,
) -> None:
    """Work until `stop` is set; `started` is called with the worker's name when it is ready, `observer` told of the work.

    Raises StoreError where the database cannot be used from the start, ConfigurationError for settings that make no sense.
    """
    with ExitStack() as stack:
        worker = stack.enter_context(identity(settings.worker_id, build.data_folder(settings)))
        database = build.database(settings)
        stack.callback(database.close)
        if database.dialect == "sqlite":  # nobody else runs on it
            prepare(database)
        with database.writing() as connection:
            workers.beat(connection, worker)
        async with _working(settings, database, worker, observer):
            started(worker)
            await stop.wait()


def prepare(database: "Database") -> None:
    """Bring every table up to date: ours and the queue's."""
    database.migrate()
    queue.migrate(database)


@asynccontextmanager
async def _working(settings: Settings, database: "Database", worker: str, observer: Observer) -> AsyncIterator[None]:
    processes = os.cpu_count() or 1
    if not settings.has_model and settings.concurrent_jobs:
        processes = settings.concurrent_jobs
    at_once = settings.concurrent_jobs or (_WITH_A_MODEL if settings.has_model else processes)
    pipeline = build.pipeline(settings, observer=observer)
    doing = Work(pipeline, build.reader(settings, processes), Processes(settings, processes))
    patience = Patience(settings.job_retry_hours, settings.job_retry_wait_max_seconds)
    runner = Runner(database, doing, worker, patience, settings.job_max_crashes)
    try:
        taken = at_once if settings.has_model else at_once * _AHEAD
        async with queue.working(database, worker, taken, runner.run) as handed:
            heart = _heart(settings, database, handed, runner, max(_MIN_DEPTH, 2 * taken))
            with _beating(heart):
                yield
                grace = settings.stop_grace_seconds
                await asyncio.gather(handed.close(grace + _HANDING_BACK_SECONDS), runner.stop(grace))
    finally:
        await doing.close()
    with database.writing() as connection:
        workers.leave(connection, worker)


def _heart(settings: Settings, database: "Database", handed: queue.Queue, runner: Runner, depth: int) -> Heart:
    loop = asyncio.get_running_loop()

    def known() -> frozenset[tuple[str, int]]:
        return frozenset((one.job.id, one.job.attempts) for one in list(runner.under_way.values()))

    def drop(jobs: set[str]) -> None:
        if jobs:
            loop.call_soon_threadsafe(runner.drop, jobs)

    return Heart(
        database,
        handed,
        runner.worker,
        Pace(settings.worker_gone_seconds),
        depth,
        settings.idempotency_hours,
        settings.retention_days,
        known,
        drop,
    )


@contextmanager
def _beating(heart: Heart) -> "Iterator[None]":
    thread = threading.Thread(target=heart.run, name="heart", daemon=True)
    thread.start()
    try:
        yield
    finally:
        heart.stop()
        thread.join()
