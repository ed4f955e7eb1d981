"""Two hundred clients at once, each waiting for a summary by the embedded engine: none is turned away, and the service adds
little to what the pipeline itself costs."""

import asyncio
import os
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from schemas.request import SummaryOptions
from service import build
from tests.app.conftest import SAMPLE, settings
from tests.chaos.house import Program, housed

CLIENTS = 200
REQUESTS = 3
BARE = 40
_TICKS = os.sysconf("SC_CLK_TCK")


def sample(number: int) -> str:
    """A report like no other, of a common length."""
    return SAMPLE.read_text("utf-8").replace("云岫县", f"云岫{number}县")


def bare_seconds() -> float:
    """CPU seconds that one report costs without a service around it."""
    pipeline = build.pipeline(settings(), "extractive")
    asyncio.run(pipeline.summarize(sample(0), SummaryOptions()))
    began = time.process_time()
    for number in range(BARE):
        asyncio.run(pipeline.summarize(sample(number), SummaryOptions()))
    return (time.process_time() - began) / BARE


def cpu_seconds(program: Program) -> float:
    """CPU seconds of a process so far, all its threads together."""
    fields = Path(f"/proc/{program.running.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


async def posted_by_all(address: str) -> tuple[Counter[int], list[float]]:
    """Statuses, and seconds of each request."""
    seconds: list[float] = []

    async def client(of: httpx.AsyncClient, first: int) -> list[int]:
        statuses = []
        for number in range(first, first + REQUESTS):
            began = time.monotonic()
            answer = await of.post("/v1/summaries", json={"text": sample(number)})
            seconds.append(time.monotonic() - began)
            statuses.append(answer.status_code)
        return statuses

    most = httpx.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS)
    async with httpx.AsyncClient(base_url=address, timeout=600, limits=most) as shared:
        answered = await asyncio.gather(*(client(shared, n * REQUESTS) for n in range(CLIENTS)))
    return Counter(status for statuses in answered for status in statuses), sorted(seconds)


@pytest.mark.soak
def test_two_hundred_clients_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = bare_seconds()
    with housed(f"sqlite:///{tmp_path}/of/jobs.sqlite3", tmp_path) as house:
        web = house.web()
        httpx.post(f"{house.address}/v1/summaries", json={"text": sample(0)}, timeout=60).raise_for_status()
        before, began = cpu_seconds(web), time.monotonic()
        statuses, seconds = asyncio.run(posted_by_all(house.address))
        working, took = cpu_seconds(web) - before, time.monotonic() - began
    each = working / (CLIENTS * REQUESTS)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{CLIENTS} clients: {dict(statuses)}, {CLIENTS * REQUESTS / took:.1f} a second, "
            f"{seconds[len(seconds) // 2]:.1f} s at the median, {seconds[-1]:.1f} s at most"
            f"\nCPU ms a report: {1000 * bare:.1f} bare, {1000 * each:.1f} served: × {each / bare:.2f}"
        )
    assert statuses == {200: CLIENTS * REQUESTS}
    assert each < 1.5 * bare
