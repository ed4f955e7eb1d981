"""Many files at once: few of them are in memory at a time, and none while its summary is waited for."""

import gc
import threading
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx

from service.app import create_app
from tests.app.conftest import serving
from tests.chat.bots.gateway import PATIENCE_SECONDS, Answer, Call
from tests.chat.bots.house import set_up
from tests.chat.bots.slack import FakeSlack

FILES, BYTES, AT_ONCE = 20, 2 * 1024 * 1024, 2
_SECONDS_EACH = 0.05


class Busy(FakeSlack):
    """Takes its time over each file, and counts how many are fetched at once."""

    def __init__(self) -> None:
        super().__init__()
        self.files["F1"] = b"\0" * BYTES
        self.fetched, self.fetching, self.most = 0, 0, 0
        self._lock = threading.Lock()

    def answer(self, call: Call) -> Answer:
        if not call.path.startswith("/files-pri/"):
            return super().answer(call)
        with self._lock:
            self.fetching += 1
            self.most = max(self.most, self.fetching)
        time.sleep(_SECONDS_EACH)
        with self._lock:
            self.fetching -= 1
            self.fetched += 1
        return super().answer(call)


@contextmanager
def traced() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def wait_until_queued(address: str, number: int) -> None:
    """Nobody works: so many wait for their summaries."""
    began = time.monotonic()
    while queued(address) < number:
        assert time.monotonic() - began < PATIENCE_SECONDS, queued(address)
        time.sleep(0.1)


def queued(address: str) -> int:
    told = httpx.get(f"{address}/metrics", timeout=PATIENCE_SECONDS).text
    return next((int(float(line.split()[-1])) for line in told.splitlines() if 'jobs{state="queued"}' in line), 0)


def test_of_many_files_few_are_in_memory(tmp_path: Path) -> None:
    with Busy() as slack:
        of = set_up({"slack": slack}, data_folder=tmp_path, bot_concurrent_files=AT_ONCE, log_level="error")
        with serving(create_app(of)) as slack.service:
            slack.send_file("报告.txt", slack.files["F1"], user="first")  # what is loaded at the first is not counted
            wait_until_queued(slack.service, 1)
            with traced(), ThreadPoolExecutor(FILES) as pool:
                list(pool.map(lambda n: slack.send_file("报告.txt", slack.files["F1"], user=f"u{n}"), range(FILES)))
                wait_until_queued(slack.service, 1 + FILES)
                gc.collect()
                held, peak = tracemalloc.get_traced_memory()
    assert slack.fetched == 1 + FILES
    assert slack.most == AT_ONCE
    assert peak < FILES * BYTES / 2
    assert held < 4 * BYTES
