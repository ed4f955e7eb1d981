"""The embedded engine in processes of their own: it only computes, and one interpreter uses one core."""

import asyncio
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread

from schemas.request import SummaryOptions
from schemas.source import SourceText
from schemas.summary import ReportSummary
from service.errors import Crashed
from service.messages import Language
from service.settings import Settings


class Processes:
    """A pool of processes, each started when there is work for it, and begun anew when one dies."""

    def __init__(self, settings: Settings, number: int) -> None:
        self._settings = settings
        self._number = number
        self._pool = self._started()

    async def summarize(self, source: SourceText, options: SummaryOptions, language: Language) -> ReportSummary:
        """As `Pipeline.summarize`. Cancelled, a computation that has begun runs out. Raises Crashed where a process died
        while this report was among those that were asked for."""
        pool = self._pool
        try:
            future = pool.submit(_summary, self._settings, source, options, language)
            return await asyncio.wrap_future(future)
        except BrokenProcessPool as error:
            if pool is self._pool:
                self._pool = self._started()
            raise Crashed(reason=type(error).__name__) from error

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork copies the locks of threads that it does not copy.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._number, mp_context=context, initializer=_begin)


def _begin() -> None:
    """A process ends with its worker, and by nothing else: signals to a whole group are the worker's to act on."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """Wait for the process that started this one to end, however it does, and end too."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _summary(settings: Settings, source: SourceText, options: SummaryOptions, language: Language) -> ReportSummary:
    # Here, not above: what starts the processes need not load the engine.
    from service import build

    pipeline = build.pipeline(settings, "extractive")
    work = pipeline.summarize(
        source.text, options, pages=source.pages, scanned_pages=source.scanned_pages, language=language
    )
    return asyncio.run(work)
