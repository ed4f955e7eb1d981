"""One client over one material: what it took, what came out, what the model saw."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from benchmarks.embedded import ROOT
from benchmarks.peers import environments
from benchmarks.peers.material import Material
from benchmarks.peers.model import PACE, Call, Fault, Pace
from service import build
from service.engines.llm import tokens
from service.settings import Settings
from service.storage.records import DatabaseRecords


class Peer(NamedTuple):
    """A peer in one setting. `model` is the name it asks for: how the scripted model knows its answer format."""

    title: str
    model: str
    module: str
    environment: str
    settings: Mapping[str, Any]
    at_once: int
    told: str
    """Its setting in words."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run gave. `result` is the client's own account, None where it was ended."""

    peer: Peer
    material: Material
    result: dict[str, Any] | None
    calls: list[Call]
    lost: str = ""
    items: list[dict[str, Any]] = field(default_factory=list)


class ModelProcess:
    """The scripted model in its process, from `with` to its end."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.peers.model"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment(),
        )
        self.base_url: str = self._answer()["base_url"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def load(self, material: Material, pace: Pace, fault: Fault | None) -> None:
        """Begin anew: the ideal answers of this material."""
        self._told({"load": {"text": material.text, "items": material.items, "pace": pace, "fault": fault}})

    def calls(self) -> list[Call]:
        return [Call(**call) for call in self._told({"calls": True})["calls"]]

    def count(self) -> int:
        """Answers sent by now."""
        return int(self._told({"count": True})["count"])

    def _told(self, command: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the scripted model ended")
        told: dict[str, Any] = json.loads(line)
        return told


def run(
    model: ModelProcess,
    peer: Peer,
    material: Material,
    *,
    pace: Pace = PACE,
    fault: Fault | None = None,
    timeout_seconds: float = 300.0,
) -> Run:
    """The client from its start to its end, or to the end of our patience."""
    model.load(material, pace, fault)
    done = against(model.base_url, peer, material, timeout_seconds)
    first = done.result["began"] if done.result else 0.0
    return replace(done, calls=[call for call in model.calls() if call.began >= first])


def against(base_url: str, peer: Peer, material: Material, timeout_seconds: float) -> Run:
    """The client against any server; what the server saw is not known."""
    with tempfile.TemporaryDirectory() as folder:
        client = _started(base_url, peer, material, Path(folder))
        lost = ""
        try:
            client.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            client.kill()
            client.wait()
            lost = f"not finished in {timeout_seconds:.0f} s"
        result = _result(Path(folder))
    if result is None:
        return Run(peer, material, None, [], lost or f"ended with code {client.returncode}")
    return Run(peer, material, result, [], result["error"] or "", result.pop("items"))


class Killed(NamedTuple):
    """The calls answered until the client was killed (-9), how many answers it had kept, and the same run begun anew."""

    answered: list[Call]
    kept: int
    again: Run


def killed(model: ModelProcess, peer: Peer, material: Material, pace: Pace, after: int) -> Killed:
    """Kill the client when `after` calls are answered, and begin the same run anew."""
    model.load(material, pace, None)
    with tempfile.TemporaryDirectory() as folder:
        client = _started(model.base_url, peer, material, Path(folder))
        while model.count() < after:
            if client.poll() is not None:
                raise RuntimeError(f"{peer.title} ended before it could be killed")
            time.sleep(0.005)
        client.kill()
        client.wait()
        moment = time.monotonic()
        answered = [call for call in model.calls() if call.due and call.due <= moment]
        kept = _kept(Path(folder) / "data")
        model.load(material, pace, None)
        client = _started(model.base_url, peer, material, Path(folder))
        client.wait(300)
        result = _result(Path(folder))
    if result is None:
        return Killed(answered, kept, Run(peer, material, None, model.calls(), f"ended with code {client.returncode}"))
    calls = [call for call in model.calls() if call.began >= result["began"]]
    return Killed(answered, kept, Run(peer, material, result, calls, result["error"] or "", result.pop("items")))


def _kept(folder: Path) -> int:
    """Answers in tiyao's own store; the others have none."""
    if not folder.is_dir():
        return 0
    database = build.database(Settings(_env_file=None, data_folder=folder))  # type: ignore[call-arg]
    try:
        return DatabaseRecords(database).stats().number
    finally:
        database.close()


def _started(base_url: str, peer: Peer, material: Material, folder: Path) -> "subprocess.Popen[bytes]":
    (folder / "text").write_text(material.text, encoding="utf-8", newline="")
    (folder / "result").unlink(missing_ok=True)
    job = {
        "base_url": base_url,
        "text_file": str(folder / "text"),
        "settings": dict(peer.settings),
        "folder": str(folder / "data"),
        "ranks_file": str(environments.ranks()),
        "pattern": "|".join(tokens.PATTERNS),
    }
    (folder / "job").write_text(json.dumps(job), encoding="utf-8")
    with (environments.FOLDER / "clients.log").open("ab") as log:
        return subprocess.Popen(
            [
                environments.python(peer.environment),
                "-m",
                f"benchmarks.peers.clients.{peer.module}",
                folder / "job",
                folder / "result",
            ],
            cwd=ROOT,
            env=environment(),
            stdout=log,
            stderr=log,
        )


def environment() -> dict[str, str]:
    """Of a client: nothing of the caller's own settings, no proxies, this checkout's code."""
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "HOME": str(environments.FOLDER)}


def _result(folder: Path) -> dict[str, Any] | None:
    path = folder / "result"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
