"""What a worker beside a web process has seen, told to that process: one page of metrics tells of both."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any

from service.engines.protocol import Notice, Tally
from service.observing import Observer

_END_SECONDS = 2.0


class _Teller:
    """An observer that nobody waits for: what it is told is sent by a thread of its own."""

    def __init__(self) -> None:
        self.waiting: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()

    def stage(self, name: str, seconds: float) -> None:
        self.waiting.put((name, seconds))

    def report(self, engine: str, tally: Tally, error: str | None) -> None:
        self.waiting.put((engine, _counted(tally), error))

    def question(self, tally: Tally) -> None:
        self.waiting.put((_counted(tally),))

    def send(self, connection: Connection) -> None:
        with suppress(OSError):  # the other end is gone, and this process will be soon
            while told := self.waiting.get():
                connection.send(told)


def _counted(tally: Tally) -> Tally:
    """Of failures and notices only the number and the codes are counted; the rest may be anything."""
    return replace(tally, notices=[Notice(notice.code, {}) for notice in tally.notices], failures=[])


@contextmanager
def telling(connection: Connection) -> Iterator[Observer]:
    """An observer whose news go over a connection, the last of them at the end."""
    teller = _Teller()
    sending = Thread(target=teller.send, args=(connection,), name="telling", daemon=True)
    sending.start()
    try:
        yield teller
    finally:
        teller.waiting.put(None)
        sending.join(_END_SECONDS)


def hear(connection: Connection, observer: Observer) -> None:
    """Tell an observer what comes over a connection, until its other end is gone, in the middle of a word or not."""
    with connection, suppress(EOFError, OSError):
        while True:
            match connection.recv():
                case (name, seconds):
                    observer.stage(name, seconds)
                case (tally,):
                    observer.question(tally)
                case (engine, tally, error):
                    observer.report(engine, tally, error)
