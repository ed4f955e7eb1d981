"""The retry policy as a table."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from service.engines.llm.retry import Failure, RetryPolicy, retry_after

POLICY = RetryPolicy(attempts=4, first_wait_seconds=1.0, max_wait_seconds=3.0, max_asked_seconds=60.0)
PASSING = Failure(True)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempt", "failure", "jitter", "pause"),
    [
        (1, PASSING, 0.0, 1.0),
        (2, PASSING, 0.0, 2.0),
        (3, PASSING, 0.0, 3.0),
        (4, PASSING, 0.0, None),
        # jitter takes up to half away
        (1, PASSING, 0.5, 0.75),
        (2, PASSING, 0.999, pytest.approx(1.001)),
        # what asking again cannot mend
        (1, Failure(False), 0.0, None),
        (1, Failure(False, 1.0), 0.0, None),
        # Retry-After is waited out, over the longest wait of one's own too, and jitter only adds to it
        (1, Failure(True, 10.0), 0.0, 10.0),
        (1, Failure(True, 10.0), 0.5, 10.25),
        (1, Failure(True, 0.0), 0.0, 0.0),
        (1, Failure(True, 60.0), 0.0, 60.0),
        (1, Failure(True, 61.0), 0.0, None),
        (4, Failure(True, 1.0), 0.0, None),
    ],
)
def test_pause(attempt: int, failure: Failure, jitter: float, pause: float | None) -> None:
    assert POLICY.pause(attempt, failure, jitter) == pause


def test_one_attempt_never_waits() -> None:
    assert RetryPolicy(attempts=1).pause(1, PASSING, 0.0) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, 90.0),
        ({"retry-after": format_datetime(NOW - timedelta(seconds=90), usegmt=True)}, 0.0),
        ({"retry-after": "Thu, 01 Jan 2026 00:00:30 -0000"}, 30.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": ""}, None),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        # when what is used up starts anew; what is not used up is not waited for
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1.5s"}, 1.5),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "6m0s"}, 360.0),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "250ms"}, 0.25),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1h2m3s"}, 3_723.0),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "7"}, 7.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 9)}, 9.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str((int(NOW.timestamp()) + 9) * 1000)}, 9.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) - 9)}, 0.0),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "soon"}, None),
        ({"x-ratelimit-remaining-tokens": "0"}, None),
        ({"x-ratelimit-remaining-tokens": "12", "x-ratelimit-reset-tokens": "6m0s"}, None),
        ({"x-ratelimit-reset-tokens": "6m0s"}, None),
        (
            {
                "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-requests": "2s",
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-reset-tokens": "9s",
            },
            9.0,
        ),
        ({"retry-after": "3", "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "9s"}, 3.0),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds
