"""`kill -9` in the middle of a batch, then the same command again: the same result, and what was paid for stays paid."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.app.command import TIYAO, environment, tiyao
from tests.scripted import Reply, Request, ScriptedServer
from tests.scripted.obedient import obedient
from tests.unit.storage.conftest import at, postgres_schema

CALLS_AT_ONCE = 4
DELAY_SECONDS = 0.1
postgres_url = pytest.fixture(postgres_schema)


@pytest.fixture
def folder(tmp_path: Path, sample: str) -> Path:
    """Six reports of four or more chunks, no prompt of one like that of another."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in "甲乙丙丁戊己":
        (reports / f"{name}.txt").write_text(sample.replace("云岫", f"{name}岫"), encoding="utf-8")
    return reports


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/store/replies.sqlite3"


def slow(request: Request) -> Reply:
    return obedient(request, delay=DELAY_SECONDS)


def given(server: ScriptedServer, store: str) -> dict[str, str]:
    return {
        "TIYAO_BASE_URL": server.base_url,
        "TIYAO_MODEL": "scripted",
        "TIYAO_CHUNK_TOKENS": "600",
        "TIYAO_CONCURRENT_CALLS": str(CALLS_AT_ONCE),
        "TIYAO_CONCURRENT_REPORTS": "3",
        "TIYAO_DATABASE_URL": store,
    }


def killed(command: list[str], server: ScriptedServer, requests: int, **given: str) -> None:
    """Run the command until the server was asked so often, then end it as nothing can be prepared for."""
    running = subprocess.Popen(
        command, env=environment(**given), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while len(server.requests) < requests:
            assert running.poll() is None, "it ended before it could be killed"
            time.sleep(0.002)
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        assert running.wait(10) == -signal.SIGKILL
    time.sleep(3 * DELAY_SECONDS)  # what was sent at the last moment arrives still


def summaries(folder: Path) -> dict[str, Any]:
    """The summaries by file, without what they took, which differs."""
    read = {path.name: json.loads(path.read_bytes()) for path in folder.iterdir()}
    return {name: {**summary, "usage": None} for name, summary in read.items()}


def asked(server: ScriptedServer) -> list[str]:
    return [json.dumps(request.body, sort_keys=True) for request in server.requests]


@pytest.mark.parametrize("requests", [3, 17])
def test_nothing_is_paid_for_twice_but_what_was_under_way(
    folder: Path, tmp_path: Path, store: str, requests: int
) -> None:
    with ScriptedServer(slow) as server:
        command = ["summarize", str(folder), "-o", str(tmp_path / "out")]
        killed([TIYAO, *command], server, requests, **given(server, store))
        before = asked(server)
        records = at(store)
        committed = records.stats().number
        records.close()

        assert tiyao(*command, **given(server, store)).returncode == 0
        after = asked(server)[len(before) :]

        fresh = f"sqlite:///{tmp_path}/fresh/replies.sqlite3"
        assert tiyao("summarize", folder, "-o", tmp_path / "whole", **given(server, fresh)).returncode == 0
        whole = asked(server)[len(before) + len(after) :]
    assert summaries(tmp_path / "out") == summaries(tmp_path / "whole")
    assert len(set(whole)) == len(whole) > requests
    assert set(before) | set(after) == set(whole)
    assert len(after) == len(whole) - committed, "no committed answer is asked for again"
    assert len(before) + len(after) - len(whole) <= CALLS_AT_ONCE, "only what was under way is"
    assert committed >= len(before) - CALLS_AT_ONCE
