"""Answers that were paid for: what they are kept under, one call for two, stores that fail."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from prompts import Prompt
from schemas.reply import Reply
from service.engines.llm.kept import Kept
from service.engines.llm.kept import key as key_of
from service.engines.llm.server import Server
from service.engines.protocol import Tally
from service.errors import ModelError

SERVER = Server("m", "http://server/v1", api_key="sk-1")
PROMPT = Prompt("系统", "用户")
GOOD = Reply("好", 3, 2)


class Shelf:
    """A store in memory."""

    def __init__(self) -> None:
        self.held: dict[str, Reply] = {}

    async def get(self, key: str) -> Reply | None:
        return self.held.get(key)

    async def put(self, key: str, reply: Reply) -> None:
        self.held[key] = reply


class Broken:
    async def get(self, key: str) -> Reply | None:
        raise OSError(key)

    async def put(self, key: str, reply: Reply) -> None:
        raise OSError(key, reply)


class Paid:
    """Answers after a moment, and counts."""

    def __init__(self, reply: Reply | Exception = GOOD) -> None:
        self.reply = reply
        self.asked = 0

    async def __call__(self) -> Reply:
        self.asked += 1
        await asyncio.sleep(0.02)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


def valid(content: str) -> bool:
    return content == "好"


def run(scene: Callable[[], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        return await scene()

    return asyncio.run(whole())


def key(server: Server, prompt: Prompt, schema: dict[str, object], repeat: int = 0) -> str:
    return key_of(server, prompt, schema, repeat)


def test_a_key_depends_on_what_the_answer_depends_on_and_on_nothing_else() -> None:
    first = key(SERVER, PROMPT, {"a": 1, "b": 2})
    assert first == key(SERVER, PROMPT, {"b": 2, "a": 1})
    assert first == key(
        replace(SERVER, api_key="sk-2", concurrent_calls=1, timeout_seconds=1.0), PROMPT, {"a": 1, "b": 2}
    )
    assert len(first) == 64
    others = [
        key(replace(SERVER, **changed), PROMPT, {"a": 1, "b": 2})
        for changed in (
            {"model": "n"},
            {"base_url": "http://other/v1"},
            {"temperature": 0.5},
            {"temperature": None},
            {"max_answer_tokens": 9},
            {"extra_body": {"x": 1}},
            {"answer_format": "text"},
        )
    ]
    others += [
        key(SERVER, Prompt("系统", "别的"), {"a": 1, "b": 2}),
        key(SERVER, Prompt("别的", "用户"), {"a": 1, "b": 2}),
        key(SERVER, PROMPT, {"a": 1}),
        key(SERVER, PROMPT, {"a": 1, "b": 2}, repeat=1),
    ]
    assert len({first, *others}) == len(others) + 1


def test_an_answer_is_paid_for_once() -> None:
    shelf, paid, tally = Shelf(), Paid(), Tally()

    async def scene() -> list[Reply]:
        return [await Kept(shelf).reply("k", valid, paid, tally) for _ in range(3)]

    assert run(scene) == [GOOD] * 3
    assert (paid.asked, tally.cached_calls) == (1, 2)


def test_two_same_calls_under_way_are_one() -> None:
    paid, tally = Paid(), Tally()

    async def scene() -> list[Reply]:
        kept = Kept(None)
        return await asyncio.gather(*(kept.reply("k", valid, paid, tally) for _ in range(4)))

    assert run(scene) == [GOOD] * 4
    assert (paid.asked, tally.cached_calls) == (1, 3)


def test_without_a_store_nothing_is_remembered() -> None:
    paid = Paid()

    async def scene() -> None:
        kept = Kept(None)
        for _ in range(2):
            await kept.reply("k", valid, paid, Tally())

    run(scene)
    assert paid.asked == 2


def test_those_who_wait_for_a_call_that_fails_are_told_so() -> None:
    paid = Paid(ModelError(reason="json"))

    async def scene() -> list[Any]:
        kept = Kept(Shelf())
        works = [kept.reply("k", valid, paid, Tally()) for _ in range(3)]
        return list(await asyncio.gather(*works, return_exceptions=True))

    assert [type(result) for result in run(scene)] == [ModelError] * 3
    assert paid.asked == 1


def test_who_waits_for_a_call_that_is_given_up_makes_it_himself() -> None:
    paid = Paid()

    async def scene() -> Reply:
        kept = Kept(None)
        first = asyncio.create_task(kept.reply("k", valid, paid, Tally()))
        await asyncio.sleep(0.005)
        second = asyncio.create_task(kept.reply("k", valid, paid, Tally()))
        await asyncio.sleep(0.005)
        first.cancel()
        return await second

    assert run(scene) == GOOD
    assert paid.asked == 2


def test_a_kept_answer_that_no_longer_reads_is_asked_for_anew() -> None:
    shelf, paid, tally = Shelf(), Paid(), Tally()
    shelf.held["k"] = Reply("坏", 1, 1)

    async def scene() -> Reply:
        return await Kept(shelf).reply("k", valid, paid, tally)

    assert run(scene) == GOOD
    assert (paid.asked, tally.cached_calls, shelf.held["k"]) == (1, 0, GOOD)


def test_a_store_that_fails_costs_a_warning_and_no_answer() -> None:
    paid, tally = Paid(), Tally()

    async def scene() -> list[Reply]:
        kept = Kept(Broken())
        return [await kept.reply(name, valid, paid, tally) for name in ("k", "l")]

    assert run(scene) == [GOOD, GOOD]
    assert [notice.code for notice in tally.notices] == ["replies_failed"]


@pytest.mark.parametrize("error", [ModelError(reason="json"), RuntimeError()])
def test_failures_are_not_kept(error: Exception) -> None:
    shelf = Shelf()

    async def scene() -> None:
        with pytest.raises(type(error)):
            await Kept(shelf).reply("k", valid, Paid(error), Tally())

    run(scene)
    assert shelf.held == {}
