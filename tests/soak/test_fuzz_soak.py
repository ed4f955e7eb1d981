"""Thousands of mangled files posted to a running service: alive, no mistake of its own, memory bounded.

`TIYAO_SOAK_UPLOADS` sets how many; 10,000 if unset.
"""

import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.app.bad_files import CASES, GOOD

pytestmark = pytest.mark.soak

UPLOADS = int(os.environ.get("TIYAO_SOAK_UPLOADS", "10000"))
WARM = 500
MAX_GROWTH_MIB = 150
TIYAO = str(Path(sys.executable).with_name("tiyao"))
PATH = "/v1/summaries"
_SLOW = ("2,000 pages", "bomb", "20 MiB", "two million", "too long", "too much memory")


def mangled(lot: random.Random, files: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """A file cut off, with bytes flipped, put in or taken out, with pieces of another, or under another's name."""
    name, data = lot.choice(files)
    changed = bytearray(data)
    for _ in range(lot.choice((0, 1, 1, 2, 8, 64))):
        at = lot.randrange(len(changed) + 1)
        match lot.randrange(5):
            case 0:
                changed[at : at + 1] = bytes((lot.randrange(256),))
            case 1:
                del changed[at : at + lot.choice((1, 2, 50, len(changed)))]
            case 2:
                changed[at:at] = lot.randbytes(lot.choice((1, 4, 300)))
            case 3:
                other = lot.choice(files)[1]
                start = lot.randrange(len(other) + 1)
                changed[at:at] = other[start : start + lot.choice((10, 500, 5_000))]
            case _:
                changed[at : at + 100] = changed[at : at + 100] * lot.choice((2, 30))
    return (name if lot.random() < 0.7 else lot.choice(files)[0]), bytes(changed)


def resident_mib(pid: int) -> float:
    """Resident memory of a process and of those that it has started."""
    status = Path(f"/proc/{pid}/status").read_text()
    own = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    started: set[str] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        started |= set((task / "children").read_text().split())
    return own + sum(resident_mib(int(child)) for child in started)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def service() -> Iterator[tuple[int, str]]:
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "TIYAO_PORT": str(port),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    running = subprocess.Popen([TIYAO, "serve"], env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx.get(f"{address}/readyz").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield running.pid, address
    finally:
        running.terminate()
        running.wait(60)


def test_mangled_uploads(service: tuple[int, str], capsys: pytest.CaptureFixture[str]) -> None:
    pid, address = service
    lot = random.Random(4)
    files = [(name, make()) for name, make in GOOD.items()]
    files += [(case.name, case.make()) for case in CASES if not any(word in case.en for word in _SLOW)]
    statuses: Counter[int] = Counter()
    slowest, warm, most, began = 0.0, 0.0, 0.0, time.monotonic()
    with httpx.Client(timeout=120) as client:
        for number in range(UPLOADS):
            name, data = mangled(lot, files)
            start = time.monotonic()
            response = client.post(address + PATH, files={"file": (name, data)})
            slowest = max(slowest, time.monotonic() - start)
            statuses[response.status_code] += 1
            assert response.status_code in (200, 413, 415, 422), (number, name, response.text)
            if number == min(WARM, UPLOADS // 2):
                warm = resident_mib(pid)
            elif number % 100 == 0:
                most = max(most, resident_mib(pid))
        assert client.get(f"{address}/healthz").status_code == 200
        assert client.post(address + PATH, files={"file": ("a.html", GOOD["a.html"]())}).status_code == 200
    seconds = time.monotonic() - began
    with capsys.disabled():
        told = f"{dict(sorted(statuses.items()))}, slowest {slowest:.2f} s, {warm:.0f} MiB warm, {most:.0f} MiB at most"
        sys.stdout.write(f"\n{UPLOADS} mangled uploads in {seconds:.0f} s: {told}\n")
    assert statuses[200]
    assert most - warm < MAX_GROWTH_MIB
