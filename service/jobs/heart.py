"""What a worker does beside its jobs, in a thread of its own so that no report can hold it up: it shows that it is alive,
fills the queue, drops what was cancelled, and takes over what others left behind."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from service.errors import StoreError
from service.jobs.queue import Queue
from service.storage import attempts, batches, repeats, summaries, workers
from service.storage.database import Database

_HOUR_MS = 3_600_000
_STRANDED_MS = 24 * _HOUR_MS
_log = logging.getLogger(__name__)


class Pace(NamedTuple):
    """How often, in seconds: the queue is filled, cancelled jobs are dropped, a sign of life is given, others' jobs are
    looked after. `gone_seconds` without a sign of life is the end of a worker."""

    gone_seconds: float
    feed_seconds: float = 0.2
    drop_seconds: float = 1.0

    @property
    def beat_seconds(self) -> float:
        return min(5.0, self.gone_seconds / 5)

    @property
    def sweep_seconds(self) -> float:
        return min(10.0, self.gone_seconds / 3)


@dataclass(slots=True)
class Heart:
    """`depth` is how many runs the queue may hold that nobody has begun; `known` tells the attempts in work, `drop` ends
    jobs by id; both may be called from this thread. `idempotency_hours`: how long repeats are remembered;
    `retention_days`: how long what is finished is kept, None for good."""

    database: Database
    queue: Queue
    worker: str
    pace: Pace
    depth: int
    idempotency_hours: float
    retention_days: float | None
    known: Callable[[], frozenset[tuple[str, int]]]
    drop: Callable[[set[str]], None]
    _stop: threading.Event = field(default_factory=threading.Event)
    _alive_since_ms: int | None = None
    _alive_at_ms: int = 0
    _strays: dict[tuple[str, int], float] = field(default_factory=dict)

    def run(self) -> None:
        """Until `stop`. What the database refuses is tried again at the next turn."""
        turns = [
            _Turn(self.beat, self.pace.beat_seconds),
            _Turn(self.feed, self.pace.feed_seconds),
            _Turn(self.check, self.pace.drop_seconds),
            _Turn(self.sweep, self.pace.sweep_seconds),
        ]
        while not self._stop.wait(min(turn.seconds for turn in turns)):
            for turn in turns:
                turn.take()

    def stop(self) -> None:
        self._stop.set()

    def beat(self) -> None:
        """A sign of life. After a gap in which this worker itself may have been taken for gone, or the database was away,
        it begins to watch the others anew."""
        with self.database.writing() as connection:
            now = workers.beat(connection, self.worker)
        if self._alive_since_ms is None or now - self._alive_at_ms > self.pace.gone_seconds * 1000 / 2:
            self._alive_since_ms = now
        self._alive_at_ms = now

    def feed(self) -> None:
        """Put what is due into the queue, the oldest first, single jobs before those of batches."""
        with self.database.reading() as connection:
            room = self.depth - attempts.in_queue(connection)
            if room <= 0 or not attempts.any_due(connection):
                return
        with self.database.writing() as connection:
            self.queue.put(connection, attempts.due(connection, room))

    def check(self) -> None:
        """Drop what is no longer this worker's; put back what is by the rows, and that it knows nothing of."""
        known = self.known()
        with self.database.reading() as connection:
            stored = attempts.of_worker(connection, self.worker)
        self.drop({job for job, attempt in known if (job, attempt) not in stored})
        # Not at once: a job is stored as begun a moment before it is known, longer where the event loop is held up.
        now = time.monotonic()
        self._strays = {attempt: self._strays.get(attempt, now) for attempt in stored - known}
        if lost := [attempt for attempt, since in self._strays.items() if now - since >= self.pace.gone_seconds]:
            with self.database.writing() as connection:
                attempts.abandon(connection, lost)

    def sweep(self) -> None:
        """Take over from workers that are gone, and forget what has no use any more."""
        gone_ms = self.pace.gone_seconds * 1000
        if self._alive_since_ms is not None and self._alive_at_ms - self._alive_since_ms >= gone_ms:
            self._take_over()
        self.queue.forget_ended()
        with self.database.writing() as connection:
            batches.remove_stranded(connection, _STRANDED_MS)
            repeats.remove_old(connection, round(self.idempotency_hours * _HOUR_MS))
            if self.retention_days is not None:
                summaries.delete_older_than(connection, self.retention_days)

    def _take_over(self) -> None:
        handed_out = self.queue.handed_out()
        with self.database.writing() as connection:
            alive = workers.alive_ids(connection, self.pace.gone_seconds)
            lost = attempts.release_lost(connection, workers.alive(self.pace.gone_seconds))
            orphans = {name: run for name, (worker, run) in handed_out.items() if worker not in alive}
            never_begun = attempts.requeue(connection, orphans.values())
        if orphans:
            self.queue.withdraw(orphans)
        if lost or never_begun:
            _log.warning("took over %d jobs of workers that are gone", len(lost) + never_begun)


@dataclass(slots=True)
class _Turn:
    """Something to be done every so many seconds."""

    act: Callable[[], Any]
    seconds: float
    _next: float = 0.0

    def take(self) -> None:
        if time.monotonic() < self._next:
            return
        try:
            self.act()
        except StoreError as error:
            _log.warning("%s: %s", self.act.__name__, error)
        except Exception as error:
            # The queue's own errors; whatever it is, the heart must not stop for it.
            _log.error("%s failed", self.act.__name__, exc_info=error)
        self._next = time.monotonic() + self.seconds
