"""Which failures are worth another attempt, and when, as a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import (
    ConfigurationError,
    Crashed,
    DamagedFile,
    ModelError,
    ModelRefused,
    ModelUnreachable,
    NotChinese,
    QuotaSpent,
    StoreError,
    StoreUnavailable,
    TiyaoError,
    WrongKey,
)
from service.jobs.patience import Patience

PATIENCE = Patience(max_hours=1, max_wait_seconds=60, first_wait_seconds=5)


@pytest.mark.parametrize(
    "error",
    [ModelUnreachable(), ModelError(reason="server", status=429), ModelError(reason="timeout"), StoreUnavailable()],
)
def test_what_may_pass_is_tried_again(error: TiyaoError) -> None:
    assert PATIENCE.pause(error, 1, 0, jitter=0) == 5


@pytest.mark.parametrize(
    "error",
    [
        ConfigurationError(),
        Crashed(),
        DamagedFile(),
        NotChinese(),
        ModelError(reason="format"),
        ModelRefused(status=400, reason="x"),
        QuotaSpent(),
        WrongKey(),
        StoreError(),
        TiyaoError(),
    ],
)
def test_what_will_not_pass_fails_at_once(error: TiyaoError) -> None:
    assert PATIENCE.pause(error, 1, 0, jitter=0) is None


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 5), (2, 10), (4, 40), (5, 60), (500, 60)])
def test_waits_double_to_a_limit(attempt: int, seconds: float) -> None:
    assert PATIENCE.pause(ModelUnreachable(), attempt, 0, jitter=0) == seconds


def test_patience_ends() -> None:
    assert PATIENCE.pause(ModelUnreachable(), 9, 3_599, jitter=0) == 60
    assert PATIENCE.pause(ModelUnreachable(), 9, 3_600, jitter=0) is None
    assert Patience(0, 60).pause(ModelUnreachable(), 1, 0, jitter=0) is None


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_jitter_takes_at_most_half(attempt: int, jitter: float) -> None:
    whole = PATIENCE.pause(ModelUnreachable(), attempt, 0, jitter=0)
    cut = PATIENCE.pause(ModelUnreachable(), attempt, 0, jitter=jitter)
    assert whole is not None
    assert cut is not None
    assert whole / 2 <= cut <= whole
