"""How much goes to a model at a time: places, requests a minute, tokens a minute, fairly shared between reports.

Places halve when the server says that it is too much, and grow back by one for each round of calls that go well (TCP's
additive increase and multiplicative decrease). Reports take turns: one of forty chunks does not keep one of two waiting.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

MINUTE_SECONDS = 60.0


@dataclass(slots=True, eq=False)
class Spent:
    """A call of the last minute: when it began, and its tokens, first estimated, then as told."""

    at: float
    tokens: int


@dataclass(slots=True)
class Window:
    """The calls of the last minute against their limits; None is no limit. A call that is over the whole budget goes
    when it is alone."""

    requests: int | None
    tokens: int | None
    _spent: deque[Spent] = field(default_factory=deque)

    def wait_seconds(self, now: float, tokens: int) -> float:
        """How long a call of so many tokens has to wait; 0 where it may go now."""
        while self._spent and self._spent[0].at <= now - MINUTE_SECONDS:
            self._spent.popleft()
        count, held, free_at = len(self._spent), sum(spent.tokens for spent in self._spent), now
        for spent in self._spent:
            if self._fits(count, held, tokens):
                break
            count, held, free_at = count - 1, held - spent.tokens, spent.at + MINUTE_SECONDS
        return max(0.0, free_at - now)

    def add(self, now: float, tokens: int) -> Spent:
        spent = Spent(now, tokens)
        if self.requests is not None or self.tokens is not None:
            self._spent.append(spent)
        return spent

    def _fits(self, count: int, held: int, tokens: int) -> bool:
        few = self.requests is None or count < self.requests
        return few and (self.tokens is None or not count or held + tokens <= self.tokens)


@dataclass(slots=True)
class Pace:
    """How many calls may be under way. `slower` counts once for the calls that went out together."""

    most: int
    allowed: float = 0.0
    _slowed_at: float = float("-inf")

    def __post_init__(self) -> None:
        self.allowed = float(self.most)

    def slower(self, began: float, now: float) -> None:
        if began > self._slowed_at:
            self.allowed = max(1.0, self.allowed / 2)
            self._slowed_at = now

    def faster(self) -> None:
        self.allowed = min(float(self.most), self.allowed + 1 / self.allowed)


@dataclass(slots=True, eq=False)
class _Waiter:
    tokens: int
    admitted: asyncio.Future[Spent]


class Limits:
    """Admits calls. Belongs to the event loop in which it is used; all summaries of a process share one."""

    def __init__(self, pace: Pace, window: Window, now: Callable[[], float] = monotonic) -> None:
        self.pace = pace
        self._window = window
        self._now = now
        self._queues: OrderedDict[Hashable, deque[_Waiter]] = OrderedDict()
        self._under_way = 0
        self._closed_until = 0.0
        self._alarm: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def place(self, report: Hashable, tokens: int) -> AsyncIterator[Spent]:
        """A place for one call of a report, held for the context; `tokens` is an estimate, to be put right in what is
        given out."""
        waiter = _Waiter(tokens, asyncio.get_running_loop().create_future())
        self._queues.setdefault(report, deque()).append(waiter)
        self._admit()
        try:
            spent = await waiter.admitted
        except asyncio.CancelledError:
            if not waiter.admitted.cancelled():
                self._leave()
            raise
        try:
            yield spent
        finally:
            self._leave()

    def too_much(self, spent: Spent) -> None:
        """The server said so of a call: fewer at a time."""
        self.pace.slower(spent.at, self._now())

    def went_well(self) -> None:
        self.pace.faster()

    def close_for(self, seconds: float) -> None:
        """Send nothing for so long: the server said that nothing is left."""
        self._closed_until = max(self._closed_until, self._now() + seconds)

    def _leave(self) -> None:
        self._under_way -= 1
        self._admit()

    def _admit(self) -> None:
        """Let in who may go, reports in turn."""
        while self._queues and self._under_way < int(self.pace.allowed):
            report, queue = next(iter(self._queues.items()))
            if queue[0].admitted.cancelled():
                queue.popleft()
            elif wait := self._wait_seconds(queue[0].tokens):
                self._wake_in(wait)
                return
            else:
                waiter = queue.popleft()
                self._under_way += 1
                waiter.admitted.set_result(self._window.add(self._now(), waiter.tokens))
                self._queues.move_to_end(report)
            if not queue:
                del self._queues[report]

    def _wait_seconds(self, tokens: int) -> float:
        now = self._now()
        return max(self._closed_until - now, self._window.wait_seconds(now, tokens), 0.0)

    def _wake_in(self, seconds: float) -> None:
        if self._alarm:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(seconds, self._admit)
