"""When a failed model call is worth another try, and how long to wait before it. Pure: no clock, no randomness."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

_EPOCH_SECONDS = 1e9
_EPOCH_MILLISECONDS = 1e12
_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?")
_UNIT_SECONDS = (86_400.0, 3_600.0, 60.0, 1.0, 0.001)
_KINDS = ("-requests", "-tokens", "")


class Failure(NamedTuple):
    """A call without an answer: `passing` says whether the same call may well succeed later, `retry_after_seconds` is
    what the server asked for."""

    passing: bool
    retry_after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Waits double from `first_wait_seconds` up to `max_wait_seconds`, each cut by up to half by jitter so that callers
    who failed together do not return together. A server's own Retry-After is waited out in full, plus jitter, up to
    `max_asked_seconds`; one that asks for longer is not tried again."""

    attempts: int = 4
    first_wait_seconds: float = 0.5
    max_wait_seconds: float = 20.0
    max_asked_seconds: float = 60.0

    def pause(self, attempt: int, failure: Failure, jitter: float) -> float | None:
        """Seconds to wait after failed attempt number `attempt` (from 1), None to give up; `jitter` in [0, 1)."""
        if attempt >= self.attempts or not failure.passing:
            return None
        backoff = min(self.max_wait_seconds, self.first_wait_seconds * 2.0 ** (attempt - 1))
        asked = failure.retry_after_seconds
        if asked is None:
            return backoff * (1 - jitter / 2)
        return asked + backoff * jitter / 2 if asked <= self.max_asked_seconds else None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that the headers ask to wait: OpenAI's `retry-after-ms`, else `Retry-After` in seconds or as a date, else
    when a limit that is used up starts anew; None where they ask nothing that can be read. `now` is aware."""
    if (milliseconds := _number(headers.get("retry-after-ms"))) is not None:
        return milliseconds / 1000
    asked = headers.get("retry-after")
    if (seconds := _number(asked)) is not None:
        return seconds
    if asked is not None and (when := _date(asked)) is not None:
        return max(0.0, (when - now).total_seconds())
    return used_up(headers, now)


def used_up(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until every limit of which nothing remains starts anew (`x-ratelimit-remaining-…: 0`); None where
    something remains of each, or nothing is said."""
    waits = [
        _reset(headers.get(f"x-ratelimit-reset{kind}", ""), now)
        for kind in _KINDS
        if _number(headers.get(f"x-ratelimit-remaining{kind}")) == 0
    ]
    return max((wait for wait in waits if wait is not None), default=None)


def _reset(text: str, now: datetime) -> float | None:
    """Seconds of `6m0s`, `250ms`, a plain number of seconds, or a time since 1970 in seconds or milliseconds."""
    if (value := _number(text)) is not None:
        if value < _EPOCH_SECONDS:
            return value
        then = value / 1000 if value >= _EPOCH_MILLISECONDS else value
        return max(0.0, then - now.timestamp())
    parts = _DURATION.fullmatch(text.strip())
    if not text.strip() or parts is None:
        return None
    return sum(float(part) * unit for part, unit in zip(parts.groups(), _UNIT_SECONDS, strict=True) if part)


def _date(text: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _number(text: str | None) -> float | None:
    """A finite number that is not negative."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None
