"""A whole installation: a database, web processes, workers and a model's server, each to be killed on its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from service.errors import StoreError
from service.jobs.worker import prepare
from service.storage.database import Database, located
from service.storage.tables import events, jobs, replies, summaries
from tests.app.conftest import ROOT
from tests.scripted import ScriptedServer

REPORTS = int(os.environ.get("TIYAO_CHAOS_REPORTS", "40"))
"""Reports of a batch; `make soak` asks for 200."""
CALLS_AT_ONCE = 8
JOBS_AT_ONCE = 16  # of one worker with a model, where nothing is set
PATIENCE_SECONDS = 120.0
_TIYAO = "from service.cli import main; main()"


def report(number: int) -> str:
    """An invented report of one chunk, like no other."""
    return (
        f"云{number}县2024年法治政府建设情况报告\n"
        "一、主要举措和成效\n"
        f"（一）规范行政执法。全年办理行政处罚案件{100 + number}件，同比下降8.2%，群众满意率达97.5%。\n"
        f"（二）化解行政争议。受理行政复议案件{40 + number}件，调解结案18件，行政机关负责人出庭应诉率达100%。\n"
        "二、存在问题\n"
        f"一是基层执法力量不足，{number}个乡镇仅有2名持证执法人员。\n"
        "三、下步工作计划\n"
        "2025年将组织执法人员轮训4期，推动行政复议服务点覆盖全部12个乡镇。\n"
    )


@dataclass
class Program:
    """A process of ours, in a group of its own with all that it starts."""

    running: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """As nothing can be prepared for."""
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(30)

    def stop(self) -> int:
        """As it is asked to."""
        self.running.terminate()
        return self.running.wait(60)

    @property
    def told(self) -> str:
        return self.log.read_text(errors="replace")


@dataclass
class House:
    url: str
    folder: Path
    environment: dict[str, str]
    programs: list[Program] = field(default_factory=list)
    address: str = ""

    def __post_init__(self) -> None:
        self.database = Database(located(self.url, Path()), 30)

    def start(self, *arguments: str, before: list[str] | None = None, **environment: str) -> Program:
        log = self.folder / f"{len(self.programs)}.log"
        given = {"PATH": os.environ["PATH"], "LANG": "en_US.UTF-8", "PYTHONPATH": str(ROOT), **self.environment}
        with log.open("wb") as out:
            command = [*(before or []), sys.executable, "-c", _TIYAO, *arguments]
            running = subprocess.Popen(
                command, env={**given, **environment}, stdout=out, stderr=out, start_new_session=True
            )
        self.programs.append(Program(running, log))
        return self.programs[-1]

    def web(self, *, worker: bool = False) -> Program:
        """A web process that answers, at the address of an earlier one where there was one."""
        port = self.address.rsplit(":", 1)[-1] or str(free_port())
        self.address = f"http://127.0.0.1:{port}"
        # By itself it calls no model: what is loaded for one would only cost each start a second and a half.
        model = {} if worker else {"TIYAO_MODEL": "", "TIYAO_BASE_URL": ""}
        program = self.start("serve", "--port", port, "--worker" if worker else "--no-worker", **model)
        until(lambda: answers(self.address), program)
        return program

    def worker(self, name: str = "a", **environment: str) -> Program:
        program = self.start("worker", TIYAO_WORKER_ID=name, **environment)
        until(lambda: "ready" in program.told, program)
        return program

    def post(self, number: int = REPORTS, **options: str) -> str:
        """A batch of so many reports; its id."""
        lines = "\n".join(json.dumps({"text": report(n), "name": f"{n}"}) for n in range(number))
        answer = httpx.post(
            f"{self.address}/v1/batches",
            content=lines.encode(),
            params=options,
            headers={"Content-Type": "application/x-ndjson"},
            timeout=60,
        )
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def counts(self, batch: str) -> Counter[str]:
        counted = select(jobs.c.state, func.count()).where(jobs.c.batch == batch).group_by(jobs.c.state)
        try:
            with self.database.reading() as connection:
                return Counter({row[0]: row[1] for row in connection.execute(counted)})
        except StoreError:
            return Counter()

    def wait_until_done(self, batch: str, at_least: int = REPORTS, seconds: float = PATIENCE_SECONDS) -> float:
        """Wait for so many successes; how many seconds it took."""
        began = time.monotonic()
        while self.counts(batch)["succeeded"] < at_least:
            assert time.monotonic() - began < seconds, (self.counts(batch), [p.told[-2000:] for p in self.programs])
            time.sleep(0.05)
        return time.monotonic() - began

    def check_results(self, batch: str, number: int = REPORTS) -> None:
        """Every report has one result, and was told to have one once."""
        assert self.counts(batch) == {"succeeded": number}
        with self.database.reading() as connection:
            results = connection.execute(select(func.count()).where(summaries.c.batch == batch)).scalar_one()
            ended = select(events.c.job).where(events.c.batch == batch, events.c.kind == "succeeded")
            told = Counter(connection.execute(ended).scalars())
        assert results == number
        assert len(told) == number
        assert set(told.values()) == {1}

    def committed(self) -> int:
        with self.database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(replies)).scalar_one())

    def close(self) -> None:
        for program in self.programs:
            if program.running.poll() is None:
                program.kill()
        self.database.close()


@contextmanager
def housed(url: str, folder: Path, model: ScriptedServer | None = None, **given: str) -> Iterator[House]:
    """Nothing runs yet; the tables are there."""
    asked = {} if model is None else {"TIYAO_BASE_URL": model.base_url, "TIYAO_MODEL": "scripted"}
    environment = {
        "TIYAO_DATABASE_URL": url,
        "TIYAO_DATA_FOLDER": str(folder / "data"),
        "TIYAO_CONCURRENT_CALLS": str(CALLS_AT_ONCE),
        "TIYAO_WORKER_GONE_SECONDS": "2",
        "TIYAO_JOB_RETRY_WAIT_MAX_SECONDS": "2",
        "TIYAO_RETRY_WAIT_MAX_SECONDS": "0.5",
        "TIYAO_STOP_GRACE_SECONDS": "5",
        **asked,
        **given,
    }
    house = House(url, folder, environment)
    try:
        prepare(house.database)  # what `tiyao migrate` does, without the seconds that a program takes to start
        yield house
    finally:
        house.close()


def asked_again(server: ScriptedServer) -> int:
    """How many calls were made that had been made before."""
    bodies = Counter(json.dumps(request.body, sort_keys=True) for request in server.requests)
    return sum(bodies.values()) - len(bodies)


def events_of(address: str, path: str, last: int | None = None, most: int = 10**9) -> list[dict[str, Any]]:
    """The events of a stream to its end, or so many of them."""
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    found: list[dict[str, Any]] = []
    with httpx.stream("GET", f"{address}{path}/events", headers=headers, timeout=60) as answer:
        for line in answer.iter_lines():
            if line.startswith("data: "):
                found.append(json.loads(line.removeprefix("data: ")))
            if len(found) >= most:
                break
    return found


def until(happened: Callable[[], bool], program: Program, seconds: float = 60.0) -> None:
    began = time.monotonic()
    while not happened():
        assert program.running.poll() is None, program.told
        assert time.monotonic() - began < seconds, program.told
        time.sleep(0.05)


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
