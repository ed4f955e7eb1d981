"""What goes with a job that is deleted, and what others share and keep."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from schemas.reply import Reply
from schemas.request import SummaryOptions
from service.storage import batches, jobs, removal, repeats, tables
from service.storage.database import Database
from service.storage.jobs import NewJob
from service.storage.records import DatabaseRecords
from service.storage.repeats import Repeat

ME = "me"
REPLY = Reply("{}", 900, 80)
ANSWERS = [letter * 64 for letter in "abcde"]
JOBS = 4


def new() -> NewJob:
    return NewJob("甲", SummaryOptions(), "zh", "法治".encode(), None)


def count(connection: Connection, name: str) -> int:
    return int(connection.execute(select(func.count()).select_from(tables.metadata.tables[name])).scalar_one())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    given_to=st.sets(st.tuples(st.sampled_from(ANSWERS), st.integers(0, JOBS - 1))),
    of_nobody=st.sets(st.sampled_from(ANSWERS)),
    deleted=st.sets(st.integers(0, JOBS - 1)),
)
def test_an_answer_goes_with_the_last_job_that_has_it(
    database: Database, given_to: set[tuple[str, int]], of_nobody: set[str], deleted: set[int]
) -> None:
    records = DatabaseRecords(database)
    with database.writing() as connection:
        ids = [jobs.add(connection, ME, new()) for _ in range(JOBS)]
    for key in of_nobody:
        records.put(key, REPLY, 1)
    stored = set(of_nobody)
    for key, job in sorted(given_to):
        if key in stored:
            records.note([(key, ids[job])])
        else:
            records.put(key, REPLY, 1, ids[job])
        stored.add(key)
    with database.writing() as connection:
        assert removal.remove(connection, tables.jobs.c.id.in_([ids[one] for one in deleted])) == len(deleted)
    had = {key for key, _ in given_to}
    still = {key for key, job in given_to if job not in deleted}
    assert {key for key in ANSWERS if records.get(key, 0)} == (of_nobody - had) | still
    with database.writing() as connection:
        removal.remove(connection, tables.jobs.c.owner == ME)
        assert count(connection, "uses") == 0
    records.clear()


def test_no_answer_is_kept_for_a_job_that_is_gone(database: Database) -> None:
    records = DatabaseRecords(database)
    with database.writing() as connection:
        job = jobs.add(connection, ME, new())
        assert jobs.remove(connection, ME, job)
    records.put(ANSWERS[0], REPLY, 1, job)
    assert records.get(ANSWERS[0], 0) is None
    records.put(ANSWERS[0], REPLY, 1)
    records.note([(ANSWERS[0], job)])
    with database.reading() as connection:
        assert count(connection, "uses") == 0


def test_the_last_job_of_a_batch_takes_the_batch_and_its_request_along(database: Database) -> None:
    with database.writing() as connection:
        batch = batches.begin(connection, ME, "乙", SummaryOptions())
        jobs.arrive(connection, ME, batch, 0, [new(), new()])
        batches.complete(connection, batch)
        alone = jobs.add(connection, ME, new())
        assert repeats.note(connection, ME, "k", Repeat("r", batch))
        assert repeats.note(connection, ME, "l", Repeat("r", alone))
        first, second = connection.execute(select(tables.jobs.c.id).where(tables.jobs.c.batch == batch)).scalars()
        assert jobs.remove(connection, ME, first)
        assert batches.get(connection, ME, batch)
        assert jobs.remove(connection, ME, second)
        assert batches.get(connection, ME, batch) is None
        assert repeats.find(connection, ME, "k") is None
        assert repeats.find(connection, ME, "l")
        assert jobs.remove(connection, ME, alone)
        assert [name for name in tables.metadata.tables if count(connection, name)] == []
