"""Rates: so much in so long, counted over a window that slides. Pure arithmetic; who keeps the counts is another matter.

Time is cut into windows of the rate's length. What was spent in the one before counts as far as it still reaches into the
last `seconds`: half of it when half of the present window is over. So no burst fits around a boundary, and two numbers are
enough for each rate and owner. What is refused costs nothing.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `limit` in any `seconds`; `name` keeps the counts of several apart."""

    name: str
    limit: int
    seconds: int

    @property
    def milliseconds(self) -> int:
        return self.seconds * 1000


class Window(NamedTuple):
    """What was spent in window `number`, counted from 1970, and in the one before it."""

    number: int = 0
    previous: int = 0
    current: int = 0


class Verdict(NamedTuple):
    """Whether it was granted; what is left of the rate now, and when its window ends. `retry_after_seconds` is when the
    same may be granted if nothing else is asked meanwhile; None where it is granted, or more than the whole rate."""

    granted: bool
    remaining: int
    reset_seconds: float
    retry_after_seconds: float | None = None


class Counts(Protocol):
    """What was spent, by owner and rate. Blocking, safe from several threads."""

    def spend(self, owner: str, rate: Rate, cost: int) -> Verdict:
        """Ask for `cost` of the owner's rate: all of it or nothing."""


def spent(window: Window, rate: Rate, cost: int, now_ms: int) -> tuple[Window, Verdict]:
    """The window as it is after `cost` is asked for at a time in milliseconds."""
    length, gone = rate.milliseconds, now_ms % rate.milliseconds
    at = _at(window, now_ms // length)
    left = rate.limit * length - at.previous * (length - gone) - at.current * length
    granted = cost * length <= left
    after = at._replace(current=at.current + cost) if granted else at
    wait = None if granted or cost > rate.limit else _wait_ms(at, rate, cost, gone) / 1000
    remaining = max(0, left // length - (cost if granted else 0))
    return after, Verdict(granted, remaining, (length - gone) / 1000, wait)


def _at(window: Window, number: int) -> Window:
    """The window as it stands in a later one; a clock set back finds the window that it left."""
    if number <= window.number:
        return window
    return Window(number, window.current if number == window.number + 1 else 0, 0)


def _wait_ms(window: Window, rate: Rate, cost: int, gone_ms: int) -> int:
    """Until enough has slid out of reach: of the window before, else of this one once the next has begun."""
    room = rate.limit - cost
    if window.current <= room:
        return _slid_ms(window.previous, room - window.current, rate.milliseconds) - gone_ms
    return rate.milliseconds - gone_ms + _slid_ms(window.current, room, rate.milliseconds)


def _slid_ms(count: int, room: int, length_ms: int) -> int:
    """How far into a window no more than `room` is left of the last one's count."""
    return length_ms - room * length_ms // count if count > room else 0


_MOST = 10_000


class MemoryCounts:
    """Counts of one process, gone with it; where owners are many, those who spent nothing lately are forgotten. `now_ms` is any clock in milliseconds that is never set back."""

    def __init__(self, now_ms: Callable[[], int] = lambda: time.monotonic_ns() // 1_000_000) -> None:
        self._now_ms = now_ms
        self._windows: dict[tuple[str, str], Window] = {}
        self._lock = threading.Lock()

    def spend(self, owner: str, rate: Rate, cost: int) -> Verdict:
        with self._lock:
            window = self._windows.get((owner, rate.name), Window())
            now_ms = self._now_ms()
            self._windows[owner, rate.name], verdict = spent(window, rate, cost, now_ms)
            if len(self._windows) > _MOST:
                self._forget(rate, now_ms // rate.milliseconds - 1)
        return verdict

    def _forget(self, rate: Rate, before: int) -> None:
        """Drop the rate's windows that are earlier: they count no more."""
        self._windows = {
            named: window
            for named, window in self._windows.items()
            if named[1] != rate.name or (window.number >= before and window.previous + window.current)
        }
