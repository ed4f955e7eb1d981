"""The window of a batch: order, bounds, failures, cancelling. No report is summarized here."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.commands.batch import Batch
from service.commands.inputs import Source
from service.commands.job import Done, Job, Progress
from service.errors import ConfigurationError, NotFound, TiyaoError

AHEAD = 8


def jobs(count: int) -> list[Job]:
    return [Job(Source(str(number), None, Path(str(number))), None, str(number)) for number in range(count)]


class Play:
    """Work that takes `turns[n]` turns of the loop for job n, then ends as `ends` says."""

    def __init__(self, turns: list[int], ends: dict[int, BaseException | Done]) -> None:
        self.turns = turns
        self.ends = ends
        self.in_work = self.most_in_work = self.begun = 0

    async def __call__(self, job: Job, _: Progress | None) -> Done:
        number = int(job.source.name)
        self.begun += 1
        self.in_work += 1
        self.most_in_work = max(self.most_in_work, self.in_work)
        try:
            for _turn in range(self.turns[number]):
                await asyncio.sleep(0)
            end = self.ends.get(number, Done(job.source.name))
            if isinstance(end, BaseException):
                raise end
            return end
        finally:
            self.in_work -= 1


@given(
    turns=st.lists(st.integers(0, 30), max_size=80),
    at_once=st.integers(1, 6),
    failing=st.sets(st.integers(0, 79)),
    skipped=st.sets(st.integers(0, 79)),
)
def test_results_come_in_order_whatever_finishes_first(
    turns: list[int], at_once: int, failing: set[int], skipped: set[int]
) -> None:
    ends: dict[int, BaseException | Done] = {n: Done(skipped=True) for n in skipped}
    ends |= {n: NotFound(what=str(n)) for n in failing}
    play, taken = Play(turns, ends), []
    batch = Batch(play, at_once, taken.append)
    asyncio.run(batch.run(jobs(len(turns))))
    numbers = range(len(turns))
    assert taken == [str(n) for n in numbers if n not in failing | skipped]
    assert [name for name, _ in batch.failures] == [str(n) for n in numbers if n in failing]
    assert batch.skipped == sum(n in skipped - failing for n in numbers)
    assert batch.done == len(taken)
    assert play.most_in_work <= at_once


def test_what_waits_for_a_slow_report_is_bounded() -> None:
    """Memory: of thousands behind a slow one, only the window's results are held."""
    play, taken, ahead = Play([5_000, *[0] * 999], {}), [], []

    def take(text: str) -> None:
        taken.append(text)
        ahead.append(play.begun - len(taken))

    asyncio.run(Batch(play, 4, take).run(jobs(1_000)))
    assert len(taken) == 1_000
    assert max(ahead) <= 4 * AHEAD


def test_a_setting_that_is_wrong_ends_the_batch_and_what_is_in_work() -> None:
    play = Play([0, 0, *[1_000_000] * 8], {1: ConfigurationError(setting="TIYAO_MODEL", reason="reason_model_unset")})
    taken: list[str] = []
    with pytest.raises(ConfigurationError):
        asyncio.run(Batch(play, 3, taken.append).run(jobs(10)))
    assert (taken, play.in_work) == (["0"], 0)


def test_a_mistake_of_ours_with_one_report_does_not_stop_the_rest() -> None:
    play, taken = Play([0] * 3, {1: ZeroDivisionError("planted")}), []
    batch = Batch(play, 1, taken.append)
    asyncio.run(batch.run(jobs(3)))
    assert taken == ["0", "2"]
    ((name, error),) = batch.failures
    assert (name, error.code, error.details) == ("1", "crashed", {"reason": "ZeroDivisionError"})


def test_a_mistake_of_ours_with_the_only_report_is_shown_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(Batch(Play([0], {0: ZeroDivisionError("planted")}), 1, print, crash=True).run(jobs(1)))


def test_kept_errors_hold_no_report() -> None:
    batch = Batch(Play([0] * 2, {0: NotFound(what="a"), 1: ZeroDivisionError()}), 1, print)
    asyncio.run(batch.run(jobs(2)))
    for _, error in batch.failures:
        assert (error.__traceback__, error.__cause__, error.__context__) == (None, None, None)


def test_cancelled_it_cancels_what_is_in_work_and_takes_what_is_done() -> None:
    play, taken = Play([1_000_000, 0, 1_000_000, 0, 0], {}), []
    batch = Batch(play, 3, taken.append)

    async def interrupted() -> None:
        running = asyncio.create_task(batch.run(jobs(5)))
        for _ in range(100):  # enough for all that ends by itself
            await asyncio.sleep(0)
        assert play.begun == 5
        running.cancel()
        await running

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(interrupted())
    assert taken == ["1", "3", "4"]
    assert (batch.done, play.in_work, batch.failures) == (3, 0, [])


def test_what_takes_the_results_may_end_the_batch() -> None:
    def gone(_: str) -> None:
        raise BrokenPipeError

    play = Play([0] * 50, {})
    with pytest.raises(BrokenPipeError):
        asyncio.run(Batch(play, 2, gone).run(jobs(50)))
    assert play.in_work == 0
    assert play.begun < 50


def test_errors_come_whole_from_another_process() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(NotFound(what="甲.txt")))  # noqa: S301
    assert isinstance(error, TiyaoError)
    assert (type(error), error.details, str(error)) == (NotFound, {"what": "甲.txt"}, "not_found(what=甲.txt)")
