"""Kept answers over every store: counting, limits, cancelling, and a store that fails."""

import asyncio
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import pytest

from schemas.reply import Reply
from service.errors import StoreError
from service.storage.records import MemoryRecords, Records
from service.storage.replies import KeptReplies, Limits, used_by

KEY, OTHER = "a" * 64, "b" * 64
REPLY = Reply("{}", 900, 80)
LIMITS = Limits(max_bytes=1_000_000, max_age_days=90)
DAY = 86_400.0


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


@contextmanager
def kept(records: Records, limits: Limits = LIMITS, clock: Clock | None = None) -> Iterator[KeptReplies]:
    replies = KeptReplies(records, limits, clock or Clock())
    yield replies
    replies.close()


class Broken(MemoryRecords):
    """A store that is out of order until it is mended. `asked` counts."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = True
        self.counts = True
        self.asked = 0

    def get(self, key: str, stored_since_ms: int) -> Reply | None:
        self._ask()
        return super().get(key, stored_since_ms)

    def put(self, key: str, reply: Reply, now_ms: int, job: str | None = None) -> None:
        self._ask()
        super().put(key, reply, now_ms, job)

    def touch(self, hits: Mapping[str, int], now_ms: int) -> None:
        if not self.counts:
            raise StoreError(reason="read only")
        super().touch(hits, now_ms)

    def _ask(self) -> None:
        self.asked += 1
        if self.broken:
            raise StoreError(reason="disk full")


class Forgetful(MemoryRecords):
    """Notes nothing the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.noted: set[tuple[str, str]] = set()

    def note(self, uses: Iterable[tuple[str, str]]) -> None:
        if not self.asked.is_set():
            self.asked.set()
            raise StoreError(reason="locked")
        self.noted |= set(uses)


def test_a_use_that_could_not_be_noted_is_noted_with_the_next() -> None:
    records = Forgetful()
    with kept(records) as replies:
        asyncio.run(replies.put(KEY, REPLY))
        for job in ("first", "second"):
            with used_by(job):
                asyncio.run(replies.get(KEY))
            assert records.asked.wait(10)
            time.sleep(0.2)  # it is put aside a moment after it was refused
    assert records.noted == {(KEY, "first"), (KEY, "second")}


class Slow(MemoryRecords):
    """A store whose every answer waits for `go`."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def put(self, key: str, reply: Reply, now_ms: int, job: str | None = None) -> None:
        self.go.wait(10)
        super().put(key, reply, now_ms, job)


def test_what_is_put_is_got_in_any_event_loop(records: Records) -> None:
    with kept(records) as replies:
        assert asyncio.run(replies.get(KEY)) is None
        asyncio.run(replies.put(KEY, REPLY))
        assert asyncio.run(replies.get(KEY)) == REPLY


def test_uses_are_counted_and_order_what_is_removed(records: Records) -> None:
    clock = Clock()

    async def uses() -> None:
        await replies.put(KEY, REPLY)
        clock.seconds += 1
        await replies.put(OTHER, REPLY)
        clock.seconds += 1
        await asyncio.gather(*[replies.get(KEY) for _ in range(20)])

    replies = KeptReplies(records, LIMITS, clock)
    asyncio.run(uses())
    replies.close()
    assert records.stats().hits == 20
    records.trim(len(REPLY.content), 0)
    assert records.get(KEY, 0) == REPLY
    assert records.get(OTHER, 0) is None


def test_an_answer_ends_with_its_age(records: Records) -> None:
    clock = Clock()
    with kept(records, Limits(1_000, max_age_days=2), clock) as replies:
        asyncio.run(replies.put(KEY, REPLY))
        clock.seconds += 2 * DAY
        assert asyncio.run(replies.get(KEY)) == REPLY
        clock.seconds += 1
        assert asyncio.run(replies.get(KEY)) is None
        asyncio.run(replies.put(OTHER, Reply("x" * 100, 1, 1)))
        assert records.stats().number == 1


def test_the_store_stays_within_its_size(records: Records) -> None:
    clock = Clock()
    with kept(records, Limits(max_bytes=1_000, max_age_days=2), clock) as replies:
        for n in range(30):
            clock.seconds += 1
            asyncio.run(replies.put(f"{n:064x}", Reply("x" * 90, 1, 1)))
        stats = records.stats()
        assert (stats.number, stats.bytes) == (11, 990)
        assert asyncio.run(replies.get(f"{29:064x}"))


def test_an_answer_larger_than_the_store_drives_out_no_other(records: Records) -> None:
    with kept(records, Limits(max_bytes=10, max_age_days=2)) as replies:
        asyncio.run(replies.put(KEY, REPLY))
        asyncio.run(replies.put(OTHER, Reply("政务公开", 1, 1)))
        assert asyncio.run(replies.get(OTHER)) is None
        assert asyncio.run(replies.get(KEY)) == REPLY


def test_a_broken_store_is_told_and_left_alone_for_a_while() -> None:
    broken = Broken()
    with kept(broken, Limits(1_000, 90, rest_seconds=0.2)) as replies:
        for _ in range(5):
            with pytest.raises(StoreError) as told:
                asyncio.run(replies.get(KEY))
            assert told.value.details == {"reason": "disk full"}
        assert broken.asked == 1
        broken.broken = False
        time.sleep(0.25)
        asyncio.run(replies.put(KEY, REPLY))
        assert asyncio.run(replies.get(KEY)) == REPLY


def test_a_store_that_cannot_count_still_gives_its_answers() -> None:
    broken = Broken()
    with kept(broken) as replies:
        broken.broken = False
        asyncio.run(replies.put(KEY, REPLY))
        broken.counts = False
        assert asyncio.run(replies.get(KEY)) == REPLY
        assert asyncio.run(replies.get(KEY)) == REPLY
    assert broken.stats().hits == 0


def test_a_store_that_hangs_is_given_up() -> None:
    slow = Slow()
    with kept(slow, Limits(1_000, 90, patience_seconds=0.1)) as replies:
        began = time.monotonic()
        with pytest.raises(StoreError, match="timeout"):
            asyncio.run(replies.put(KEY, REPLY))
        assert time.monotonic() - began < 2
        slow.go.set()


def test_the_event_loop_goes_on_while_the_store_works() -> None:
    slow = Slow()

    async def scene() -> None:
        putting = asyncio.create_task(replies.put(KEY, REPLY))
        await asyncio.sleep(0.05)  # not reached in time by a loop that the store holds up
        assert not putting.done()
        slow.go.set()
        await putting

    with kept(slow) as replies:
        asyncio.run(scene())


def test_a_paid_answer_is_put_though_its_caller_is_cancelled(caplog: pytest.LogCaptureFixture) -> None:
    """Also those that wait for a thread; and nobody hears of a loop that has gone meanwhile."""
    slow = Slow()

    async def scene() -> None:
        tasks = [asyncio.create_task(replies.put(f"{n:064x}", REPLY)) for n in range(10)]
        await asyncio.sleep(0.02)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    with kept(slow) as replies:
        asyncio.run(scene())
        slow.go.set()
    assert slow.stats().number == 10
    assert caplog.records == []
