"""What a key may ask for: requests a minute, reports a day, jobs that wait, bytes of a request."""

import asyncio
import ipaddress
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import Message, Receive

from service.access_errors import DailyLimit, TooManyLogins, TooManyQueued, TooManyRequests
from service.api.auth import Caller
from service.errors import BodyTooLarge, SlowBody
from service.rates import Counts, MemoryCounts, Rate, Verdict

_MINUTE_SECONDS, _DAY_SECONDS = 60, 86_400
_QUEUE_SECONDS = 30
"""When to ask again where too many jobs wait: nobody can tell when some are done."""

Spend = Callable[[str, Rate, int], Awaitable[Verdict]]


def spending(counts: Counts) -> Spend:
    """Counts of a database are asked in a thread; those in memory answer at once."""

    async def spend(owner: str, rate: Rate, cost: int) -> Verdict:
        if isinstance(counts, MemoryCounts):
            return counts.spend(owner, rate, cost)
        return await run_in_threadpool(counts.spend, owner, rate, cost)

    return spend


@dataclass(frozen=True, slots=True)
class Meter:
    """The limits of keys. `queued` counts the jobs of an owner that wait; blocking."""

    requests: Spend
    reports: Spend
    queued: Callable[[str], int]

    async def request(self, caller: Caller) -> dict[str, str]:
        """Count a request; the headers that tell what is left. Raises TooManyRequests."""
        limit = caller.limits.requests_per_minute
        if limit is None:
            return {}
        verdict = await self.requests(caller.owner, Rate("requests", limit, _MINUTE_SECONDS), 1)
        if not verdict.granted:
            raise TooManyRequests(limit=limit, retry_after_seconds=verdict.retry_after_seconds)
        return {
            "RateLimit-Limit": str(limit),
            "RateLimit-Remaining": str(verdict.remaining),
            "RateLimit-Reset": str(math.ceil(verdict.reset_seconds)),
            "RateLimit-Policy": f"{limit};w={_MINUTE_SECONDS}",
        }

    async def work(self, caller: Caller, number: int) -> None:
        """Count reports that are about to be worked on. Raises DailyLimit."""
        limit = caller.limits.reports_per_day
        if limit is None:
            return
        verdict = await self.reports(caller.owner, Rate("reports", limit, _DAY_SECONDS), number)
        if not verdict.granted:
            raise DailyLimit(limit=limit, asked=number, retry_after_seconds=verdict.retry_after_seconds)

    async def queue(self, caller: Caller, number: int) -> None:
        """Whether so many jobs more may wait. Raises TooManyQueued."""
        limit = caller.limits.max_queued_jobs
        if limit is None:
            return
        waiting = await run_in_threadpool(self.queued, caller.owner)
        if waiting + number > limit:
            wait = _QUEUE_SECONDS if number <= limit else None
            raise TooManyQueued(limit=limit, queued=waiting, asked=number, retry_after_seconds=wait)


class Logins:
    """Failed logins of an address, in this process: a key cannot be guessed, but guessing costs others their time."""

    def __init__(self, per_minute: int) -> None:
        self._rate = Rate("logins", per_minute, _MINUTE_SECONDS)
        self._counts = MemoryCounts()

    def check(self, address: str) -> None:
        """Raises TooManyLogins."""
        who = _network(address)
        if self._counts.spend(who, self._rate, 0).remaining:
            return
        wait = self._counts.spend(who, self._rate, 1).retry_after_seconds
        raise TooManyLogins(limit=self._rate.limit, retry_after_seconds=wait or 0)

    def failed(self, address: str) -> None:
        self._counts.spend(_network(address), self._rate, 1)


def _network(address: str) -> str:
    """The address, or all those that its owner has of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found.packed, 64), strict=False)) if found.version == 6 else address


async def count_reports(request: Request, number: int = 1) -> None:
    """Before reports are summarized while the caller waits. Raises DailyLimit."""
    if (meter := request.state.meter) is not None:
        await meter.work(request.state.caller, number)


async def count_jobs(request: Request, number: int = 1) -> None:
    """Before reports are queued. Raises TooManyQueued, DailyLimit."""
    if (meter := request.state.meter) is not None:
        await meter.queue(request.state.caller, number)
        await meter.work(request.state.caller, number)


async def check_queue(request: Request, number: int = 1) -> None:
    """Before reports that count already are queued, perhaps none. Raises TooManyQueued."""
    if number and (meter := request.state.meter) is not None:
        await meter.queue(request.state.caller, number)


def timed(receive: Receive, seconds: float) -> Receive:
    """The body of a request, of which something comes every so many seconds. What comes behind it is that the client has
    gone, and takes its time. Raises SlowBody."""
    whole = False

    async def in_time() -> Message:
        nonlocal whole
        try:
            async with asyncio.timeout(None if whole else seconds):
                message = await receive()
        except TimeoutError as error:
            raise SlowBody(seconds=f"{seconds:g}") from error
        whole = not message.get("more_body", False)
        return message

    return in_time


def bounded(receive: Receive, headers: Headers, most_bytes: int | None) -> Receive:
    """The body of a request up to so many bytes. Raises BodyTooLarge, at once where the length is declared."""
    if most_bytes is None:
        return receive
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most_bytes:
        raise BodyTooLarge(limit=most_bytes)
    left = most_bytes

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise BodyTooLarge(limit=most_bytes)
        return message

    return counted
