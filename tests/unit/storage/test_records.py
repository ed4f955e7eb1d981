"""One contract, every store."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.reply import Reply
from service.storage.records import MemoryRecords, Records, Stats

KEY, OTHER = "a" * 64, "b" * 64
REPLY = Reply('{"achievements": []}', 900, 80)
MANY = 1_000_000


def key(n: int) -> str:
    return f"{n:064x}"


def sized(size: int) -> Reply:
    return Reply("x" * size, 1, 1)


def held(records: Records, count: int) -> list[int]:
    return [n for n in range(count) if records.get(key(n), 0)]


def test_what_is_put_is_got(records: Records) -> None:
    assert records.get(KEY, 0) is None
    records.put(KEY, REPLY, 5)
    assert records.get(KEY, 0) == REPLY
    assert records.get(OTHER, 0) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    content=st.text(st.characters(exclude_categories=[])) | st.sampled_from(["", "\x00", "\ud800", "政务\U00020000"]),
    prompt=st.integers(0, 2**31 - 1),
    completion=st.integers(0, 2**31 - 1),
)
def test_any_text_comes_back_as_it_was(records: Records, content: str, prompt: int, completion: int) -> None:
    reply = Reply(content, prompt, completion)
    records.put(KEY, reply, 5)
    assert records.get(KEY, 0) == reply


def test_the_later_answer_takes_the_place_of_the_earlier(records: Records) -> None:
    records.put(KEY, REPLY, 5)
    records.put(KEY, sized(3), 7)
    assert records.get(KEY, 6) == sized(3)
    assert records.stats() == Stats(1, 3, 7)


def test_an_answer_stored_too_long_ago_is_none(records: Records) -> None:
    records.put(KEY, REPLY, 5)
    records.touch({KEY: 1}, 100)
    assert records.get(KEY, 5) == REPLY
    assert records.get(KEY, 6) is None


def test_stats(records: Records) -> None:
    assert records.stats() == Stats()
    records.put(KEY, Reply("政务", 10, 3), 5)
    records.put(OTHER, Reply("x", 100, 30), 6)
    records.touch({KEY: 2, OTHER: 1, key(9): 4}, 8)
    records.touch({KEY: 1}, 9)
    assert records.stats() == Stats(2, 7, 5, 4, 130, 39)


def test_tokens_beyond_32_bits_add_up(records: Records) -> None:
    records.put(KEY, Reply("x", 2**31 - 1, 2**31 - 1), 5)
    records.touch({KEY: 3_000}, 6)
    assert records.stats().saved_prompt_tokens == 3_000 * (2**31 - 1)


def test_trimming_removes_the_old_and_then_what_was_used_longest_ago(records: Records) -> None:
    for n in range(5):
        records.put(key(n), sized(10), n)
    records.touch({key(1): 1}, 50)
    records.trim(MANY, 1)
    assert held(records, 5) == [1, 2, 3, 4]
    records.trim(29, 0)
    assert held(records, 5) == [1, 4]
    records.trim(20, 0)
    assert held(records, 5) == [1, 4]
    records.trim(0, 0)
    assert records.stats() == Stats()
    records.trim(0, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 50), st.integers(0, 9)), max_size=8),
    max_bytes=st.integers(0, 120),
    since=st.integers(0, 60),
)
def test_every_store_trims_as_the_one_in_memory(
    records: Records, rows: list[tuple[int, int, int]], max_bytes: int, since: int
) -> None:
    model = MemoryRecords()
    records.clear()
    for store in (model, records):
        for n, (size, stored, used) in enumerate(rows):
            store.put(key(n), sized(size), stored)
            store.touch({key(n): 1}, stored + used)
        store.trim(max_bytes, since)
    assert held(records, len(rows)) == held(model, len(rows))
    assert records.stats() == model.stats()
    assert records.stats().bytes <= max_bytes


def test_clearing(records: Records) -> None:
    for n in range(5):
        records.put(key(n), sized(10), n)
    assert records.clear(2) == 2
    assert held(records, 5) == [2, 3, 4]
    assert records.clear() == 3
    assert records.clear() == 0


def _at_once(work: Callable[[int], object], threads: int) -> None:
    barrier = threading.Barrier(threads)

    def run(n: int) -> None:
        barrier.wait()
        work(n)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, range(threads)))


def test_many_threads_at_once(records: Records) -> None:
    """Every one makes the tables, puts the same key and its own, and counts."""

    def work(n: int) -> None:
        for round_ in range(10):
            records.put(key(n), sized(n), round_)
            records.put(KEY, REPLY, round_)
            assert records.get(key(n), 0) == sized(n)
            assert records.get(KEY, 0) == REPLY

    _at_once(work, 8)
    _at_once(lambda n: [records.touch({KEY: 1, key(n): 1}, 50) for _ in range(10)], 8)
    stats = records.stats()
    assert (stats.number, stats.hits) == (9, 160)


@pytest.mark.parametrize("again", [1, 2])
def test_it_can_be_used_after_it_was_closed(records: Records, again: int) -> None:
    for _ in range(again):
        records.close()
    records.put(KEY, REPLY, 5)
    assert records.get(KEY, 0) == REPLY
