"""What is kept of a summary comes back as it was, to its owner alone, and goes with everything of it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from schemas.document import Kind
from schemas.search import Filters
from service.jobs.heart import Heart, Pace
from service.storage import jobs, repeats, summaries, tables
from service.storage.database import Database
from service.storage.repeats import Repeat
from service.storage.search import Search
from service.storage.summaries import SummaryStore
from tests.summaries import SOURCE, figure, item, summary
from tests.unit.storage.filled import age, batch, finish, keep, new

ONE = summary([("achievement", item("a1", "办理行政处罚案件126件", figures=[figure("行政处罚案件")]))])
OF_A_JOB = (tables.jobs, tables.inputs, tables.events, tables.summaries, tables.contents, tables.items, tables.figures)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
KINDS: tuple[Kind, ...] = ("achievement", "problem", "plan")


@pytest.fixture
def store(database: Database) -> SummaryStore:
    return SummaryStore(database)


def left(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in OF_A_JOB
        }


def indexed(database: Database) -> int:
    """Rows that the index of SQLite tells of; that of PostgreSQL is never apart from its table."""
    if database.dialect == "postgresql":
        return 0
    with database.reading() as connection:
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, item_grams, row)"
        )
        return connection.exec_driver_sql("SELECT count(*) FROM temp.words").scalar_one()


def test_what_was_kept_comes_back(database: Database, store: SummaryStore) -> None:
    job = keep(database, ONE)
    assert store.get("local", job) == ONE
    assert store.source("local", job) == SOURCE
    with_source = store.get("local", job, include_source=True)
    assert with_source == ONE.model_copy(update={"source": SOURCE})


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT, TEXT, st.lists(TEXT, max_size=3))
def test_whatever_a_report_holds_is_kept_to_the_code_point(
    database: Database, store: SummaryStore, source: str, word: str, texts: list[str]
) -> None:
    items = [(KINDS[n], item(f"x{n}", text, figures=[figure(word, word, word)])) for n, text in enumerate(texts)]
    made = summary(items, title=word, issuer=word, region=word, source=source)
    job = keep(database, made, source=source)
    assert store.get("local", job) == made
    assert store.source("local", job) == source


def test_a_summary_that_is_kept_again_takes_the_place_of_the_first(database: Database, store: SummaryStore) -> None:
    job = keep(database, ONE)
    other = summary([("plan", item("p1", "开展培训"))])
    with database.writing() as connection:
        summaries.save(connection, _Job(job), other, "别的")
    assert store.get("local", job) == other
    assert store.source("local", job) == "别的"
    assert [hit.text for hit in Search(database).items("local", Filters(), 10).page] == ["开展培训"]


class _Job:
    owner, batch, name = "local", None, "a.txt"

    def __init__(self, id: str) -> None:
        self.id = id


def test_nothing_is_kept_of_a_transaction_that_fails(database: Database) -> None:
    def fails() -> None:
        with database.writing() as connection:
            finish(connection, jobs.add(connection, "local", new("a.txt")), ONE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert set(left(database).values()) == {0}
    assert indexed(database) == 0


# whose it is


def test_another_owners_summary_is_as_good_as_none(database: Database, store: SummaryStore) -> None:
    job = keep(database, ONE, owner="b")
    made, _ = batch(database, [ONE], owner="b")
    assert store.get("a", job) is None
    assert store.source("a", job) is None
    assert not store.delete("a", job)
    assert not store.has_batch("a", made)
    assert list(store.results("a", made)) == []
    assert store.get("b", job) == ONE


# deleting


def test_deleting_leaves_nothing_of_it(database: Database, store: SummaryStore) -> None:
    job = keep(database, ONE)
    with database.writing() as connection:
        repeats.note(connection, "local", "key", Repeat("request", job))
    assert min(left(database).values()) > 0
    assert indexed(database) > 0 or database.dialect == "postgresql"
    assert store.delete("local", job)
    assert set(left(database).values()) == {0}
    assert indexed(database) == 0
    with database.reading() as connection:
        assert repeats.find(connection, "local", "key") is None
    assert not store.delete("local", job)


def test_deleting_spares_the_others(database: Database, store: SummaryStore) -> None:
    made, (first, second) = batch(database, [ONE, ONE])
    assert store.delete("local", first)
    assert store.get("local", second) == ONE
    assert [result.job for result in store.results("local", made)] == [second]
    assert [hit.summary.id for hit in Search(database).items("local", Filters(text="行政处罚"), 10).page] == [second]
    assert store.delete("local", second)
    assert not store.has_batch("local", made)


def test_a_deleted_batch_is_gone_with_everything(database: Database, store: SummaryStore) -> None:
    made, _ = batch(database, [ONE, "empty_text", None] * 20)
    with database.writing() as connection:
        repeats.note(connection, "local", "key", Repeat("request", made))
    spared = keep(database, ONE)
    assert not store.delete_batch("somebody", made)
    assert store.delete_batch("local", made)
    assert left(database) == {**dict.fromkeys(left(database), 1), "items": 2, "events": 3}
    assert store.get("local", spared) == ONE
    assert not store.has_batch("local", made)
    assert not store.delete_batch("local", made)
    with database.reading() as connection:
        assert repeats.find(connection, "local", "key") is None


def test_a_job_without_a_summary_is_not_deleted_as_one(database: Database, store: SummaryStore) -> None:
    _, (waiting, failed) = batch(database, [None, "empty_text"])
    assert not store.delete("local", waiting)
    assert not store.delete("local", failed)
    assert left(database)["jobs"] == 2


def test_what_was_finished_long_ago_is_deleted_and_nothing_else(database: Database, store: SummaryStore) -> None:
    old, new = keep(database, ONE), keep(database, ONE)
    made, (failed, waiting) = batch(database, ["empty_text", None])
    gone, (last,) = batch(database, [ONE])
    for job in (old, failed, last):
        age(database, job, 31)
    age(database, new, 29)
    with database.writing() as connection:
        assert summaries.delete_older_than(connection, 30, at_most=2) == 2
        assert summaries.delete_older_than(connection, 30) == 1
    assert store.get("local", old) is None
    assert store.get("local", new) == ONE
    assert [result.job for result in store.results("local", made)] == [waiting]
    assert not store.has_batch("local", gone)
    with database.writing() as connection:
        assert summaries.delete_older_than(connection, 30) == 0


class _NoQueue:
    """A queue that nobody uses."""

    def forget_ended(self) -> int:
        return 0


@pytest.mark.parametrize(("days", "kept"), [(None, True), (30.0, False)])
def test_a_worker_deletes_what_is_older_than_the_setting_says(
    database: Database, store: SummaryStore, days: float | None, kept: bool
) -> None:
    job = keep(database, ONE)
    age(database, job, 31)
    worker = Heart(
        database,
        _NoQueue(),  # type: ignore[arg-type]
        "worker",
        Pace(gone_seconds=30),
        depth=1,
        idempotency_hours=1,
        retention_days=days,
        known=frozenset,
        drop=lambda _: None,
    )
    worker.sweep()
    assert (store.get("local", job) is not None) == kept


# batches


def test_every_report_of_a_batch_has_a_result_in_order(database: Database, store: SummaryStore) -> None:
    other = summary(title="别的报告")
    made, ids = batch(database, [ONE, "empty_text", None, other])
    found = list(store.results("local", made))
    assert [result.job for result in found] == ids
    assert [result.name for result in found] == ["0.txt", "1.txt", "2.txt", "3.txt"]
    assert [result.state for result in found] == ["succeeded", "failed", "queued", "succeeded"]
    assert [result.summary for result in found] == [ONE, None, None, other]
    assert found[1].error == {"code": "empty_text", "details": {}}
    assert [bool(r.summary and r.summary.source) for r in store.results("local", made, include_source=True)] == [
        True,
        False,
        False,
        True,
    ]


def test_a_batch_of_many_pages_is_read_to_its_end(database: Database, store: SummaryStore) -> None:
    for number in (summaries._RESULTS_AT_ONCE, summaries._RESULTS_AT_ONCE * 2 + 1):
        made, ids = batch(database, [ONE] * number)
        assert [result.job for result in store.results("local", made)] == ids


def test_a_slow_reader_holds_up_nobody(database: Database, store: SummaryStore) -> None:
    made, ids = batch(database, [ONE] * 30)
    reading = store.results("local", made)
    assert next(reading).job == ids[0]
    assert store.delete("local", ids[-1])
    assert [result.job for result in reading] == ids[1:-1]
