"""Pace, limits and fairness over HTTP."""

import asyncio
import time
from typing import Any

import pytest

from service.engines.llm import LlmEngine
from service.engines.protocol import Tally
from tests.contract.test_llm_engine import GOOD, settings
from tests.scripted import Reply, Request, ScriptedServer, answer
from tests.scripted.reports import whole

PARTS = [whole()._replace(first=first) for first in range(12)]


def play(scenario: Any, reports: list[list[int]], **changed: Any) -> tuple[ScriptedServer, list[int], float]:
    """Each report asks about its parts at once; which report each answer was for, in order, and the seconds."""

    async def scene() -> list[int]:
        order: list[int] = []
        async with LlmEngine.from_settings(settings(server.base_url, **changed)) as engine:

            async def one(report: int, part: int, tally: Tally) -> None:
                await engine.extract(PARTS[part], tally)
                order.append(report)

            async with asyncio.TaskGroup() as group:
                for report, parts in enumerate(reports):
                    tally = Tally()
                    tallies.append(tally)
                    for part in parts:
                        group.create_task(one(report, part, tally))
        return order

    tallies: list[Tally] = []
    with ScriptedServer(scenario) as server:
        began = time.monotonic()
        order = asyncio.run(scene())
        return server, order, time.monotonic() - began


def test_a_small_report_does_not_wait_for_a_large_one() -> None:
    slow = lambda _: answer(GOOD, delay=0.02)  # noqa: E731
    _, order, _ = play(slow, [list(range(10)), [10, 11]], concurrent_calls=1)
    assert order.index(1) <= 3
    assert order[:6].count(1) == 2


def test_nothing_is_sent_while_nothing_is_left() -> None:
    def spent(request: Request) -> Reply:
        good = answer(GOOD)
        headers = {**good.headers, "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "300ms"}
        return Reply(200, good.body, headers) if request.number == 0 else good

    _, order, seconds = play(spent, [[0, 1, 2]], concurrent_calls=1)
    assert len(order) == 3
    assert 0.3 <= seconds < 3


@pytest.mark.parametrize("limit", [{"requests_per_minute": 3}, {"tokens_per_minute": 1_500}])
def test_limits_of_a_minute_are_kept(limit: dict[str, int]) -> None:
    async def scene() -> None:
        async with LlmEngine.from_settings(settings(server.base_url, **limit)) as engine:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(3.0):
                    await asyncio.gather(*(engine.extract(part, Tally()) for part in PARTS))

    with ScriptedServer(lambda _: answer(GOOD, prompt_tokens=600, completion_tokens=100)) as server:
        asyncio.run(scene())
    assert 1 <= len(server.requests) <= 3
