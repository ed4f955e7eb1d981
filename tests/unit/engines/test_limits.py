"""Places, pace and the last minute's window."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.engines.llm.limits import MINUTE_SECONDS, Limits, Pace, Spent, Window


def limits(most: int, requests: int | None = None, tokens: int | None = None) -> Limits:
    return Limits(Pace(most), Window(requests, tokens))


async def work(limits: Limits, report: str, done: list[str], seconds: float = 0.01, tokens: int = 0) -> None:
    async with limits.place(report, tokens):
        await asyncio.sleep(seconds)
        done.append(report)


def test_reports_take_turns() -> None:
    async def scene() -> list[str]:
        done: list[str] = []
        shared = limits(1)
        async with asyncio.TaskGroup() as group:
            for report in ("large",) * 6 + ("small",) * 2:
                group.create_task(work(shared, report, done))
        return done

    # The first one found the place free; from then on they alternate.
    assert asyncio.run(scene()) == ["large", "large", "small", "large", "small", "large", "large", "large"]


def test_no_more_at_once_than_places() -> None:
    async def scene() -> int:
        shared, under_way, most = limits(3), 0, 0

        async def one(number: int) -> None:
            nonlocal under_way, most
            async with shared.place(number % 2, 0):
                under_way += 1
                most = max(most, under_way)
                await asyncio.sleep(0.005)
                under_way -= 1

        await asyncio.gather(*(one(number) for number in range(20)))
        return most

    assert asyncio.run(scene()) == 3


def test_a_place_is_given_back_by_failures_and_by_those_who_go_away() -> None:
    async def scene() -> list[str]:
        shared = limits(1)
        with pytest.raises(ValueError, match="broken"):
            async with shared.place("a", 0):
                raise ValueError("broken")
        held = asyncio.create_task(work(shared, "held", [], 5))
        await asyncio.sleep(0.01)
        waiting = asyncio.create_task(work(shared, "waiting", []))
        await asyncio.sleep(0.01)
        waiting.cancel()
        held.cancel()
        await asyncio.gather(held, waiting, return_exceptions=True)
        done: list[str] = []
        await asyncio.wait_for(work(shared, "last", done), 1)
        return done

    assert asyncio.run(scene()) == ["last"]


def test_one_who_goes_away_in_the_moment_of_being_let_in_gives_the_place_back() -> None:
    async def scene() -> list[str]:
        shared = limits(1)
        done: list[str] = []
        async with shared.place("a", 0):
            waiting = asyncio.create_task(work(shared, "b", done))
            await asyncio.sleep(0.01)
        waiting.cancel()  # let in by the end of the block, and not yet run
        await asyncio.gather(waiting, return_exceptions=True)
        await asyncio.wait_for(work(shared, "c", done), 1)
        return done

    assert asyncio.run(scene()) == ["c"]


def test_the_pace_halves_once_for_calls_that_went_out_together_and_grows_back() -> None:
    pace = Pace(8)
    for began in (1.0, 1.0, 1.5):
        pace.slower(began, now=2.0)
    assert pace.allowed == 4
    pace.slower(began=3.0, now=4.0)
    assert pace.allowed == 2
    for _ in range(2):
        pace.faster()
    assert 2.8 < pace.allowed <= 3
    for _ in range(100):
        pace.faster()
    assert pace.allowed == 8


def test_the_pace_never_stands_still() -> None:
    pace = Pace(2)
    for now in range(10):
        pace.slower(float(now), float(now) + 0.5)
    assert pace.allowed == 1


def test_what_the_server_closes_opens_again() -> None:
    async def scene() -> float:
        shared = limits(4)
        shared.close_for(0.1)
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(work(shared, "a", [], 0.0) for _ in range(3)))
        return asyncio.get_running_loop().time() - began

    assert 0.09 <= asyncio.run(scene()) < 1


@pytest.mark.parametrize(
    ("requests", "tokens", "spent", "now", "asked", "wait"),
    [
        (None, None, [(0, 10**9)] * 99, 0.0, 10**9, 0.0),
        (2, None, [(0, 1), (10, 1)], 20.0, 1, 40.0),
        (2, None, [(0, 1), (10, 1)], 60.0, 1, 0.0),
        (3, None, [(0, 1), (10, 1)], 20.0, 1, 0.0),
        (None, 100, [(0, 60), (10, 30)], 20.0, 10, 0.0),
        (None, 100, [(0, 60), (10, 30)], 20.0, 11, 40.0),
        (None, 100, [(0, 60), (10, 30)], 20.0, 71, 50.0),
        # a call over the whole budget goes when it is alone
        (None, 100, [(0, 60)], 20.0, 500, 40.0),
        (None, 100, [], 20.0, 500, 0.0),
        (1, 100, [(0, 1), (30, 99)], 40.0, 1, 50.0),
    ],
)
def test_window(
    requests: int | None, tokens: int | None, spent: list[tuple[float, int]], now: float, asked: int, wait: float
) -> None:
    window = Window(requests, tokens)
    for at, count in spent:
        window.add(at, count)
    assert window.wait_seconds(now, asked) == wait


@given(
    st.integers(1, 5),
    st.integers(50, 200),
    st.lists(st.tuples(st.floats(0, 20), st.integers(1, 50)), max_size=40),
)
def test_no_minute_holds_more_than_its_limits(requests: int, tokens: int, calls: list[tuple[float, int]]) -> None:
    window, now, went = Window(requests, tokens), 0.0, list[Spent]()
    for gap, size in calls:
        now += gap
        now += window.wait_seconds(now, size)
        went.append(window.add(now, size))
    for last in went:
        within = [one for one in went if last.at - MINUTE_SECONDS + 1e-6 < one.at <= last.at]
        assert len(within) <= requests
        assert sum(one.tokens for one in within) <= tokens
