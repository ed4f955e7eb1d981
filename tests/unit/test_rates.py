"""Rates over a window that slides: what holds whatever is asked, and whenever."""

from hypothesis import given
from hypothesis import strategies as st

from service.rates import MemoryCounts, Rate, Window, spent

MINUTE = 60_000
rates = st.builds(Rate, st.just("requests"), st.integers(1, 50), st.sampled_from([1, 60, 86_400]))
steps = st.lists(st.tuples(st.integers(0, 100_000), st.integers(1, 20)), max_size=60)
windows = st.builds(Window, st.just(100), st.integers(0, 60), st.integers(0, 50))
times = st.integers(100 * MINUTE, 103 * MINUTE)


class Clock:
    def __init__(self) -> None:
        self.ms = 10**12

    def __call__(self) -> int:
        return self.ms


@given(rates, steps)
def test_no_window_of_the_rates_length_ever_grants_twice_the_rate(rate: Rate, asked: list[tuple[int, int]]) -> None:
    """Nor does a window of the calendar grant more than the rate."""
    clock, granted = Clock(), []
    counts = MemoryCounts(clock)
    for pause, cost in asked:
        clock.ms += pause
        if counts.spend("a", rate, cost).granted:
            granted.append((clock.ms, cost))
    for at, _ in granted:
        assert sum(cost for when, cost in granted if when // rate.milliseconds == at // rate.milliseconds) <= rate.limit
        assert sum(cost for when, cost in granted if at <= when < at + rate.milliseconds) < 2 * rate.limit + 1


@given(windows, times, st.integers(1, 60))
def test_what_is_refused_is_granted_when_the_wait_is_over_and_not_before(window: Window, now: int, cost: int) -> None:
    rate = Rate("requests", 50, 60)
    after, verdict = spent(window, rate, cost, now)
    if verdict.granted:
        assert verdict.retry_after_seconds is None
        return
    assert after.current <= window.current
    if cost > rate.limit:
        assert verdict.retry_after_seconds is None
        return
    assert verdict.retry_after_seconds is not None
    wait = round(verdict.retry_after_seconds * 1000)
    assert wait > 0
    assert spent(after, rate, cost, now + wait)[1].granted
    assert not spent(after, rate, cost, now + wait - 1)[1].granted


@given(windows, times, st.integers(1, 60))
def test_what_remains_is_what_is_granted(window: Window, now: int, cost: int) -> None:
    rate = Rate("requests", 50, 60)
    after, verdict = spent(window, rate, cost, now)
    assert 0 <= verdict.remaining <= rate.limit
    assert 0 < verdict.reset_seconds <= rate.seconds
    if verdict.remaining:
        assert spent(after, rate, verdict.remaining, now)[1].granted
    assert not spent(after, rate, verdict.remaining + 1, now)[1].granted


def test_a_steady_pace_under_the_rate_is_never_refused() -> None:
    clock = Clock()
    counts = MemoryCounts(clock)
    rate = Rate("requests", 61, 60)
    for _ in range(600):
        assert counts.spend("a", rate, 1).granted
        clock.ms += 1_000


def test_owners_and_rates_do_not_share_their_counts() -> None:
    counts = MemoryCounts(Clock())
    one, other = Rate("requests", 1, 60), Rate("reports", 1, 60)
    assert counts.spend("a", one, 1).granted
    assert not counts.spend("a", one, 1).granted
    assert counts.spend("b", one, 1).granted
    assert counts.spend("a", other, 1).granted


def test_a_clock_set_back_gives_nothing_back() -> None:
    clock = Clock()
    counts = MemoryCounts(clock)
    rate = Rate("requests", 1, 60)
    assert counts.spend("a", rate, 1).granted
    clock.ms -= 3_600_000
    assert not counts.spend("a", rate, 1).granted


def test_owners_who_spent_nothing_lately_are_forgotten() -> None:
    now = [0]
    counts = MemoryCounts(lambda: now[0])
    rate = Rate("logins", 1, 60)
    for number in range(20_000):
        now[0] += 10
        counts.spend(str(number), rate, 1)
    assert len(counts._windows) <= 12_001
    now[0] += 120_000
    assert counts.spend("19999", rate, 1).granted
