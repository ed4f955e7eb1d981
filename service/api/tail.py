"""What happens to jobs, as it happens: one poll of the database for everybody who follows."""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial

from starlette.concurrency import run_in_threadpool

from service.errors import StoreError
from service.storage import events
from service.storage.database import Database
from service.storage.events import StoredEvent

_POLL_SECONDS = 0.5
_AT_ONCE = 1_000
_MOST_WAITING = 2_000
_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Follower:
    """Somebody who follows a job or a batch. `news` is set when there are `waiting` events, or it fell `behind`: so far
    that some were let go, and are to be read from the database."""

    of: str
    news: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: deque[StoredEvent] = field(default_factory=deque)
    behind: bool = False

    def give(self, event: StoredEvent) -> None:
        if len(self.waiting) >= _MOST_WAITING:
            self.waiting.clear()
            self.behind = True
        self.waiting.append(event)
        self.news.set()

    def take(self) -> tuple[bool, list[StoredEvent]]:
        """Whether it fell behind, and what waits."""
        behind, taken = self.behind, list(self.waiting)
        self.behind = False
        self.waiting.clear()
        self.news.clear()
        return behind, taken


class Tail:
    """Polls while anybody follows. When `ending` is set every follower is told, and polling stops."""

    def __init__(self, database: Database, ending: threading.Event) -> None:
        self.database = database
        self.ending = ending
        self._followers: set[Follower] = set()
        self._number: int | None = None

    @asynccontextmanager
    async def following(self, of: str) -> AsyncIterator[Follower]:
        """News of a job or a batch, of all that is not in the database yet. Raises StoreError."""
        if self._number is None:
            self._number = await run_in_threadpool(self._read_last)
        with self._registered(Follower(of)) as follower:
            yield follower

    async def run(self) -> None:
        """Until cancelled, or `ending`."""
        while not self.ending.is_set():
            await asyncio.sleep(_POLL_SECONDS)
            if not self._followers:
                self._number = None
                continue
            try:
                await self._poll()
            except StoreError as error:
                _log.warning("events are late: %s", error)
        for follower in self._followers:
            follower.news.set()

    async def _poll(self) -> None:
        new: list[StoredEvent] | None = None
        while self._number is not None and (new is None or len(new) == _AT_ONCE):
            new = await run_in_threadpool(partial(self._read_after, self._number))
            for event in new:
                self._number = event.number
                for follower in self._followers:
                    if follower.of in (event.job, event.batch):
                        follower.give(event)

    @contextmanager
    def _registered(self, follower: Follower) -> Iterator[Follower]:
        self._followers.add(follower)
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    def _read_last(self) -> int:
        with self.database.reading() as connection:
            return events.last(connection)

    def _read_after(self, number: int) -> list[StoredEvent]:
        with self.database.reading() as connection:
            return events.after(connection, number, _AT_ONCE)
