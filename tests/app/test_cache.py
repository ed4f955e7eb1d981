"""`tiyao cache`, over a store that another process filled."""

import json
import os
import pty
import subprocess
import time
from pathlib import Path

import pytest

from schemas.reply import Reply
from service.storage.clock import DAY_MS
from service.storage.database import Database, located
from service.storage.records import DatabaseRecords
from tests.app.command import TIYAO, environment, tiyao

EMPTY = {"replies": 0, "bytes": 0, "oldest": None, "saved_calls": 0}


@pytest.fixture
def stored(data_folder: Path) -> Path:
    """Three answers: of today, 10 and 40 days old; the first was used twice. The file that holds them."""
    records = DatabaseRecords(Database(located(None, data_folder), 5))
    now = round(time.time() * 1000)
    for n, days in enumerate((0, 10, 40)):
        records.put(f"{n:064x}", Reply("政" * 1000, 100, 10), now - days * DAY_MS)
    records.touch({f"{0:064x}": 2}, now)
    records.close()
    return data_folder / "tiyao.sqlite3"


def kept() -> int:
    return int(json.loads(tiyao("cache", "stats", "--json").stdout)["replies"])


def test_stats(stored: Path) -> None:
    told = json.loads(tiyao("cache", "stats", "--json").stdout)
    assert time.time() - time.mktime(time.strptime(told.pop("oldest")[:19], "%Y-%m-%dT%H:%M:%S")) > 39 * 86_400
    assert told == {
        "where": str(stored),
        "replies": 3,
        "bytes": 9_000,
        "saved_calls": 2,
        "saved_prompt_tokens": 200,
        "saved_completion_tokens": 20,
        "max_bytes": 1024**3,
        "max_age_days": 90.0,
    }


def test_stats_for_people_in_both_languages(stored: Path) -> None:
    told = tiyao("cache", "stats")
    assert (told.returncode, told.stderr) == (0, "")
    assert f"{stored}：已存 3 条回答，9.0 kB" in told.stdout
    assert "省下 2 次调用，220 个词元" in told.stdout
    english = tiyao("cache", "stats", LANG="en_US.UTF-8").stdout
    assert "3 answers kept, 9.0 kB" in english
    assert "saved 2 calls" in english


def test_without_a_store_there_is_nothing_and_nothing_is_made(data_folder: Path) -> None:
    told = json.loads(tiyao("cache", "stats", "--json").stdout)
    assert {name: told[name] for name in EMPTY} == EMPTY
    assert "0 条" in tiyao("cache", "stats").stdout
    assert "0 条" in tiyao("cache", "clear", "--yes").stdout
    assert not data_folder.exists()


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(("days", "left"), [("39.5", 2), ("10.5", 2), ("9", 1), ("0", 0), (None, 0), ("400", 3)])
def test_clear(days: str | None, left: int) -> None:
    ran = tiyao("cache", "clear", "--yes", *(["--older-than-days", days] if days else []))
    assert (ran.returncode, ran.stdout) == (0, f"删除了 {3 - left} 条回答。\n")
    assert kept() == left


@pytest.mark.usefixtures("stored")
def test_without_a_terminal_nothing_is_removed_unconfirmed() -> None:
    ran = tiyao("cache", "clear", data=b"y\n")
    assert (ran.returncode, ran.stdout) == (64, "")
    assert "--yes" in ran.stderr
    assert kept() == 3


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(("said", "left"), [(b"y\n", 2), (b"n\n", 3), (b"\n", 3)])
def test_on_a_terminal_it_is_asked(said: bytes, left: int) -> None:
    ours, its = pty.openpty()
    os.write(ours, said)
    ran = subprocess.run(
        [TIYAO, "cache", "clear", "--older-than-days", "30"],
        stdin=its,
        capture_output=True,
        env=environment(),
        timeout=60,
    )
    os.close(ours)
    os.close(its)
    assert "30 天以上" in ran.stderr.decode()
    assert kept() == left


def test_a_damaged_store_is_told(stored: Path) -> None:
    stored.write_bytes(b"damage" * 1000)
    ran = tiyao("cache", "stats")
    assert (ran.returncode, ran.stdout) == (74, "")
    assert "not a database" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_address_that_is_none_is_told_without_it() -> None:
    ran = tiyao("cache", "stats", TIYAO_DATABASE_URL="mysql://someone:s3cret@host/name")
    assert ran.returncode == 78
    assert "TIYAO_DATABASE_URL" in ran.stderr
    assert "s3cret" not in ran.stderr


def test_a_database_server_is_shown_without_its_password() -> None:
    ran = tiyao("cache", "stats", TIYAO_DATABASE_URL="postgresql://someone:s3cret@127.0.0.1:9/name")
    assert ran.returncode == 74
    assert "refused" in ran.stderr
    assert "s3cret" not in ran.stderr


@pytest.mark.parametrize("arguments", [(), ("stats",), ("clear",)])
def test_help_in_both_languages(arguments: tuple[str, ...]) -> None:
    assert "用法：tiyao cache" in tiyao("cache", *arguments, "--help").stdout
    english = tiyao("cache", *arguments, "--help", LANG="en_US.UTF-8").stdout
    assert english.isascii()
