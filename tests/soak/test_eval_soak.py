"""A thousand reports made by program: wall time, memory flat, killed in the midst and nothing lost."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eval import dataset, journal
from eval.annotations import digest
from eval.values import GoldFigure, GoldItem, GoldReport
from schemas.document import Kind
from tests.app.command import PLAIN_ENVIRONMENT, TIYAO

pytestmark = pytest.mark.soak

REPORTS = 1_000
KILL_AFTER = 300
MAX_SECONDS = 600
MAX_GROWTH_MB = 80
PLACES = ("云岭", "清河", "石桥", "平川", "东渡", "南屏", "北坞", "松溪", "白沙", "青田")
DONE = (
    "全年办理行政复议案件{n}件",
    "开展普法宣传活动{n}场次",
    "审查规范性文件{n}件",
    "调处矛盾纠纷{n}件",
    "办理法律援助案件{n}件",
    "培训行政执法人员{n}人次",
    "公开政府信息{n}条",
    "办结政务服务事项{n}项",
)
WANTING = ("部分乡镇执法力量不足", "个别部门合法性审查不够规范", "基层普法形式较为单一")
PLANNED = ("加强行政执法队伍建设", "完善规范性文件审查机制", "创新普法宣传方式")


def made(number: int) -> tuple[GoldReport, str]:
    """A report and its gold, which is known since both are made."""
    lot = random.Random(number)
    place = lot.choice(PLACES)
    text = f"{place}县人民政府关于{2015 + number % 9}年法治政府建设情况的报告\n"
    items: list[GoldItem] = []

    def add(kind: Kind, line: str, value: str = "") -> None:
        nonlocal text
        start = len(text)
        text += f"{line}。"
        figures = (GoldFigure(name="", value=value, unit="件"),) if value else ()
        items.append(
            GoldItem(
                id=f"g{len(items) + 1}",
                kind=kind,
                topic="other",
                vital=True,
                text=line,
                evidence=((start, start + len(line)),),
                figures=figures,
            )
        )

    text += "一、主要成效\n"
    for at, pattern in enumerate(lot.sample(DONE, 6), 1):
        text += f"（{'一二三四五六'[at - 1]}）推进重点工作。"
        value = str(lot.randint(11, 9_999))
        add("achievement", pattern.format(n=value), value)
        text += "\n"
    text += "二、存在的问题\n"
    for at, line in enumerate(lot.sample(WANTING, 2)):
        text += f"{'一二'[at]}是"
        add("problem", line)
        text += "\n"
    text += "三、下一步打算\n"
    for at, line in enumerate(lot.sample(PLANNED, 2)):
        text += f"{'一二'[at]}是"
        add("plan", line)
        text += "\n"
    name = f"r{number:04}"
    gold = GoldReport(
        id=name,
        file=f"{name}.txt",
        sha256=digest(text),
        title=None,
        issuer=None,
        region=None,
        level="county",
        year=None,
        script="hans",
        absent=(),
        boilerplate=(),
        items=tuple(items),
        has_directions=False,
    )
    return gold, text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("thousand")
    (folder / "reports").mkdir()
    rows = [made(number) for number in range(REPORTS)]
    for gold, text in rows:
        (folder / "reports" / gold.file).write_bytes(text.encode())
    (folder / dataset.JSONL).write_text(dataset.jsonl(gold for gold, _ in rows), encoding="utf-8")
    return folder


def started(folder: Path, target: Path) -> subprocess.Popen[bytes]:
    command = [TIYAO, "eval", "run", "--engine", "extractive", "--dataset", str(folder), "-o", str(target)]
    environment = {**PLAIN_ENVIRONMENT, "LANG": "en_US.UTF-8"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def memory(process: subprocess.Popen[bytes]) -> float:
    """Resident megabytes; 0 where the process is gone."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") - 1 if path.exists() else 0


def test_a_thousand_reports_killed_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "run.json"
    path = journal.path_beside(target)
    began = time.monotonic()
    first = started(folder, target)
    while lines(path) < KILL_AFTER:
        assert first.poll() is None
        time.sleep(0.2)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    kept = [line.rstrip(b"\n") for line in path.read_bytes().splitlines(keepends=True)[1:] if line.endswith(b"\n")]

    second = started(folder, target)
    seen: list[tuple[int, float]] = []
    while second.poll() is None:
        if (now := memory(second)) and (count := lines(path)) > len(kept):
            seen.append((count, now))
        time.sleep(0.5)
    _, said = second.communicate()
    seconds = time.monotonic() - began
    assert second.returncode == 0, said
    assert f"resumed: {len(kept)} results" in said.decode()

    final = target.read_bytes().splitlines()
    assert {line.strip().rstrip(b",") for line in final} >= set(kept)
    run = json.loads(target.read_bytes())
    assert sorted(report["id"] for report in run["reports"]) == [f"r{n:04}" for n in range(REPORTS)]
    assert all(summed["n"] == REPORTS for name, summed in run["aggregate"].items() if name == "item_f1")
    warm = next(size for count, size in seen if count >= len(kept) + 100)
    growth = max(size for _, size in seen) - warm
    with capsys.disabled():
        told = f"{seconds:.0f} s, {warm:.0f} MB after 100 reports, {growth:+.0f} MB at most thereafter"
        sys.stdout.write(f"\n{REPORTS} reports: {told}\n")
    assert growth < MAX_GROWTH_MB
    assert seconds < MAX_SECONDS
