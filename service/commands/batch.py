"""Many reports at once: so many in work, results taken in the order of the inputs, memory the same for ten or thousands."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from service.commands.job import Done, Job, Progress
from service.commands.money import Totals
from service.commands.terminal import emit
from service.errors import ConfigurationError, Crashed, TiyaoError

if TYPE_CHECKING:
    from service.commands.progress import Bar

Work = Callable[[Job, Progress | None], Awaitable[Done]]
_AHEAD = 8
"""Finished results that wait for an earlier report to finish, for each that is in work."""


class Failure(NamedTuple):
    """A report without a summary."""

    name: str
    error: TiyaoError


@dataclass(slots=True)
class Batch:
    """One run. `at_once` reports are in work; `take` gets the texts of those that go to no file of their own.

    `crash`: whether a mistake of ours with one report ends the run (there is no other report) or is listed.
    """

    work: Work
    at_once: int
    take: Callable[[str], None] = emit
    crash: bool = False
    bar: "Bar | None" = None
    totals: Totals | None = None
    done: int = 0
    skipped: int = 0
    failures: list[Failure] = field(default_factory=list)

    async def run(self, jobs: Iterable[Job]) -> None:
        """Do every job. Raises ConfigurationError, which would meet them all.

        Cancelled, it cancels what is in work, and what is finished is taken still.
        """
        places = asyncio.Semaphore(self.at_once)
        window: deque[tuple[Job, asyncio.Task[Done]]] = deque()
        try:
            for job in jobs:
                if len(window) >= self.at_once * _AHEAD:
                    await self._next(window)
                window.append((job, asyncio.create_task(self._one(places, job))))
            while window:
                await self._next(window)
        except asyncio.CancelledError:
            await _stopped(window)
            for job, task in window:
                if not task.cancelled():
                    self._settle(job, task)
            raise
        finally:
            await _stopped(window)

    async def _next(self, window: deque[tuple[Job, asyncio.Task[Done]]]) -> None:
        job, task = window[0]
        await asyncio.wait((task,))
        window.popleft()
        self._settle(job, task)

    async def _one(self, places: asyncio.Semaphore, job: Job) -> Done:
        async with places:
            if self.bar is None:
                return await self.work(job, None)
            with self.bar.report(job.source.name) as stage:
                return await self.work(job, stage)

    def _settle(self, job: Job, task: asyncio.Task[Done]) -> None:
        """Take what came of a finished task."""
        error = task.exception()
        if error is None:
            done = task.result()
            self.done += not done.skipped
            self.skipped += done.skipped
            if self.totals and done.usage:
                self.totals.add(done.usage)
            if done.text is not None:
                self.take(done.text)
        elif isinstance(error, ConfigurationError) or (self.crash and not isinstance(error, TiyaoError)):
            raise error
        elif isinstance(error, Exception):
            self.failures.append(Failure(job.source.name, _kept(error)))
        else:
            raise error


async def _stopped(window: Iterable[tuple[Job, asyncio.Task[Done]]]) -> None:
    tasks = [task for _, task in window]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _kept(error: Exception) -> TiyaoError:
    """The error without its frames, which hold the report's text: of thousands, all would be kept to the end."""
    if not isinstance(error, TiyaoError):
        return Crashed(reason=type(error).__name__)
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
