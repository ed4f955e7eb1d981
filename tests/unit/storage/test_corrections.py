"""Corrections and sessions, in every database that there is."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from schemas.key import KeyLimits
from service.correction_errors import ChangedMeanwhile
from service.storage import tables
from service.storage.corrections import CorrectionStore
from service.storage.database import Database
from service.storage.keys import KeyStore
from service.storage.sessions import KeptSession, SessionStore
from service.storage.summaries import SummaryStore
from tests.summaries import SOURCE, item, summary
from tests.unit.storage.filled import keep

MACHINES = summary([("achievement", item("a1", "办理案件126件"))])
NEWER = summary([("plan", item("n1", "再办几件"))])
NOBODYS = "0" * 32


def anyhow(_: str | None) -> None:
    """Whatever there is."""


def only_the_first(version: str | None) -> None:
    if version is not None:
        raise ChangedMeanwhile()


@pytest.fixture
def store(database: Database) -> CorrectionStore:
    return CorrectionStore(database)


def test_a_correction_is_kept_and_replaced(store: CorrectionStore, database: Database) -> None:
    job = keep(database, MACHINES)
    assert store.get("local", job) is None
    first = store.save("local", job, NEWER.model_copy(update={"source": SOURCE}), anyhow)
    found = store.get("local", job)
    assert first
    assert found
    assert found.summary == NEWER, "the source is kept once"
    assert found.version == first.version
    seen: list[str | None] = []
    second = store.save("local", job, MACHINES, seen.append)
    assert seen == [first.version]
    assert second
    assert second.version != first.version
    assert store.get("local", job) == second
    assert SummaryStore(database).get("local", job) == MACHINES


def test_what_is_refused_changes_nothing(store: CorrectionStore, database: Database) -> None:
    job = keep(database, MACHINES)
    first = store.save("local", job, NEWER, only_the_first)
    with pytest.raises(ChangedMeanwhile):
        store.save("local", job, MACHINES, only_the_first)
    with pytest.raises(ChangedMeanwhile):
        store.delete("local", job, only_the_first)
    assert store.get("local", job) == first


def test_of_many_at_once_one_is_the_first(store: CorrectionStore, database: Database) -> None:
    job = keep(database, MACHINES)

    def attempt(number: int) -> bool:
        try:
            return (
                store.save("local", job, summary([("plan", item("n1", f"第{number}件"))]), only_the_first) is not None
            )
        except ChangedMeanwhile:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1


def test_owners_are_apart_and_what_is_gone_is_gone(store: CorrectionStore, database: Database) -> None:
    job = keep(database, MACHINES)
    assert store.save("other", job, NEWER, anyhow) is None
    assert store.save("local", NOBODYS, NEWER, anyhow) is None
    assert not store.delete("local", job, anyhow)
    assert store.save("local", job, NEWER, anyhow)
    assert store.get("other", job) is None
    assert not store.delete("other", job, anyhow)
    assert list(store.all("other")) == []
    assert store.delete("local", job, anyhow)
    assert store.get("local", job) is None
    store.save("local", job, NEWER, anyhow)
    assert SummaryStore(database).delete("local", job)
    assert store.get("local", job) is None
    assert store.save("local", job, NEWER, anyhow) is None


def test_all_of_an_owner_are_read_page_by_page(store: CorrectionStore, database: Database) -> None:
    jobs = [keep(database, MACHINES) for _ in range(45)]
    for job in jobs[1:]:
        store.save("local", job, NEWER, anyhow)
    found = list(store.all("local"))
    assert [one.job for one in found] == sorted(jobs[1:])
    assert {one.source for one in found} == {SOURCE}
    assert {one.summary for one in found} == {NEWER}


def test_pages_and_options_are_kept_with_a_summary(database: Database) -> None:
    whole = SummaryStore(database).whole("local", keep(database, MACHINES))
    assert whole
    assert (whole.summary, whole.source, whole.pages, whole.options.script) == (MACHINES, SOURCE, (), "hans")
    assert SummaryStore(database).whole("other", NOBODYS) is None


# sessions


@pytest.fixture
def sessions(database: Database) -> SessionStore:
    KeyStore(database).create("k" * 12, "d" * 64, "法制科", ("read",), KeyLimits(), None)
    return SessionStore(database)


def test_a_session_lasts_as_long_as_it_and_its_keys_secret(sessions: SessionStore, database: Database) -> None:
    sessions.create("1" * 32, "e" * 64, "k" * 12, "d" * 64, 1)
    assert sessions.get("1" * 32) == KeptSession("k" * 12, "e" * 64)
    assert sessions.get("2" * 32) is None
    KeyStore(database).renew("k" * 12, "f" * 64, None)
    assert sessions.get("1" * 32) is None
    sessions.create("3" * 32, "e" * 64, "k" * 12, "f" * 64, 1)
    with database.writing() as connection:
        connection.execute(update(tables.sessions).values(expires_at_ms=round(time.time() * 1000) - 1))
    assert sessions.get("3" * 32) is None
    sessions.create("4" * 32, "e" * 64, "k" * 12, "f" * 64, 1)
    sessions.delete("4" * 32)
    assert sessions.get("4" * 32) is None


def test_no_secret_is_shown(sessions: SessionStore) -> None:
    sessions.create("1" * 32, "e" * 64, "k" * 12, "d" * 64, 1)
    assert "eeee" not in repr(sessions.get("1" * 32))
