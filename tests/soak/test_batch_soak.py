"""Thousands of reports through the command: memory flat, in processes and against a model server."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.command import TIYAO, environment
from tests.scripted import ScriptedServer, answer
from tests.scripted.reports import TEXT

pytestmark = pytest.mark.soak

REPORTS = 2_000
WARM = 200
MAX_GROWTH_MB = 15
NOTHING = {"achievements": [], "problems": [], "plans": []}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("thousands")
    for number in range(REPORTS):
        (folder / f"{number:05}.txt").write_text(TEXT.replace("1282", str(10_000 + number)) * 3, encoding="utf-8")
    return folder


def family(parent: int) -> Iterator[Path]:
    """The status files of a process and its children."""
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            text = path.read_text()
        except OSError:
            continue
        if path.parent.name == str(parent) or f"\nPPid:\t{parent}\n" in text:
            yield path


def memory(parent: int) -> float:
    """Resident megabytes of a process and its children together."""
    total = 0
    for path in family(parent):
        try:
            lines = path.read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return total / 1024


def grown(folder: Path, out: Path, *arguments: str, **given: str) -> tuple[float, float]:
    """Megabytes after WARM reports, and the most that came on top of them."""
    command = [TIYAO, "summarize", str(folder), "-o", f"{out}/", *arguments]
    process = subprocess.Popen(command, env=environment(**given), stderr=subprocess.DEVNULL)
    seen: list[tuple[int, float]] = []
    while process.poll() is None:
        count = sum(1 for _ in out.iterdir()) if out.exists() else 0
        seen.append((count, memory(process.pid)))
        time.sleep(0.2)
    assert process.returncode == 0
    warm = next(size for count, size in seen if count >= WARM)
    return warm, max(size for count, size in seen if count >= WARM) - warm


@pytest.mark.parametrize("engine", ["one process", "two processes", "model"])
def test_memory_does_not_grow_with_the_number_of_reports(
    folder: Path, tmp_path: Path, engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if engine == "model":
        with ScriptedServer(lambda _: answer(NOTHING)) as server:
            set_up = {"TIYAO_BASE_URL": server.base_url, "TIYAO_MODEL": "scripted"}
            warm, growth = grown(folder, tmp_path / "out", "--jobs", "8", **set_up)
    else:
        warm, growth = grown(folder, tmp_path / "out", "--jobs", "1" if engine == "one process" else "2")
    with capsys.disabled():
        sys.stdout.write(f"\n{engine}: {warm:.0f} MB after {WARM} reports, {growth:+.0f} MB at most thereafter\n")
    assert sum(1 for _ in (tmp_path / "out").iterdir()) == REPORTS
    assert growth < MAX_GROWTH_MB
