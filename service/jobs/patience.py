"""Whether a failed attempt at a job is worth another, and when. Pure: no clock, no randomness."""

from dataclasses import dataclass

from service.errors import ModelError, ModelUnreachable, StoreUnavailable, TiyaoError

_PASSING_REASONS = frozenset({"server", "timeout"})


@dataclass(frozen=True, slots=True)
class Patience:
    """Waits double from `first_wait_seconds` up to `max_wait_seconds`, each cut by up to half by jitter, until
    `max_hours` have passed since the job was first begun."""

    max_hours: float
    max_wait_seconds: float
    first_wait_seconds: float = 5.0

    def pause(self, error: TiyaoError, attempt: int, waited_seconds: float, jitter: float) -> float | None:
        """Seconds to wait after failed attempt number `attempt` (from 1), None to give up; `jitter` in [0, 1)."""
        if not passing(error) or waited_seconds >= self.max_hours * 3600:
            return None
        wait = min(self.max_wait_seconds, self.first_wait_seconds * 2.0 ** min(attempt - 1, 30))
        return wait * (1 - jitter / 2)


def passing(error: TiyaoError) -> bool:
    """Whether the same report may well succeed later: a server that is away or overrun, a database without room. What is
    wrong with the report, the settings or the account is not cured by waiting."""
    if isinstance(error, ModelUnreachable | StoreUnavailable):
        return True
    return isinstance(error, ModelError) and error.details.get("reason") in _PASSING_REASONS
