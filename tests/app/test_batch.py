"""Many reports through the real command: at once against a model server, in processes with the embedded engine."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from schemas.summary import ReportSummary
from tests.app.command import TIYAO, environment, on_terminal, tiyao
from tests.app.conftest import SAMPLE
from tests.scripted import Reply, Request, ScriptedServer, answer, failure, hang
from tests.scripted.reports import TEXT

NOTHING = {"achievements": [], "problems": [], "plans": []}
FIRST_NUMBER = 7001


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six reports, each told from the others by a number."""
    return filled(tmp_path / "in", 6)


def filled(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = TEXT.replace("83件", f"{FIRST_NUMBER + number}件")
        (folder / f"r{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def number_in(text: str) -> int:
    return int(re.search(r"(7\d\d\d)件", text)[1]) - FIRST_NUMBER  # type: ignore[index]


def model(server: ScriptedServer, **other: str) -> dict[str, str]:
    return {"TIYAO_BASE_URL": server.base_url, "TIYAO_MODEL": "scripted", "TIYAO_MAX_ATTEMPTS": "1", **other}


def scenario(reply: Callable[[int], Reply]) -> Callable[[Request], Reply]:
    """What is answered to the report of a number."""
    return lambda request: reply(number_in(request.user))


def numbers(lines: str) -> list[int]:
    """Which reports stand in the output, in its order."""
    found = [ReportSummary.model_validate_json(line).source for line in lines.splitlines()]
    return [number_in(source or "") for source in found]


@contextmanager
def running(*arguments: object, **given: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [TIYAO, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**given),
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def living(group: int) -> list[str]:
    """The processes of a process group that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text().partition(") ")
        except OSError:
            continue
        state, _, its_group = rest.split()[:3]
        if its_group == str(group) and state != "Z":
            found.append(name)
    return found


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


# a model


def test_results_stand_in_the_order_of_the_inputs(folder: Path) -> None:
    with ScriptedServer(scenario(lambda n: answer(NOTHING, delay=0.8 if n == 0 else 0.0))) as server:
        ran = tiyao("summarize", folder, "--jobs", "3", **model(server))
    assert ran.returncode == 0
    assert re.fullmatch(r"6 份报告：.*\n", ran.stderr), "the total alone"
    assert numbers(ran.stdout) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("arguments", "environment", "at_once"),
    [((), {}, 4), (("-j", "1"), {}, 1), ((), {"TIYAO_CONCURRENT_REPORTS": "2"}, 2), (("-j", "2"), {}, 2)],
)
def test_so_many_at_once(folder: Path, arguments: tuple[str, ...], environment: dict[str, str], at_once: int) -> None:
    with ScriptedServer(scenario(lambda _: answer(NOTHING, delay=0.5))) as server:
        ran = tiyao("summarize", folder, *arguments, **model(server, **environment))
    assert ran.returncode == 0
    assert server.most_at_once == at_once


def test_a_file_is_written_as_soon_as_its_report_is_done(tmp_path: Path, folder: Path) -> None:
    released = threading.Event()

    def reply(number: int) -> Reply:
        if number == 0:
            released.wait(30)
        return answer(NOTHING)

    out = tmp_path / "out"
    with ScriptedServer(scenario(reply)) as server:
        try:
            with running("summarize", folder, "-o", f"{out}/", "-j", "2", **model(server)) as process:
                until(lambda: len(list(out.glob("r00[1-5].json"))) == 5)
                assert not (out / "r000.json").exists()
                released.set()
                out_, told = process.communicate(timeout=30)
                assert (out_, told.count(b"\n")) == (b"", 1)
        finally:
            released.set()
    assert process.returncode == 0
    assert (out / "r000.json").exists()


def test_a_failure_in_the_middle_stops_nothing(folder: Path) -> None:
    (folder / "r003.txt").write_bytes(b"\xff\xff")
    with ScriptedServer(scenario(lambda n: failure(400, "too long") if n == 1 else answer(NOTHING))) as server:
        ran = tiyao("summarize", folder, "--jobs", "3", **model(server))
    assert ran.returncode == 1
    assert numbers(ran.stdout) == [0, 2, 4, 5]
    total, *told = ran.stderr.splitlines()
    assert total.startswith("4 份报告：")
    assert told[0] == "6 份报告中有 2 份失败："
    assert ["r001.txt" in told[1], "r003.txt" in told[2], len(told)] == [True, True, 3]


def test_an_interrupt_cancels_the_calls_and_prints_what_is_done(folder: Path) -> None:
    with ScriptedServer(scenario(lambda n: answer(NOTHING) if n == 1 else hang())) as server:
        with running("summarize", folder, "-j", "3", **model(server)) as process:
            until(lambda: len(server.requests) == 4)  # 0, 1, 2, and 3 in the place of 1
            time.sleep(0.3)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            out, told = process.communicate(timeout=30)
        assert time.monotonic() - began < 5
        assert len(server.requests) == 4
    assert process.returncode == 130
    assert numbers(out.decode()) == [1]
    interrupted, total = told.decode().splitlines()
    assert interrupted == "已中断：6 份报告中完成 1 份。"
    assert total.startswith("1 份报告：")


def test_an_interrupt_leaves_whole_files_only(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out"
    with (
        ScriptedServer(scenario(lambda n: hang() if n == 2 else answer(NOTHING))) as server,
        running("summarize", folder, "-o", out, "-j", "2", **model(server)) as process,
    ):
        until(lambda: len(list(out.glob("*.json"))) == 5)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 130
    assert sorted(path.name for path in out.iterdir()) == [f"r00{n}.json" for n in (0, 1, 3, 4, 5)]


def test_an_interrupt_ends_the_waiting_for_stdin() -> None:
    """Once is enough, though nothing more comes and nothing ends."""
    with running("summarize", "-") as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert process.communicate() == (b"", b"")


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_the_bar_counts_every_report_once(tmp_path: Path, folder: Path, jobs: str) -> None:
    with ScriptedServer(scenario(lambda _: answer(NOTHING, delay=0.5))) as server:
        shown = on_terminal("summarize", str(folder), "-o", f"{tmp_path}/out/", "-j", jobs, **model(server))
    counted = [int(done) for done in re.findall(r"(\d+)/6", shown)]
    assert counted == sorted(counted)
    assert counted[-1] == 6
    assert ("(3) " in shown) is (jobs == "3")
    assert len(list((tmp_path / "out").iterdir())) == 6


def test_results_on_a_terminal_are_whole_beside_the_bar(folder: Path) -> None:
    with ScriptedServer(scenario(lambda _: answer(NOTHING))) as server:
        shown = on_terminal("summarize", str(folder), "-f", "json", "--no-source", **model(server))
    lines = re.findall(r'\{"schema_version".*\}', shown)
    assert len([ReportSummary.model_validate_json(line) for line in lines]) == 6


# processes


def bare(lines: str) -> list[dict[str, object]]:
    """The summaries without what differs from run to run."""
    read = [json.loads(line) for line in lines.splitlines()]
    for summary in read:
        del summary["usage"]["seconds"]
    return read


def test_processes_give_what_one_process_gives(folder: Path) -> None:
    (folder / "r002.txt").write_bytes(b"\xff\xff")
    (folder / "r004.txt").write_bytes(SAMPLE.read_bytes() * 20)
    one, two = (tiyao("summarize", folder, "--engine", "extractive", "-j", jobs) for jobs in (1, 2))
    assert (one.returncode, two.returncode) == (1, 1)
    assert bare(one.stdout) == bare(two.stdout)
    assert len(bare(two.stdout)) == 5
    assert one.stderr == two.stderr
    assert "r002.txt" in two.stderr


def test_processes_write_files_and_read_stdin(tmp_path: Path, folder: Path) -> None:
    ran = tiyao("summarize", folder, "-", "-o", tmp_path / "out", "-j", "2", data=SAMPLE.read_bytes())
    assert (ran.returncode, ran.stderr, ran.stdout) == (0, "", "")
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"stdin.json", *(f"r00{n}.json" for n in range(6))}


def test_an_interrupt_ends_the_processes_too(tmp_path: Path) -> None:
    """As from a terminal, which sends it to every process of the command."""
    folder = filled(tmp_path / "many", 400)
    process = in_processes(folder, tmp_path / "out")
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert re.fullmatch(r"已中断：400 份报告中完成 \d+ 份。\n", told.decode())
    until(lambda: not living(process.pid))
    written = list((tmp_path / "out").iterdir())
    assert len(written) < 400
    for path in written:
        ReportSummary.model_validate_json(path.read_bytes())


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_command(tmp_path: Path, ending: signal.Signals) -> None:
    process = in_processes(filled(tmp_path / "many", 400), tmp_path / "out")
    assert len(living(process.pid)) > 2
    process.send_signal(ending)
    process.communicate(timeout=30)
    assert process.returncode == -ending
    until(lambda: not living(process.pid))
    for path in (tmp_path / "out").glob("*.json"):
        ReportSummary.model_validate_json(path.read_bytes())


def in_processes(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    """The command with two processes in a group of its own, some reports being done."""
    process = subprocess.Popen(
        [TIYAO, "summarize", str(folder), "-j", "2", "-o", f"{out}/"],
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    )
    until(lambda: len(list(out.glob("*.json"))) > 3)
    return process


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_one_report_loads_no_more_than_before(jobs: str) -> None:
    """Nor does the command with many load an engine itself."""
    code = (
        "import sys; from service.commands import summarize as s;"
        f"s.run([{str(SAMPLE)!r}], s.Asked('extractive', 'json', 'hans', None, True, {jobs}, False), 'zh');"
        "print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"multiprocessing", "openai", "tiktoken", "rich.progress", "uvicorn"} & set(ran.stderr.split())


# taking a run up


def test_a_run_taken_up_does_what_is_missing(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out"
    assert tiyao("summarize", folder, "-o", out).returncode == 0
    kept = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    (out / "r000.json").unlink()
    (out / "r001.json").write_bytes((out / "r001.json").read_bytes()[:-200])  # cut off
    os.utime(folder / "r002.txt")  # the report is newer than its result
    (out / "r003.json").write_bytes((out / "r004.json").read_bytes())  # of another text
    ran = tiyao("summarize", folder, "-o", out, "--resume")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr.splitlines() == ["6 份报告中跳过 2 份：已有结果。"]
    now = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    assert [name for name in sorted(now) if now[name] == kept[name]] == ["r004.json", "r005.json"]
    again = tiyao("summarize", folder, "-o", out, "--resume", "-j", "2")
    assert again.stderr.splitlines() == ["6 份报告中跳过 6 份：已有结果。"]


def test_a_run_again_makes_every_file_anew(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out"
    written = []
    for _ in range(2):
        assert tiyao("summarize", folder, "-o", out, "-f", "markdown").returncode == 0
        written.append({path.name: path.stat().st_mtime_ns for path in out.iterdir()})
    first, second = written
    assert len(first) == 6
    assert all(second[name] > when for name, when in first.items())


@pytest.mark.parametrize("format", ["markdown", "text"])
def test_other_formats_are_taken_up_too(tmp_path: Path, folder: Path, format: str) -> None:
    out = tmp_path / "out"
    tiyao("summarize", folder, "-o", out, "-f", format)
    next(out.iterdir()).write_bytes(b"")
    ran = tiyao("summarize", folder, "-o", out, "-f", format, "--resume", LANG="en_US.UTF-8")
    assert ran.stderr.splitlines() == ["5 of 6 reports skipped: they have results."]


# one file of lines


def test_many_reports_into_one_file_of_lines(tmp_path: Path, folder: Path) -> None:
    lines = tmp_path / "sub" / "all.jsonl"
    ran = tiyao("summarize", folder, "-o", lines, "-j", "2")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert numbers(lines.read_text("utf-8")) == [0, 1, 2, 3, 4, 5]
    assert [path.name for path in lines.parent.iterdir()] == ["all.jsonl"]


def test_an_interrupted_file_of_lines_has_what_is_done(tmp_path: Path, folder: Path) -> None:
    lines = tmp_path / "all.jsonl"
    with (
        ScriptedServer(scenario(lambda n: hang() if n == 2 else answer(NOTHING))) as server,
        running("summarize", folder, "-o", lines, "-j", "2", **model(server)) as process,
    ):
        until(lambda: len(server.requests) == 6)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 130
    assert numbers(lines.read_text("utf-8")) == [0, 1, 3, 4, 5]


def test_a_failed_report_leaves_an_old_file_of_lines(tmp_path: Path) -> None:
    lines = tmp_path / "all.jsonl"
    lines.write_text("old")
    ran = tiyao("summarize", "-", "-o", lines, data=b"\xff\xff")
    assert (ran.returncode, lines.read_text()) == (65, "old")
    assert [path.name for path in tmp_path.iterdir()] == ["all.jsonl"]


def test_an_interrupt_before_the_first_result_leaves_an_old_file_of_lines(tmp_path: Path, folder: Path) -> None:
    lines = tmp_path / "all.jsonl"
    lines.write_text("old")
    with (
        ScriptedServer(scenario(lambda _: hang())) as server,
        running("summarize", folder, "-o", lines, **model(server)) as process,
    ):
        until(lambda: len(server.requests) == 4)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert (process.returncode, lines.read_text()) == (130, "old")


def test_a_file_of_lines_never_takes_the_place_of_an_input(tmp_path: Path, folder: Path) -> None:
    lines = tmp_path / "in.jsonl"
    lines.write_text(TEXT, encoding="utf-8")
    ran = tiyao("summarize", folder, lines, "-o", lines)
    assert ran.returncode == 73
    assert lines.read_text("utf-8") == TEXT
