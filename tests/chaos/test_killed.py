"""`kill -9` in the middle of a batch: one result a report in the end, and no kept answer asked for again."""

import os
import signal
import subprocess
import time
from pathlib import Path

import httpx

from tests.chaos.house import CALLS_AT_ONCE, JOBS_AT_ONCE, REPORTS, asked_again, events_of, housed, until
from tests.chaos.postgres import Server
from tests.scripted import Reply, Request, ScriptedServer
from tests.scripted.obedient import obedient


def slow(request: Request) -> Reply:
    return obedient(request, delay=0.05)


def test_the_worker_is_killed(database_url: str, tmp_path: Path) -> None:
    with ScriptedServer(slow) as model, housed(database_url, tmp_path, model) as house:
        house.web()
        batch = house.post()
        for part in (1, 2):
            worker = house.worker()
            house.wait_until_done(batch, part * REPORTS // 4)
            worker.kill()
        time.sleep(0.3)  # what was sent at the last moment arrives still
        house.worker()
        house.wait_until_done(batch)
        house.check_results(batch)
        assert asked_again(model) <= 2 * CALLS_AT_ONCE, "only what was under way"


def test_the_web_process_is_killed_and_streams_go_on(database_url: str, tmp_path: Path) -> None:
    with ScriptedServer(slow) as model, housed(database_url, tmp_path, model) as house:
        web = house.web()
        batch = house.post()
        house.worker()
        before = events_of(house.address, f"/v1/batches/{batch}", most=REPORTS + 20)
        web.kill()
        house.wait_until_done(batch, REPORTS // 2)
        house.web()
        after = events_of(house.address, f"/v1/batches/{batch}", last=before[-1]["number"])
        house.check_results(batch)
        whole = events_of(house.address, f"/v1/batches/{batch}")
        assert before + after == whole, "nothing is missing, nothing comes twice"
        assert asked_again(model) == 0


def test_a_worker_that_never_comes_back(database_url: str, tmp_path: Path) -> None:
    with ScriptedServer(slow) as model, housed(database_url, tmp_path, model) as house:
        house.web()
        batch = house.post()
        gone = house.worker("gone")
        house.worker("stays")
        house.wait_until_done(batch, REPORTS // 4)
        gone.kill()
        assert house.wait_until_done(batch) < 60
        house.check_results(batch)


def test_a_report_over_which_workers_die_is_given_up(tmp_path: Path) -> None:
    with (
        ScriptedServer(lambda request: obedient(request, delay=60)) as model,
        housed(f"sqlite:///{tmp_path}/of/jobs.sqlite3", tmp_path, model, TIYAO_JOB_MAX_CRASHES="1") as house,
    ):
        house.web()
        batch = house.post(1)
        for calls in (1, 2):
            worker = house.worker()
            until(lambda calls=calls: len(model.requests) >= calls, worker)
            worker.kill()
        worker = house.worker()
        until(lambda: house.counts(batch) == {"failed": 1}, worker)
        (job,) = httpx.get(f"{house.address}/v1/jobs", params={"batch": batch}).json()["jobs"]
        assert (job["error"]["code"], job["attempts"]) == ("crashed", 3)
        assert len(model.requests) == 2, "nothing is asked for it any more"


def test_all_of_it_is_killed_at_once(tmp_path: Path) -> None:
    """Nothing set up: `tiyao serve` with the embedded engine on its own file."""
    with housed(f"sqlite:///{tmp_path}/of/jobs.sqlite3", tmp_path) as house:
        serving = house.web(worker=True)
        batch = house.post()
        house.wait_until_done(batch, REPORTS // 4)
        serving.kill()
        house.web(worker=True)
        house.wait_until_done(batch)
        house.check_results(batch)


def test_a_worker_that_dies_beside_its_web_process_is_started_again(tmp_path: Path) -> None:
    with housed(f"sqlite:///{tmp_path}/of/jobs.sqlite3", tmp_path) as house:
        serving = house.web(worker=True)
        batch = house.post()
        house.wait_until_done(batch, 1)
        _kill_the_worker_of(serving.running.pid)
        house.wait_until_done(batch)
        house.check_results(batch)
        assert "started again" in serving.told


def test_postgresql_is_killed(server: Server, tmp_path: Path) -> None:
    with ScriptedServer(slow) as model, housed(server.url, tmp_path, model) as house:
        house.web()
        batch = house.post()
        house.worker()
        house.wait_until_done(batch, REPORTS // 4)
        server.kill()
        server.start()
        house.wait_until_done(batch)
        house.check_results(batch)
        # A report in work may lose the answer that came while nothing could be committed, besides the calls under way.
        assert asked_again(model) <= CALLS_AT_ONCE + JOBS_AT_ONCE


def _kill_the_worker_of(pid: int) -> None:
    found = subprocess.run(["pgrep", "-P", str(pid), "-f", "spawn_main"], capture_output=True, check=True)
    os.kill(int(found.stdout.split()[0]), signal.SIGKILL)
