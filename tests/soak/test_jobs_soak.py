"""Ten thousand reports queued: how fast they are taken, listed and done, and that memory stays where it is."""

import os
import statistics
import time
from pathlib import Path

import httpx
import pytest

from tests.chaos.conftest import postgres_database
from tests.chaos.house import House, housed

REPORTS = int(os.environ.get("TIYAO_SOAK_REPORTS", "10000"))
WARM = REPORTS // 10
postgres_url = pytest.fixture(postgres_database)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/of/jobs.sqlite3"


@pytest.mark.soak
def test_ten_thousand_reports(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with housed(database_url, tmp_path) as house:
        house.web()
        began = time.monotonic()
        batch = house.post(REPORTS)
        told = [f"taken: {REPORTS / (time.monotonic() - began):.0f} reports a second"]
        slowest = _listing_ms(house, batch)
        told.append(f"listing: {slowest:.0f} ms at the median of the slowest page")
        worker = house.worker()
        began = time.monotonic()
        house.wait_until_done(batch, WARM, seconds=3_600)
        warm = _memory_mib(worker.running.pid)
        house.wait_until_done(batch, REPORTS, seconds=3_600)
        grown = _memory_mib(worker.running.pid)
        told.append(f"done: {REPORTS / (time.monotonic() - began):.1f} reports a second")
        told.append(f"memory of the worker: {warm:.0f} MiB after {WARM}, {grown:.0f} MiB after all")
        house.check_results(batch, REPORTS)
    with capsys.disabled():
        print("\n" + "\n".join(told))  # noqa: T201
    assert slowest < 50
    assert grown < 1.1 * warm


def _listing_ms(house: House, batch: str) -> float:
    """The median of ten of the slowest of the lists, in milliseconds."""
    asked: list[tuple[str, dict[str, str]]] = [
        ("/v1/jobs", {}),
        ("/v1/jobs", {"state": "failed"}),
        ("/v1/jobs", {"batch": batch}),
        ("/v1/jobs", {"name": "9999"}),
        ("/v1/batches", {}),
        (f"/v1/batches/{batch}", {}),
    ]
    with httpx.Client(base_url=house.address) as client:
        return max(statistics.median(_milliseconds(client, path, query) for _ in range(10)) for path, query in asked)


def _milliseconds(client: httpx.Client, path: str, query: dict[str, str]) -> float:
    began = time.perf_counter()
    assert client.get(path, params=query).status_code == 200
    return 1000 * (time.perf_counter() - began)


def _memory_mib(pid: int) -> float:
    """Of a process by itself: those in which the embedded engine computes are the engine's."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
