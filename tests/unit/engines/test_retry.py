"""The retry policy as a table."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from service.engines.llm.retry import Failure, RetryPolicy, retry_after

POLICY = RetryPolicy(attempts=4, first_wait_seconds=1.0, max_wait_seconds=3.0, max_asked_seconds=60.0)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempt", "failure", "jitter", "pause"),
    [
        # no response: connection lost, time-out
        (1, Failure(None), 0.0, 1.0),
        (2, Failure(None), 0.0, 2.0),
        (3, Failure(None), 0.0, 3.0),
        (4, Failure(None), 0.0, None),
        # jitter takes up to half away
        (1, Failure(503), 0.5, 0.75),
        (2, Failure(503), 0.999, pytest.approx(1.001)),
        # what passes
        (1, Failure(408), 0.0, 1.0),
        (1, Failure(409), 0.0, 1.0),
        (1, Failure(429), 0.0, 1.0),
        (1, Failure(500), 0.0, 1.0),
        (1, Failure(599), 0.0, 1.0),
        # what does not
        (1, Failure(400), 0.0, None),
        (1, Failure(401), 0.0, None),
        (1, Failure(403), 0.0, None),
        (1, Failure(404), 0.0, None),
        (1, Failure(422), 0.0, None),
        (1, Failure(400, 1.0), 0.0, None),
        # Retry-After is waited out, over the longest wait of one's own too, and jitter only adds to it
        (1, Failure(429, 10.0), 0.0, 10.0),
        (1, Failure(429, 10.0), 0.5, 10.25),
        (1, Failure(503, 0.0), 0.0, 0.0),
        (1, Failure(429, 60.0), 0.0, 60.0),
        (1, Failure(429, 61.0), 0.0, None),
        (4, Failure(429, 1.0), 0.0, None),
    ],
)
def test_pause(attempt: int, failure: Failure, jitter: float, pause: float | None) -> None:
    assert POLICY.pause(attempt, failure, jitter) == pause


def test_one_attempt_never_waits() -> None:
    assert RetryPolicy(attempts=1).pause(1, Failure(503), 0.0) is None


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
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds
