"""When a failed model call is worth another try, and how long to wait before it. Pure: no clock, no randomness."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

_PASSING = frozenset({408, 409, 429})


class Failure(NamedTuple):
    """A call without an answer: `status` is None where no response came (connection, time-out); `retry_after_seconds`
    is what the server asked for."""

    status: int | None
    retry_after_seconds: float | None = None

    @property
    def passing(self) -> bool:
        """Whether the same call may well succeed later."""
        return self.status is None or self.status in _PASSING or self.status >= 500


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
    """Seconds that the headers ask to wait: `Retry-After` in seconds or as a date, or OpenAI's `retry-after-ms`; None
    where they ask nothing that can be read. `now` is aware."""
    if (milliseconds := _number(headers.get("retry-after-ms"))) is not None:
        return milliseconds / 1000
    asked = headers.get("retry-after")
    if (seconds := _number(asked)) is not None or asked is None:
        return seconds
    try:
        when = parsedate_to_datetime(asked)
    except ValueError:
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _number(text: str | None) -> float | None:
    """A finite number that is not negative."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None
