"""Reports in processes of their own, for the embedded engine: it only computes, and one interpreter uses one core."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import Thread

from service.commands.job import Done, Job, Manner, Progress
from service.ingest import Reader
from service.settings import Settings


class Workers:
    """A pool of processes, each started when there is work for it. Closed, it lets what is in work run out."""

    def __init__(self, settings: Settings, manner: Manner, processes: int) -> None:
        # Spawned, not forked: a fork copies the locks of threads that it does not copy.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_end_with_the_command)
        self._settings = settings
        self._manner = manner

    async def work(self, job: Job, _: Progress | None) -> Done:
        """As `report.do`, in a process; of its stages nothing is told."""
        with _deaf_to_interrupts():
            future: Future[Done] = self._pool.submit(_do, self._settings, self._manner, job)
        return await asyncio.wrap_future(future)

    async def close(self) -> None:
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)


def _do(settings: Settings, manner: Manner, job: Job) -> Done:
    # Here, not above: the command itself does not wait for the engine to load.
    from service import build
    from service.commands import report

    return asyncio.run(report.do(build.pipeline(settings, "extractive"), _reader(settings), manner, job))


@cache
def _reader(settings: Settings) -> Reader:
    """One for the life of a worker's process: the parsing process that it starts is warm for the next report."""
    from service import build

    return build.reader(settings)


def _end_with_the_command() -> None:
    """A process whose command is killed would wait for work for ever."""
    Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    if command := multiprocessing.parent_process():
        command.join()
        os._exit(1)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A process started here never gets SIGINT: a terminal sends it to all, and only the command is to act on it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
