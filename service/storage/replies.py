"""Paid answers, kept: asynchronous over blocking rows, bounded in size and age, and no heavier than a warning when the
store fails."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from schemas.reply import Reply
from service.errors import StoreError
from service.storage.clock import DAY_MS
from service.storage.records import Records

THREADS = 4
_TRIMS = 100
"""Rows are trimmed whenever this part of the size limit was written: so far the store may stand over it."""

_Result = TypeVar("_Result")
_JOB: ContextVar[str | None] = ContextVar("job", default=None)


@contextmanager
def used_by(job: str) -> Iterator[None]:
    """Answers given in this context, and in tasks begun in it, are the job's: deleted with the last one that has them."""
    token = _JOB.set(job)
    try:
        yield
    finally:
        _JOB.reset(token)


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_bytes` of content in all; `max_age_days` since an answer was stored; `rest_seconds` in which a store that
    failed is not asked again; `patience_seconds` that one question may take."""

    max_bytes: int
    max_age_days: float
    rest_seconds: float = 30.0
    patience_seconds: float = 15.0


class KeptReplies:
    """`Replies` over records, from any number of event loops. `now` is in seconds since 1970.

    Raises StoreError; after one, at once for a while, so that a broken store slows nothing down. An answer given is put
    though its caller be cancelled: it was paid for. Uses are counted behind the caller's back, many in one transaction.
    """

    def __init__(self, records: Records, limits: Limits, now: Callable[[], float] = time.time) -> None:
        self.records = records
        self._limits = limits
        self._now = now
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="replies")
        self._lock = threading.Lock()
        self._used: Counter[str] = Counter()
        self._uses: set[tuple[str, str]] = set()
        self._untrimmed_bytes = limits.max_bytes  # the first answer trims what others left
        self._failed: tuple[float, StoreError] | None = None

    async def get(self, key: str) -> Reply | None:
        """The answer kept under the key, a sha256 in hexadecimal."""
        reply = await self._in_thread(lambda: self.records.get(key, self._oldest_ms()))
        if reply is not None:
            self._use(key, _JOB.get())
        return reply

    async def put(self, key: str, reply: Reply) -> None:
        """Keep an answer; one larger than the whole store may be is let go."""
        job = _JOB.get()
        await self._in_thread(lambda: self._put(key, reply, job))

    def close(self) -> None:
        """Write what is under way, and let go of connections."""
        self._threads.shutdown()
        self.records.close()

    def _put(self, key: str, reply: Reply, job: str | None) -> None:
        size = len(reply.content.encode("utf-8", "surrogatepass"))
        if size > self._limits.max_bytes:
            return
        self.records.put(key, reply, self._now_ms(), job)
        with self._lock:
            self._untrimmed_bytes += size
            due = self._untrimmed_bytes * _TRIMS >= self._limits.max_bytes
            self._untrimmed_bytes = 0 if due else self._untrimmed_bytes
        if due:
            self.records.trim(self._limits.max_bytes, self._oldest_ms())

    def _use(self, key: str, job: str | None) -> None:
        with self._lock:
            waiting = bool(self._used)
            self._used[key] += 1
            if job is not None:
                self._uses.add((key, job))
        if not waiting:
            self._threads.submit(self._count)

    def _count(self) -> None:
        with self._lock:
            used, self._used = self._used, Counter()
            uses, self._uses = self._uses, set()
        # Counting only orders what is removed first: a store that cannot count now will tell so at the next answer.
        try:
            if uses:
                self.records.note(uses)
        except StoreError:
            with self._lock:
                self._uses |= uses  # noted with the next: what an unnoted job leaves behind nobody would delete
            raise
        self.records.touch(used, self._now_ms())

    async def _in_thread(self, work: Callable[[], _Result]) -> _Result:
        if self._failed and time.monotonic() < self._failed[0]:
            raise StoreError(**self._failed[1].details)
        outcome: Future[_Result] = Future()
        outcome.set_running_or_notify_cancel()  # from here on nobody can cancel it: what was begun is done
        self._threads.submit(_settle, outcome, work)
        try:
            async with asyncio.timeout(self._limits.patience_seconds):
                return await asyncio.wrap_future(outcome)
        except TimeoutError as error:
            slow = StoreError(reason="timeout")
            self._rest(slow)
            raise slow from error
        except StoreError as error:
            self._rest(error)
            raise

    def _rest(self, error: StoreError) -> None:
        self._failed = (time.monotonic() + self._limits.rest_seconds, error)

    def _now_ms(self) -> int:
        return round(self._now() * 1000)

    def _oldest_ms(self) -> int:
        return self._now_ms() - round(self._limits.max_age_days * DAY_MS)


def _settle(outcome: Future[_Result], work: Callable[[], _Result]) -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:
        outcome.set_exception(error)
