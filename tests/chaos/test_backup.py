"""Copies made while the service runs, as docs/operations.md says; what is restored goes on."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.chaos.conftest import postgres_database
from tests.chaos.house import REPORTS, House, housed
from tests.scripted import Reply, Request, ScriptedServer
from tests.scripted.obedient import obedient

another_postgres = pytest.fixture(postgres_database)


def slow(request: Request) -> Reply:
    return obedient(request, delay=0.05)


def test_an_sqlite_file_is_copied_while_it_is_used(tmp_path: Path) -> None:
    copy = tmp_path / "restored.sqlite3"
    with ScriptedServer(slow) as model:
        with housed(f"sqlite:///{tmp_path}/of/jobs.sqlite3", tmp_path, model) as house:
            batch = _under_way(house)
            with sqlite3.connect(tmp_path / "of" / "jobs.sqlite3") as source, sqlite3.connect(copy) as target:
                source.backup(target)
            source.close()
            target.close()
        _goes_on(f"sqlite:///{copy}", tmp_path / "other", batch, model)


def test_postgresql_is_dumped_while_it_is_used(postgres_url: str, another_postgres: str, tmp_path: Path) -> None:
    if not shutil.which("pg_dump"):
        pytest.skip("no pg_dump here")
    dump = tmp_path / "dump"
    with ScriptedServer(slow) as model:
        with housed(postgres_url, tmp_path, model) as house:
            batch = _under_way(house)
            subprocess.run(["pg_dump", "--format=custom", f"--file={dump}", postgres_url], check=True)
        subprocess.run(["pg_restore", f"--dbname={another_postgres}", str(dump)], check=True)
        _goes_on(another_postgres, tmp_path / "other", batch, model)


def _under_way(house: House) -> str:
    house.web()
    batch = house.post()
    house.worker()
    house.wait_until_done(batch, REPORTS // 4)
    return batch


def _goes_on(url: str, folder: Path, batch: str, model: ScriptedServer) -> None:
    folder.mkdir()
    with housed(url, folder, model) as restored:
        assert restored.counts(batch)["succeeded"] > 0
        restored.worker()
        restored.wait_until_done(batch)
        restored.check_results(batch)
