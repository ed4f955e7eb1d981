"""Running the pipeline beside the event loop, so that the service stays awake whatever is posted to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any, NamedTuple, TypeVar

from fastapi import Request

from schemas.request import SummaryOptions
from schemas.source import SourceText
from schemas.summary import ReportSummary
from service.ingest import Hint, Reader
from service.messages import Language
from service.pipeline import Pipeline, Progress

Result = TypeVar("Result")
_EMBEDDED_AT_ONCE = 2
"""Summaries of the embedded engine that are computed at one time. They share one interpreter: more would only wait for
each other; the others wait in a queue."""
FILES_AT_ONCE = 2
"""Files that are read at one time, each in a process of its own."""


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Pools(NamedTuple):
    """The threads in which the embedded engine computes, and those that wait for the parsing processes."""

    embedded: ThreadPoolExecutor
    files: ThreadPoolExecutor

    def shut(self) -> None:
        for pool in self:
            pool.shutdown(wait=False, cancel_futures=True)


class Work:
    """The pipeline in threads: the embedded engine's summaries in a small pool, a model's in an event loop of their own
    (its client's connections belong to one loop, and reading a long report would hold up the server's)."""

    def __init__(self, pipeline: Pipeline, reader: Reader, pools: Pools, loop: asyncio.AbstractEventLoop) -> None:
        self.pipeline = pipeline
        self._reader = reader
        self._pools = pools
        self._loop = loop

    async def read(self, data: bytes, hint: Hint) -> SourceText:
        """As `Reader.read`. Cancelled, a file that is being parsed runs to its end or its limit."""
        return await asyncio.get_running_loop().run_in_executor(self._pools.files, self._reader.read, data, hint)

    async def summarize(
        self, source: SourceText, options: SummaryOptions, language: Language, progress: Progress = lambda *_: None
    ) -> ReportSummary:
        """As `Pipeline.summarize`. Cancelled, it stops the calls to a model; a computation that has begun runs out.
        Progress is told in the caller's event loop."""
        here = asyncio.get_running_loop()

        def tell(stage: str, done: int, of: int) -> None:
            here.call_soon_threadsafe(progress, stage, done, of)

        async def summary() -> ReportSummary:
            return await self.pipeline.summarize(
                source.text,
                options,
                pages=source.pages,
                scanned_pages=source.scanned_pages,
                language=language,
                progress=tell,
            )

        if options.engine == "extractive" or self.pipeline.engine.name == "extractive":
            running = here.run_in_executor(self._pools.embedded, lambda: asyncio.run(summary()))
            return await running
        return await self.in_loop(summary())

    async def in_loop(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What comes of work that speaks to the model: it runs in the loop that has the connections. Cancelled, it stops
        there too."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


@asynccontextmanager
async def work(build: Callable[[], Pipeline], reader: Reader) -> AsyncIterator[Work]:
    """The threads, with a pipeline built, until the service stops; then the reader is closed too."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="model", daemon=True)
    pools = Pools(
        ThreadPoolExecutor(_EMBEDDED_AT_ONCE, thread_name_prefix="embedded"),
        ThreadPoolExecutor(FILES_AT_ONCE, thread_name_prefix="files"),
    )
    thread.start()
    pipeline: Pipeline | None = None
    try:
        pipeline = build()
        yield Work(pipeline, reader, pools, loop)
    finally:
        reader.close()
        pools.shut()
        asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result()
        if pipeline:
            asyncio.run_coroutine_threadsafe(pipeline.close(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)
        loop.close()


async def while_awaited(request: Request, awaited: Awaitable[Result]) -> Result:
    """The result; ClientGone, and the work cancelled, where the client hangs up before. The body must have been read."""
    working = asyncio.ensure_future(awaited)
    gone = asyncio.create_task(_hung_up(request))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientGone
    finally:
        gone.cancel()
        working.cancel()


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _cancel_all() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
