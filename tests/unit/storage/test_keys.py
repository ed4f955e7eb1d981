"""Keys and counts, in every database that there is."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from schemas.key import KeyLimits
from service import credentials
from service.rates import Rate
from service.storage import tables
from service.storage.counts import DatabaseCounts
from service.storage.database import Database, located
from service.storage.keys import KeyStore


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(located(database_url, Path()), 10)
    yield made
    made.close()


@pytest.fixture
def store(database: Database) -> KeyStore:
    return KeyStore(database)


def make(store: KeyStore, name: str = "法制科", days: float | None = None) -> credentials.Credential:
    one = credentials.issue()
    store.create(
        one.id, credentials.digest(one.secret), name, ("summarize", "read"), KeyLimits(reports_per_day=5), days
    )
    return one


def test_a_key_is_found_with_what_it_may(store: KeyStore) -> None:
    one = make(store, days=30)
    kept = store.get(one.id)
    assert kept is not None
    assert credentials.matches(one.secret, kept.digest)
    key = kept.key
    assert (key.id, key.name, key.state, key.scopes) == (one.id, "法制科", "usable", ("summarize", "read"))
    assert key.limits == KeyLimits(reports_per_day=5)
    assert key.expires_at is not None
    assert (key.expires_at - key.created_at).days == 30
    assert abs(key.created_at.timestamp() - time.time()) < 60
    assert store.get("0" * 12) is None


def test_the_secret_is_nowhere_in_the_database(store: KeyStore, database: Database) -> None:
    one = make(store)
    with database.reading() as connection:
        rows = str(connection.execute(select(tables.keys)).all())
    assert one.secret not in rows
    assert one.secret not in repr(store.get(one.id))
    assert credentials.digest(one.secret) not in repr(store.get(one.id))


def test_a_key_ends_when_its_days_are_over(store: KeyStore) -> None:
    one = make(store, days=-0.001)
    kept = store.get(one.id)
    assert kept is not None
    assert kept.key.state == "expired"
    assert not store.any_usable()


def test_a_revoked_key_is_good_for_nothing_and_stays_in_the_list(store: KeyStore) -> None:
    one, other = make(store, "a"), make(store, "b")
    assert store.any_usable()
    first = store.revoke(one.id)
    assert first is not None
    assert first.state == "revoked"
    assert store.revoke(one.id) == first, "a second time changes nothing"
    assert store.revoke("0" * 12) is None
    assert [(key.name, key.state) for key in store.all()] == [("a", "revoked"), ("b", "usable")]
    store.revoke(other.id)
    assert not store.any_usable()


def test_renewing_changes_the_secret_and_nothing_that_is_owned(store: KeyStore) -> None:
    old = make(store, days=-1)
    new = credentials.issue(old.id)
    key = store.renew(old.id, credentials.digest(new.secret), 10)
    assert key is not None
    assert (key.id, key.state) == (old.id, "usable")
    kept = store.get(old.id)
    assert kept is not None
    assert credentials.matches(new.secret, kept.digest)
    assert not credentials.matches(old.secret, kept.digest)


def test_a_revoked_key_is_not_renewed(store: KeyStore) -> None:
    old = make(store)
    store.revoke(old.id)
    assert store.renew(old.id, credentials.digest("x"), None) is None
    kept = store.get(old.id)
    assert kept is not None
    assert credentials.matches(old.secret, kept.digest)


def test_a_use_is_noted_to_the_minute(store: KeyStore, database: Database) -> None:
    one = make(store)
    assert store.all()[0].used_at is None
    store.used(one.id)
    first = store.all()[0].used_at
    assert first is not None
    store.used(one.id)
    assert store.all()[0].used_at == first
    with database.writing() as connection:
        earlier = tables.keys.c.used_at_ms - 60_001
        connection.execute(update(tables.keys).values(used_at_ms=earlier))
    store.used(one.id)
    again = store.all()[0].used_at
    assert again is not None
    assert again >= first


RATE = Rate("reports", 10, 86_400)


def test_counts_stay_over_a_restart(database_url: str, database: Database) -> None:
    assert DatabaseCounts(database).spend("a", RATE, 7).remaining == 3
    later = Database(located(database_url, Path()), 10)
    verdict = DatabaseCounts(later).spend("a", RATE, 4)
    assert not verdict.granted
    assert verdict.retry_after_seconds is not None
    assert DatabaseCounts(later).spend("a", RATE, 3).granted
    assert DatabaseCounts(later).spend("b", RATE, 10).granted
    later.close()


def test_many_at_once_are_granted_no_more_than_the_rate(database: Database) -> None:
    counts = DatabaseCounts(database)
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda _: counts.spend("a", RATE, 1), range(40)))
    assert sum(verdict.granted for verdict in verdicts) == 10


def test_counts_slide_by_the_databases_clock(database: Database) -> None:
    counts = DatabaseCounts(database)
    assert counts.spend("a", RATE, 10).granted
    assert not counts.spend("a", RATE, 1).granted
    with database.writing() as connection:
        connection.execute(text("UPDATE spent SET number = number - 2"))
    assert counts.spend("a", RATE, 10).granted
