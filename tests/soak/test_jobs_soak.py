"""Ten thousand reports queued: how fast they are taken, listed and done, and that memory stays where it is."""

import os
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.chaos.conftest import postgres_database
from tests.chaos.house import House, Program, housed, report

REPORTS = int(os.environ.get("TIYAO_SOAK_REPORTS", "10000"))
WARM = REPORTS // 10
ALONE_SECONDS = 30.0
"""Longest for a report posted alone while thousands wait: they are not asked to end first."""
_CENSUS_SECONDS = 6.0
postgres_url = pytest.fixture(postgres_database)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/of/jobs.sqlite3"


@pytest.mark.soak
def test_ten_thousand_reports(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with housed(database_url, tmp_path) as house:
        web = house.web()
        began = time.monotonic()
        batch = house.post(REPORTS)
        posting = time.monotonic() - began
        listing = dict(_listing_ms(house, batch))
        worker = house.worker()
        began = time.monotonic()
        house.wait_until_done(batch, WARM, seconds=3_600)
        warm = _memory_mib(worker), _memory_mib(web)
        alone = _seconds_alone(house)
        age = _queue_age(house), time.monotonic() - began + posting
        house.wait_until_done(batch, REPORTS, seconds=7_200)
        working = time.monotonic() - began
        grown = _memory_mib(worker), _memory_mib(web)
        time.sleep(_CENSUS_SECONDS)
        left = _queue_age(house)
        house.check_results(batch, REPORTS)
    with capsys.disabled():
        print(  # noqa: T201
            f"\ntaken: {REPORTS / posting:.0f} reports a second; done: {REPORTS / working:.1f} a second"
            f"\nlisting, ms at the median: {', '.join(f'{name} {ms:.1f}' for name, ms in listing.items())}"
            f"\na report alone meanwhile: {alone:.1f} s; the oldest queued: {age[0]:.0f} s, then {left:.0f} s"
            f"\nMiB after {WARM} and after all: worker {warm[0]:.0f}, {grown[0]:.0f}; web {warm[1]:.0f}, {grown[1]:.0f}"
        )
    assert max(listing.values()) < 50
    assert alone < ALONE_SECONDS
    assert 0 < age[0] < age[1] + _CENSUS_SECONDS
    assert left == 0
    for before, after in zip(warm, grown, strict=True):
        assert after < 1.1 * before


def _listing_ms(house: House, batch: str) -> Iterator[tuple[str, float]]:
    """The median of ten of each of the lists, in milliseconds from the client's side."""
    asked: list[tuple[str, dict[str, str]]] = [
        ("/v1/jobs", {}),
        ("/v1/jobs", {"state": "failed"}),
        ("/v1/jobs", {"batch": batch}),
        ("/v1/jobs", {"batch": batch, "state": "failed"}),
        ("/v1/jobs", {"name": "9999"}),
        ("/v1/batches", {}),
        (f"/v1/batches/{batch}", {}),
    ]
    with httpx.Client(base_url=house.address) as client:
        for path, query in asked:
            name = f"{path.replace(batch, 'ID')}{'?' + '&'.join(query) if query else ''}"
            yield name, statistics.median(_milliseconds(client, path, query) for _ in range(10))


def _milliseconds(client: httpx.Client, path: str, query: dict[str, str]) -> float:
    began = time.perf_counter()
    assert client.get(path, params=query).status_code == 200
    return 1000 * (time.perf_counter() - began)


def _seconds_alone(house: House) -> float:
    """From a report posted by itself to its end."""
    began = time.monotonic()
    where = httpx.post(f"{house.address}/v1/jobs", json={"text": report(REPORTS)}, timeout=60).headers["Location"]
    while httpx.get(f"{house.address}{where}", timeout=60).json()["state"] != "succeeded":
        assert time.monotonic() - began < 10 * ALONE_SECONDS
        time.sleep(0.1)
    return time.monotonic() - began


def _queue_age(house: House) -> float:
    """Seconds that the oldest queued job waits, as the service tells it."""
    told = httpx.get(f"{house.address}/metrics", timeout=60).text
    found = re.search(r"^tiyao_oldest_queued_seconds (\S+)$", told, re.MULTILINE)
    assert found
    return float(found[1])


def _memory_mib(program: Program) -> float:
    """Of a process by itself: those in which the embedded engine computes are the engine's."""
    status = Path(f"/proc/{program.running.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
