"""Jobs, batches, events, repeats and workers: one contract for SQLite and PostgreSQL."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from schemas.request import SummaryOptions
from service.storage import attempts, batches, events, jobs, repeats, tables, workers
from service.storage.attempts import Begun
from service.storage.clock import now_ms
from service.storage.database import Database, located
from service.storage.events import NewEvent
from service.storage.jobs import Filter, NewJob
from service.storage.repeats import Repeat

ME, OTHER = "me", "other"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(located(database_url, Path()), 10)
    yield made
    made.close()


def new(name: str = "云岫县", data: bytes = b"x") -> NewJob:
    return NewJob(name, SummaryOptions(include_source=False), "zh", data, None)


def batch_of(connection: Any, number: int, owner: str = ME) -> str:
    made = batches.begin(connection, owner, "甲", SummaryOptions())
    jobs.arrive(connection, owner, made, 0, [new(f"{n}") for n in range(number)])
    batches.complete(connection, made)
    return made


def begun(connection: Any, job: str, worker: str = "w", run: int = 1) -> Begun:
    found = attempts.begin(connection, job, run, worker)
    assert found is not None
    return found


def kinds(connection: Any, job: str) -> list[str]:
    return [event.kind for event in events.after(connection, 0, 100, job=job)]


def test_a_job_from_its_posting_to_its_end(database: Database) -> None:
    with database.writing() as connection:
        job = jobs.add(connection, ME, new(data="一二".encode()))
        assert attempts.due(connection, 10) == [(job, 1, True)]
        assert attempts.due(connection, 10) == []
        assert attempts.in_queue(connection) == 1
        work = begun(connection, job)
        assert (work.data.decode(), work.options.include_source, work.attempts, work.lost) == ("一二", False, 1, 0)
        assert attempts.progress(connection, work, "extract", 2, 5)
        running = jobs.get(connection, ME, job)
        assert running is not None
        assert (running.state, running.stage, running.done, running.of) == ("running", "extract", 2, 5)
        assert attempts.succeed(connection, work, [{"code": "no_items"}])
        assert not attempts.succeed(connection, work, []), "a job has one end"
        assert not attempts.progress(connection, work, "merge", 1, 1)
        done = jobs.get(connection, ME, job)
        assert done is not None
        assert done.state == "succeeded"
        assert done.created_at_ms <= (done.started_at_ms or 0) <= (done.finished_at_ms or 0)
        assert kinds(connection, job) == ["queued", "started", "progress", "warning", "succeeded"]


def test_who_was_overtaken_changes_nothing(database: Database) -> None:
    with database.writing() as connection:
        job = jobs.add(connection, ME, new())
        first = begun(connection, job, "gone")
        second = begun(connection, job, "gone")  # the same name, after a restart
        assert (second.attempts, second.lost) == (2, 1)
        for end in (attempts.succeed(connection, first, []), attempts.fail(connection, first, {"code": "internal"})):
            assert not end
        assert not attempts.put_back(connection, first, 0, None)
        assert attempts.succeed(connection, second, [])


def test_jobs_of_workers_that_are_gone_are_put_back(database: Database) -> None:
    with database.writing() as connection:
        workers.beat(connection, "alive")
        workers.beat(connection, "gone")
        connection.execute(
            update(tables.workers).where(tables.workers.c.id == "gone").values(seen_at_ms=now_ms() - 9_000)
        )
        held = {name: jobs.add(connection, ME, new()) for name in ("alive", "gone", "never seen")}
        works = {name: begun(connection, job, name) for name, job in held.items()}
        lost = attempts.release_lost(connection, workers.alive(5))
        assert sorted(lost) == sorted([held["gone"], held["never seen"]])
        assert attempts.release_lost(connection, workers.alive(5)) == []
        assert not attempts.succeed(connection, works["gone"], [])
        assert attempts.begin(connection, held["gone"], 1, "alive") is None, "that run is over"
        again = begun(connection, held["gone"], "alive", run=2)
        assert (again.attempts, again.lost) == (2, 1)
        assert attempts.succeed(connection, works["alive"], [])


def test_what_was_handed_out_and_never_begun_is_put_back(database: Database) -> None:
    with database.writing() as connection:
        job = jobs.add(connection, ME, new())
        attempts.due(connection, 1)
        assert attempts.requeue(connection, [(job, 1)]) == 1
        assert attempts.requeue(connection, [(job, 1)]) == 0
        assert attempts.due(connection, 1) == [(job, 2, True)]
        begun(connection, job, run=2)
        assert attempts.requeue(connection, [(job, 2)]) == 0, "it was begun"


def test_a_job_put_back_waits_for_its_time_and_says_why(database: Database) -> None:
    error = {"code": "model_unreachable", "details": {"base_url": "http://127.0.0.1:9/v1"}}
    with database.writing() as connection:
        job = jobs.add(connection, ME, new())
        attempts.due(connection, 1)
        assert attempts.put_back(connection, begun(connection, job), 60, error)
        waiting = jobs.get(connection, ME, job)
        assert waiting is not None
        assert (waiting.state, waiting.error) == ("queued", error)
        assert attempts.due(connection, 1) == []
        connection.execute(update(tables.jobs).values(due_at_ms=now_ms()))
        assert attempts.due(connection, 1) == [(job, 2, True)]
        assert begun(connection, job, run=2).attempts == 2
        assert events.after(connection, 0, 10, job=job)[2].data == {"seconds": 60, "code": "model_unreachable"}


def test_single_jobs_go_before_those_of_batches(database: Database) -> None:
    with database.writing() as connection:
        batch = batch_of(connection, 3)
        alone = jobs.add(connection, ME, new())
        ordered = [job for job, _, _ in attempts.due(connection, 10)]
        of_batch = jobs.page(connection, ME, Filter(batch=batch), 10, None)
    assert ordered == [alone, *(job.id for job in of_batch)]


def test_a_batch_is_there_when_it_is_complete(database: Database) -> None:
    with database.writing() as connection:
        batch = batches.begin(connection, ME, "甲", SummaryOptions())
        jobs.arrive(connection, ME, batch, 0, [new("一"), new("二")])
        assert batches.get(connection, ME, batch) is None
        assert batches.page(connection, ME, None, 10, None) == []
        assert jobs.page(connection, ME, Filter(), 10, None) == []
        assert attempts.due(connection, 10) == []
        assert events.last(connection) == 0
        jobs.arrive(connection, ME, batch, 2, [new("三")])
        batches.complete(connection, batch)
        found = batches.get(connection, ME, batch)
        assert found is not None
        assert found.total == 3
        assert [job.name for job in jobs.page(connection, ME, Filter(batch=batch), 10, None)] == ["一", "二", "三"]
        assert len(attempts.due(connection, 10)) == 3


def test_a_batch_that_never_became_complete_goes(database: Database) -> None:
    with database.writing() as connection:
        kept = batch_of(connection, 1)
        stranded = batches.begin(connection, ME, "乙", SummaryOptions())
        jobs.arrive(connection, ME, stranded, 0, [new()])
        assert batches.remove_stranded(connection, 60_000) == 0
        connection.execute(update(tables.batches).values(created_at_ms=now_ms() - 120_000))
        assert batches.remove_stranded(connection, 60_000) == 1
        assert [job.batch for job in jobs.page(connection, ME, Filter(), 10, None)] == [kept]
        assert connection.execute(select(func.count()).select_from(tables.inputs)).scalar_one() == 1


def test_the_pace_of_a_batch(database: Database) -> None:
    with database.writing() as connection:
        batch = batch_of(connection, 4)
        assert batches.paces(connection, [batch])[batch] == ({"queued": 4}, None, None)
        ids = [job.id for job in jobs.page(connection, ME, Filter(batch=batch), 10, None)]
        attempts.succeed(connection, begun(connection, ids[0]), [])
        attempts.fail(connection, begun(connection, ids[1]), {"code": "internal", "details": {}})
        begun(connection, ids[2])
        pace = batches.paces(connection, [batch])[batch]
    assert pace.counts == {"queued": 1, "running": 1, "succeeded": 1, "failed": 1}
    assert pace.started_at_ms is not None
    assert pace.finished_at_ms is not None
    assert pace.started_at_ms <= pace.finished_at_ms


def test_cancelling_and_doing_again(database: Database) -> None:
    with database.writing() as connection:
        batch = batch_of(connection, 4)
        ids = [job.id for job in jobs.page(connection, ME, Filter(batch=batch), 10, None)]
        attempts.succeed(connection, begun(connection, ids[0]), [])
        failed = begun(connection, ids[1])
        attempts.fail(connection, failed, {"code": "internal", "details": {}})
        running = begun(connection, ids[2])
        assert sorted(jobs.cancel(connection, ME, batch=batch)) == sorted(ids[2:])
        assert jobs.cancel(connection, ME, batch=batch) == []
        assert not attempts.succeed(connection, running, []), "its result is not kept"
        assert attempts.begin(connection, ids[3], 1, "w") is None
        assert jobs.retry(connection, ME, batch=batch) == [ids[1]]
        again = jobs.get(connection, ME, ids[1])
        assert again is not None
        assert (again.state, again.error, again.finished_at_ms) == ("queued", None, None)
        assert begun(connection, ids[1], run=2).waited_ms < 5_000
        assert not jobs.unfinished(connection, job=ids[0])
        assert jobs.unfinished(connection, batch=batch)


def test_deleting_leaves_nothing(database: Database) -> None:
    with database.writing() as connection:
        batch = batch_of(connection, 2)
        alone = jobs.add(connection, ME, new())
        work = begun(connection, alone)
        assert jobs.remove(connection, ME, alone)
        assert not jobs.remove(connection, ME, alone)
        assert not attempts.succeed(connection, work, [])
        assert batches.remove(connection, ME, batch)
        for table in (tables.jobs, tables.inputs, tables.events, tables.batches):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_numbers_are_never_given_twice(database: Database) -> None:
    with database.writing() as connection:
        first = jobs.add(connection, ME, new())
        last = events.last(connection)
        jobs.remove(connection, ME, first)
        second = jobs.add(connection, ME, new())
        assert events.after(connection, 0, 10, job=second)[0].number > last


def test_lists_page_without_gap_or_double(database: Database) -> None:
    with database.writing() as connection:
        batch = batch_of(connection, 7)
        alone = [jobs.add(connection, ME, new(f"单 {n}")) for n in range(4)]
    assert _paged(database, Filter()) == len(alone) + 7
    assert _paged(database, Filter(batch=batch)) == 7
    assert _paged(database, Filter(name="单")) == 4
    assert _paged(database, Filter(name="%")) == 0, "what is asked for is no pattern"
    assert _paged(database, Filter(state="succeeded")) == 0


def _paged(database: Database, wanted: Filter) -> int:
    seen: list[jobs.StoredJob] = []
    after = None
    while True:
        with database.reading() as connection:
            page = jobs.page(connection, ME, wanted, 2, after)
        if not page:
            break
        seen += page
        after = (page[-1].position if wanted.batch else page[-1].created_at_ms, page[-1].id)
    assert len({job.id for job in seen}) == len(seen)
    if not wanted.batch:
        assert [job.created_at_ms for job in seen] == sorted((job.created_at_ms for job in seen), reverse=True)
    return len(seen)


def test_another_owner_sees_and_changes_nothing(database: Database) -> None:
    with database.writing() as connection:
        batch = batch_of(connection, 1)
        job = jobs.add(connection, ME, new())
        repeats.note(connection, ME, "k", Repeat("d", job))
        attempts.fail(connection, begun(connection, job), {"code": "internal", "details": {}})
    with database.writing() as connection:
        assert jobs.get(connection, OTHER, job) is None
        assert batches.get(connection, OTHER, batch) is None
        assert jobs.page(connection, OTHER, Filter(), 10, None) == []
        assert jobs.page(connection, OTHER, Filter(batch=batch), 10, None) == []
        assert batches.page(connection, OTHER, None, 10, None) == []
        assert jobs.cancel(connection, OTHER, batch=batch) == []
        assert jobs.retry(connection, OTHER, job=job) == []
        assert not jobs.remove(connection, OTHER, job)
        assert not batches.remove(connection, OTHER, batch)
        assert repeats.find(connection, OTHER, "k") is None
    with database.reading() as connection:
        assert len(jobs.page(connection, ME, Filter(), 10, None)) == 2


def test_the_first_of_two_requests_with_one_key(database: Database) -> None:
    """The second waits until the first is committed, and learns of it then."""
    seen: list[bool] = []

    def second() -> None:
        with database.writing() as connection:
            seen.append(repeats.note(connection, ME, "k", Repeat("d", "second")))

    with database.writing() as connection:
        assert repeats.note(connection, ME, "k", Repeat("d", "first"))
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.2)
        assert seen == []
    waiting.join(10)
    with database.reading() as connection:
        assert (seen, repeats.find(connection, ME, "k")) == ([False], Repeat("d", "first"))


def test_repeats_are_forgotten(database: Database) -> None:
    with database.writing() as connection:
        repeats.note(connection, ME, "k", Repeat("d", "j"))
        assert repeats.remove_old(connection, 60_000) == 0
        connection.execute(update(tables.repeats).values(created_at_ms=now_ms() - 120_000))
        assert repeats.remove_old(connection, 60_000) == 1


def test_no_event_comes_to_light_behind_a_later_one(database: Database) -> None:
    """A reader who has seen a number has seen every lower one, however long a transaction takes to end."""
    with database.writing() as connection:
        job = jobs.add(connection, ME, new())
        start = events.last(connection)

    def note(hold_seconds: float) -> None:
        with database.writing() as connection:
            events.add(connection, [NewEvent(job, None, "progress", {"held": hold_seconds})])
            time.sleep(hold_seconds)

    threads = [threading.Thread(target=note, args=(hold,)) for hold in (0.5, 0.0, 0.2, 0.0)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    seen: list[int] = []
    while any(thread.is_alive() for thread in threads):
        with database.reading() as connection:
            seen += [event.number for event in events.after(connection, seen[-1] if seen else start, 100)]
    with database.reading() as connection:
        every = [event.number for event in events.after(connection, start, 100)]
        seen += [number for number in every if number > seen[-1]]
    assert len(every) == 4
    assert seen == every


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["begin", "succeed", "fail", "put_back", "lose", "cancel", "retry", "due", "requeue", "restart"]
        ),
        st.integers(0, 30),
    ),
    max_size=40,
)


@given(steps)
@trying(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_in_whatever_order_a_job_ends_once(
    tmp_path_factory: pytest.TempPathFactory, taken: Any
) -> None:
    """Any attempt, however old, may come to any end at any time: only that of the present one counts."""
    database = Database(located(f"sqlite:///{tmp_path_factory.mktemp('jobs')}/jobs.sqlite3", Path()), 10)
    with database.writing() as connection:
        job = jobs.add(connection, ME, new())
        works: list[Begun] = []
        ends = 0
        for step, which in taken:
            before = jobs.get(connection, ME, job)
            assert before is not None
            present = before.state == "running"
            work = works[which % len(works)] if works else None
            newest = work is not None and work.attempts == before.attempts
            run = connection.execute(select(tables.jobs.c.run)).scalar_one()
            match step:
                case "begin" if found := attempts.begin(connection, job, run - which % 2, "w"):
                    assert before.state in ("queued", "running")
                    works.append(found)
                case "succeed" if work is not None:
                    kept = attempts.succeed(connection, work, [])
                    assert kept == (present and newest)
                    ends += kept
                case "fail" if work is not None:
                    assert attempts.fail(connection, work, {"code": "x", "details": {}}) == (present and newest)
                case "put_back" if work is not None:
                    assert attempts.put_back(connection, work, 0, None) == (present and newest)
                case "lose":
                    assert bool(attempts.release_lost(connection, workers.alive(5))) == present
                case "cancel":
                    assert bool(jobs.cancel(connection, ME, job=job)) == (before.state in ("queued", "running"))
                case "retry":
                    assert bool(jobs.retry(connection, ME, job=job)) == (before.state == "failed")
                case "due":
                    attempts.due(connection, 5)
                case "requeue":
                    attempts.requeue(connection, [(job, run)])
        told = kinds(connection, job)
    database.close()
    assert ends == told.count("succeeded") <= 1
