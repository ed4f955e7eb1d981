"""Who watches the work. Told of what happens, never asked; what they make of it is their own business."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from service.engines.protocol import Tally
from service.errors import TiyaoError

CANCELLED = "cancelled"


class Observer(Protocol):
    """Called from whatever thread works: quick, and safe from several."""

    def stage(self, name: str, seconds: float) -> None:
        """A stage of one report is over, however it ended."""

    def report(self, engine: str, tally: Tally, error: str | None) -> None:
        """A report is over: the engine that had it, what it cost, the code of the error that ended it."""

    def question(self, tally: Tally) -> None:
        """A model was asked about a report, and this is what it cost."""


class Nobody:
    """Watches nothing."""

    def stage(self, name: str, seconds: float) -> None: ...

    def report(self, engine: str, tally: Tally, error: str | None) -> None: ...

    def question(self, tally: Tally) -> None: ...


@contextmanager
def stage(observer: Observer, name: str) -> Iterator[None]:
    """A stage of one report."""
    began = time.perf_counter()
    try:
        yield
    finally:
        observer.stage(name, time.perf_counter() - began)


@contextmanager
def report(observer: Observer, engine: str, tally: Tally) -> Iterator[None]:
    """The whole of one report. What was paid for it is told though it failed."""
    error: str | None = None
    try:
        yield
    except BaseException as raised:
        error = _code(raised)
        raise
    finally:
        observer.report(engine, tally, error)


def _code(error: BaseException) -> str:
    if isinstance(error, TiyaoError):
        return error.code
    return CANCELLED if isinstance(error, asyncio.CancelledError) else TiyaoError.code
