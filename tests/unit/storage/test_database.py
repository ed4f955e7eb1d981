"""What real databases do: several processes, locks, damage, and addresses that are none."""

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from schemas.reply import Reply
from service.errors import ConfigurationError, SchemaMismatch, StoreError
from service.storage.database import Database, located
from service.storage.records import DatabaseRecords
from service.storage.replies import KeptReplies, Limits
from tests.unit.storage.conftest import at

KEY = "a" * 64
REPLY = Reply("{}", 900, 80)
ROOT = Path(__file__).parents[3]

PROCESS = """
import sys, time
from schemas.reply import Reply
from tests.unit.storage.conftest import at
url, number, start = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
records = at(url)
time.sleep(max(0, start - time.time()))
for n in range(25):
    records.put(f"{number:032x}{n:032x}", Reply(f"{number}-{n}", 1, 1), 5)
    records.put("a" * 64, Reply("{}", 900, 80), 5)
    records.touch({"a" * 64: 1}, 6)
    records.trim(10_000, 0)
    assert records.get(f"{number:032x}{n:032x}", 0) == Reply(f"{number}-{n}", 1, 1)
records.close()
"""


def test_several_processes_at_once(database_url: str) -> None:
    """They make the tables together, put the same key and their own, and none hears of a lock."""
    start = time.time() + 2.5
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, database_url, str(n), str(start)],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(4)
    ]
    told = [process.communicate(timeout=60)[1] for process in running]
    assert told == [""] * 4
    records = at(database_url)
    stats = records.stats()
    assert stats.number == 4 * 25 + 1
    assert records.get(KEY, 0) == REPLY
    records.close()


def test_what_was_put_is_there_for_the_next_process(database_url: str) -> None:
    first = at(database_url)
    first.put(KEY, REPLY, 5)
    first.close()
    second = at(database_url)
    assert second.get(KEY, 0) == REPLY
    second.close()


def _set_version(url: str, version: str) -> None:
    database = Database(located(url, Path()), 5)
    with database.writing() as connection:
        connection.execute(text("UPDATE tiyao_version SET version_num = :v"), {"v": version})
    database.close()


def test_the_database_tells_its_version_and_a_later_one_is_refused(database_url: str) -> None:
    records = at(database_url)
    records.put(KEY, REPLY, 5)
    records.close()
    _set_version(database_url, "9999")
    with pytest.raises(SchemaMismatch, match=r"schema 9999 != \d+"):
        records.get(KEY, 0)
    with pytest.raises(SchemaMismatch):
        Database(located(database_url, Path()), 5).migrate()


def test_the_file_is_the_users_own_and_in_wal_mode(tmp_path: Path) -> None:
    records = at(f"sqlite:///{tmp_path}/of/replies.sqlite3")
    records.put(KEY, REPLY, 5)
    for path in (tmp_path / "of").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    records.close()
    assert stat.S_IMODE((tmp_path / "of").stat().st_mode) == 0o700
    with sqlite3.connect(tmp_path / "of" / "replies.sqlite3") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_room_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite3"
    records = at(f"sqlite:///{path}")
    for n in range(60):
        records.put(f"{n:064x}", Reply("x" * 100_000, 1, 1), 5)
    records.close()
    full = path.stat().st_size
    records.clear()
    records.close()
    assert path.stat().st_size < full / 10


def test_a_locked_file_is_read_and_its_lock_is_told_in_time(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite3"
    records = at(f"sqlite:///{path}", timeout_seconds=0.2)
    records.put(KEY, REPLY, 5)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert records.get(KEY, 0) == REPLY
    with pytest.raises(StoreError, match="locked"):
        records.put(KEY, REPLY, 6)
    assert time.monotonic() - began < 5
    other.execute("COMMIT")
    other.close()
    records.put(KEY, Reply("later", 1, 1), 7)
    assert records.get(KEY, 0) == Reply("later", 1, 1)
    records.close()


def _refusal(path: Path) -> str:
    records = at(f"sqlite:///{path}", timeout_seconds=0.2)
    with pytest.raises(StoreError) as told:
        records.get(KEY, 0)
    records.close()
    return str(told.value.details["reason"])


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite3"
    path.write_bytes(b"no database at all, whatever its name says" * 100)
    assert "not a database" in _refusal(path)
    assert path.read_bytes().startswith(b"no database"), "what is not ours is left as it is"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert str(tmp_path / "file") in _refusal(tmp_path / "file" / "replies.sqlite3")


def test_a_content_that_was_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite3"
    records = at(f"sqlite:///{path}")
    records.put(KEY, REPLY, 5)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE replies SET content = x'fffe'")
    connection.close()
    with pytest.raises(StoreError, match="content"):
        records.get(KEY, 0)
    records.close()


def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    url = "postgresql://someone:s3cret@127.0.0.1:9/none"
    records = DatabaseRecords(Database(located(url, Path()), 1.0))
    began = time.monotonic()
    with pytest.raises(StoreError) as told:
        records.get(KEY, 0)
    assert time.monotonic() - began < 5
    assert "refused" in told.value.details["reason"]
    assert "s3cret" not in str(told.value)
    records.close()


def test_a_server_that_was_restarted_is_connected_to_again(postgres_url: str) -> None:
    records = at(f"{postgres_url}&application_name=cut_off")
    records.put(KEY, REPLY, 5)
    other = Database(located(postgres_url, Path()), 5)
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut_off'")
    with other.reading() as connection:
        assert connection.execute(cut).all() == [(True,)]
    other.close()
    assert records.get(KEY, 0) == REPLY
    records.close()


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///a/b.sqlite3", "sqlite"),
        ("postgres://h/n", "postgresql+psycopg"),
        ("postgresql://u:p@h:1/n", "postgresql+psycopg"),
        ("postgresql+psycopg2://h/n", "postgresql+psycopg"),
    ],
)
def test_addresses(url: str, driver: str) -> None:
    assert located(url, Path()).drivername == driver


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://h/n", "sqlite://", "sqlite:///:memory:", "postgresql://h:x/n"]
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        located(url, Path())
    assert told.value.details["setting"] == "TIYAO_DATABASE_URL"


def test_nothing_is_made_before_it_is_needed(tmp_path: Path) -> None:
    url = located(None, tmp_path / "data")
    assert url.database == str(tmp_path / "data" / "tiyao.sqlite3")
    replies = KeptReplies(DatabaseRecords(Database(url, 5)), Limits(1_000, 90))
    assert not (tmp_path / "data").exists()
    asyncio.run(replies.put(KEY, REPLY))
    assert (tmp_path / "data" / "tiyao.sqlite3").exists()
    replies.close()
