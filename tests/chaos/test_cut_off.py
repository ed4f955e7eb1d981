"""What is needed is away for a while: nothing is lost, the state says what is the matter, and it goes on by itself."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests.chaos.house import REPORTS, House, housed, report
from tests.chaos.postgres import Server
from tests.scripted import Reply, Request, ScriptedServer, failure, reset
from tests.scripted.obedient import obedient

AWAY_SECONDS = float(os.environ.get("TIYAO_CHAOS_AWAY_SECONDS", "6"))
"""`make soak` asks for 30."""
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"


def slow(request: Request) -> Reply:
    return obedient(request, delay=0.05)


def test_the_database_is_away(server: Server, tmp_path: Path) -> None:
    with ScriptedServer(slow) as model, housed(server.url, tmp_path, model) as house:
        house.web()
        batch = house.post()
        house.worker("a")
        house.worker("b")
        house.wait_until_done(batch, REPORTS // 4)
        server.kill()
        refused = httpx.get(f"{house.address}/v1/batches/{batch}", timeout=30)
        assert (refused.status_code, refused.json()["code"]) == (503, "store_failed")
        assert httpx.get(f"{house.address}/healthz").status_code == 200
        time.sleep(AWAY_SECONDS)
        server.start()
        house.wait_until_done(batch)
        house.check_results(batch)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True, check=False).returncode != 0:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_the_disk_is_full(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "disk", 24) as disk,
        ScriptedServer(slow) as model,
        housed(f"sqlite:///{disk}/of/jobs.sqlite3", tmp_path, model) as house,
    ):
        web = house.web()
        batch = house.post()
        worker = house.worker()
        house.wait_until_done(batch, 1)
        filler = disk / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"x" * 4096):
                """Until there is no room."""
        refused = _refused(house)
        assert (refused.status_code, refused.json()["code"]) == (503, "store_failed")
        time.sleep(AWAY_SECONDS / 2)
        assert web.running.poll() is None
        assert worker.running.poll() is None
        filler.unlink()
        house.wait_until_done(batch)
        house.check_results(batch)


def _refused(house: House) -> httpx.Response:
    """What a job is answered for which there is no room: what is left of old pages may take a few."""
    for number in range(200):
        answer = httpx.post(f"{house.address}/v1/jobs", json={"text": report(number) * 200}, timeout=60)
        if answer.status_code != 202:
            return answer
    raise AssertionError("there is room still")


def _states(house: House, batch: str) -> list[dict[str, object]]:
    page = httpx.get(f"{house.address}/v1/jobs", params={"batch": batch, "limit": 200}, timeout=30).json()
    found: list[dict[str, object]] = page["jobs"]
    return found


def test_the_models_server_is_away(database_url: str, tmp_path: Path) -> None:
    away = threading.Event()

    def scenario(request: Request) -> Reply:
        return reset() if away.is_set() else slow(request)

    with ScriptedServer(scenario) as model, housed(database_url, tmp_path, model) as house:
        house.web()
        batch = house.post()
        house.worker(TIYAO_MAX_ATTEMPTS="2")
        house.wait_until_done(batch, 1)
        away.set()
        time.sleep(AWAY_SECONDS)
        waiting = [job["error"] for job in _states(house, batch) if job["state"] == "queued" and job["error"]]
        assert {error["code"] for error in waiting} == {"model_unreachable"}  # type: ignore[index]
        away.clear()
        house.wait_until_done(batch)
        house.check_results(batch)


def test_a_storm_of_429(database_url: str, tmp_path: Path) -> None:
    """More than the server takes, again and again: no summary of another engine is given for it."""

    def scenario(request: Request) -> Reply:
        return slow(request) if request.number % 4 == 0 else failure(429, "slow down")

    with ScriptedServer(scenario) as model, housed(database_url, tmp_path, model) as house:
        house.web()
        batch = house.post(REPORTS // 2)
        house.worker(TIYAO_MAX_ATTEMPTS="2")
        house.wait_until_done(batch, REPORTS // 2)
        house.check_results(batch, REPORTS // 2)


def test_a_wrong_key_fails_at_once_and_is_done_again_when_it_is_mended(database_url: str, tmp_path: Path) -> None:
    wrong = threading.Event()
    wrong.set()

    def scenario(request: Request) -> Reply:
        return failure(401, "no such key") if wrong.is_set() else slow(request)

    with ScriptedServer(scenario) as model, housed(database_url, tmp_path, model) as house:
        house.web()
        batch = house.post(3)
        house.worker()
        began = time.monotonic()
        while house.counts(batch) != {"failed": 3}:
            assert time.monotonic() - began < 30, house.counts(batch)
            time.sleep(0.05)
        assert {job["error"]["code"] for job in _states(house, batch)} == {"model_wrong_key"}  # type: ignore[index]
        wrong.clear()
        assert httpx.post(f"{house.address}/v1/batches/{batch}/retry").status_code == 202
        house.wait_until_done(batch, 3)


@pytest.mark.skipif(not Path(FAKETIME).exists(), reason="no libfaketime here")
@pytest.mark.parametrize("off", ["+1h", "-1h"])
def test_a_clock_that_is_an_hour_off(postgres_url: str, tmp_path: Path, off: str) -> None:
    """Neither is the other taken for gone, nor does it take its own jobs for another time's."""
    with ScriptedServer(slow) as model, housed(postgres_url, tmp_path, model) as house:
        house.web()
        house.worker("right")
        strange = house.worker("strange", LD_PRELOAD=FAKETIME, FAKETIME=off, FAKETIME_DONT_FAKE_MONOTONIC="1")
        time.sleep(3)  # longer than without a sign of life is gone
        batch = house.post()
        house.wait_until_done(batch)
        house.check_results(batch)
        assert {job["attempts"] for job in _states(house, batch)} == {1}
        assert strange.stop() == 0


def test_what_is_in_work_is_handed_back_by_a_worker_that_stops(database_url: str, tmp_path: Path) -> None:
    with (
        ScriptedServer(lambda request: obedient(request, delay=20)) as model,
        housed(database_url, tmp_path, model, TIYAO_STOP_GRACE_SECONDS="0.5") as house,
    ):
        house.web()
        batch = house.post(4)
        worker = house.worker()
        while house.counts(batch)["running"] < 4:
            time.sleep(0.05)
        assert worker.stop() == 0
        assert house.counts(batch) == {"queued": 4}


def test_a_cancelled_batch_stops_its_calls(database_url: str, tmp_path: Path) -> None:
    with (
        ScriptedServer(lambda request: obedient(request, delay=60)) as model,
        housed(database_url, tmp_path, model) as house,
    ):
        house.web()
        batch = house.post(4)
        house.worker()
        while len(model.requests) < 4:
            time.sleep(0.05)
        assert httpx.delete(f"{house.address}/v1/batches/{batch}").json()["counts"]["cancelled"] == 4
        other = house.post(1, engine="extractive")
        assert house.wait_until_done(other, 1) < 20
        assert house.counts(batch) == {"cancelled": 4}
        assert len(model.requests) == 4
