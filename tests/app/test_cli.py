"""The command `tiyao`, run as a user runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from schemas.summary import ReportSummary
from service.cli import build
from service.commands import inputs, outputs
from service.output_errors import OutputError
from tests.app.command import TIYAO, environment, on_terminal, tiyao
from tests.app.conftest import SAMPLE


def read(path: Path) -> ReportSummary:
    return ReportSummary.model_validate_json(path.read_bytes())


@pytest.fixture
def folder(tmp_path: Path, sample: str) -> Path:
    """Reports in folders, two of one stem, and files that are none of our business."""
    reports = tmp_path / "reports"
    for name in ("a.txt", "a.md", "a-2.txt", "sub/a.txt", "sub/B.TXT", ".hidden.txt", ".git/c.txt", "notes.csv"):
        path = reports / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sample, encoding="utf-8")
    return reports


# one report


def test_a_report_to_json(sample: str) -> None:
    ran = tiyao("summarize", SAMPLE)
    assert (ran.returncode, ran.stderr) == (0, "")
    summary = ReportSummary.model_validate_json(ran.stdout)
    assert summary.source == sample
    for item in summary.items():
        for evidence in item.evidence:
            assert sample[evidence.start : evidence.end] == evidence.text


def test_stdin_without_mark_and_with_its_line_ends(sample: str) -> None:
    text = sample.replace("\n", "\r\n")
    ran = tiyao("summarize", "-", data=b"\xef\xbb\xbf" + text.encode())
    assert ReportSummary.model_validate_json(ran.stdout).source == text


def test_options() -> None:
    ran = tiyao("summarize", SAMPLE, "--script", "hant", "--no-source", "--engine", "extractive")
    summary = ReportSummary.model_validate_json(ran.stdout)
    assert summary.source is None
    assert "縣" in summary.achievements[0].text
    assert tiyao("summarize", SAMPLE, "-f", "markdown").stdout.startswith("# 云岫县人民政府")
    text = tiyao("summarize", SAMPLE, "-f", "text", LC_ALL="en_US.UTF-8").stdout
    assert "Problems (" in text


@pytest.mark.parametrize(
    ("name", "given", "begins"),
    [
        ("s.json", (), "{\n  "),
        ("s.md", (), "# 云岫县"),
        ("s.txt", (), "云岫县"),
        ("s", (), "{"),
        ("s.json", ("-f", "text"), "云岫县"),
    ],
)
def test_a_file_of_the_format_its_name_tells(tmp_path: Path, name: str, given: tuple[str, ...], begins: str) -> None:
    ran = tiyao("summarize", SAMPLE, "-o", tmp_path / name, *given)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_into_a_folder(tmp_path: Path) -> None:
    assert tiyao("summarize", SAMPLE, "-o", tmp_path).returncode == 0
    assert tiyao("summarize", SAMPLE, "-o", f"{tmp_path}/new/", "-f", "markdown").returncode == 0
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")} == {
        "yunxiu-xian-2024.json",
        "new/yunxiu-xian-2024.md",
    }


# several


def test_a_folder_into_a_folder(tmp_path: Path, folder: Path) -> None:
    ran = tiyao("summarize", folder, "-o", tmp_path / "out")
    assert (ran.returncode, ran.stderr) == (0, "")
    written = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*"))
    assert written == ["a-2.json", "a-3.json", "a.json", "sub/B.json", "sub/a.json"]


def test_a_folder_to_stdout_is_json_lines(folder: Path) -> None:
    lines = tiyao("summarize", folder, folder / "a.txt").stdout.splitlines()
    assert len(lines) == 5
    for line in lines:
        ReportSummary.model_validate_json(line)


def test_one_report_of_a_folder_is_a_line_too(tmp_path: Path, sample: str) -> None:
    (tmp_path / "one.txt").write_text(sample, encoding="utf-8")
    assert len(tiyao("summarize", tmp_path).stdout.splitlines()) == 1


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path, folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\xff\xff\xff")
    (folder / "empty.txt").write_bytes(b"")
    ran = tiyao("summarize", folder, tmp_path / "none.txt", "-o", tmp_path / "out")
    assert ran.returncode == 1
    assert len(list((tmp_path / "out").rglob("*.json"))) == 5
    told = ran.stderr.splitlines()
    assert told[0] == "8 份报告中有 3 份失败："
    assert ["bad.txt" in told[1], "empty.txt" in told[2], "none.txt" in told[3]] == [True] * 3


def test_an_output_folder_within_the_input_is_no_input(folder: Path) -> None:
    for _ in range(2):
        assert tiyao("summarize", folder, "-o", folder / "out", "-f", "text").returncode == 0
    assert len(list((folder / "out").rglob("*.txt"))) == 5


def test_an_input_is_never_overwritten(tmp_path: Path, sample: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(sample, encoding="utf-8")
    for output in (path, tmp_path):
        ran = tiyao("summarize", path, "-f", "text", "-o", output)
        assert ran.returncode == 73
        assert "a.txt" in ran.stderr
    assert path.read_text("utf-8") == sample


# what goes wrong


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", 65),
        (b" \n", 65),
        ("これはひらがなです".encode(), 65),
        (b"An English text", 65),
        (b"\xff\xfe\xfd" * 9, 65),
    ],
)
def test_a_single_bad_report_has_its_own_exit_code(data: bytes, code: int) -> None:
    ran = tiyao("summarize", "-", data=data)
    assert (ran.returncode, ran.stdout) == (code, "")
    assert len(ran.stderr.splitlines()) == 1


def test_exit_codes(tmp_path: Path) -> None:
    blocked = SAMPLE / "below" / "a.json"
    assert tiyao("summarize", tmp_path / "none.txt").returncode == 66
    assert tiyao("summarize", tmp_path).returncode == 66
    assert tiyao("outline", tmp_path).returncode == 66
    assert tiyao("summarize", SAMPLE, "-o", blocked).returncode == 73
    assert tiyao("summarize", SAMPLE, "--engine", "llm").returncode == 78
    assert tiyao("summarize", SAMPLE, SAMPLE.parent, "--engine", "llm").returncode == 78
    assert tiyao("summarize", SAMPLE, TIYAO_MAX_CHARACTERS="many").returncode == 78
    assert tiyao("summarize", SAMPLE, TIYAO_MAX_CHARACTERS="100").returncode == 65
    assert tiyao("summarize", SAMPLE, "--engine", "gpt").returncode == 2
    assert tiyao("summarize").returncode == 2
    assert tiyao("serve", "--port", "99999").returncode == 2


def test_messages_are_in_the_language_of_the_environment(tmp_path: Path) -> None:
    chinese, english = (
        tiyao("summarize", tmp_path / "x.txt", LC_ALL=lang).stderr for lang in ("zh_CN.UTF-8", "en_US.UTF-8")
    )
    assert "找不到" in chinese
    assert "was not found" in english


def test_a_secret_setting_is_never_told() -> None:
    ran = tiyao("summarize", SAMPLE, TIYAO_TEMPERATURE="sk-secret")
    assert ran.returncode == 78
    assert "sk-secret" not in ran.stderr


def test_interrupted() -> None:
    running = subprocess.Popen(
        [TIYAO, "summarize", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    time.sleep(1.5)
    running.send_signal(signal.SIGINT)
    out, errors = running.communicate(timeout=30)
    assert (running.returncode, out, errors) == (130, b"", b"")


@pytest.mark.parametrize("arguments", [("outline",), ("outline", "-f", "json"), ("summarize",)])
def test_a_reader_that_goes_away_is_no_error(arguments: tuple[str, ...], tmp_path: Path, sample: str) -> None:
    path = tmp_path / "long.txt"
    path.write_text(sample * 20, encoding="utf-8")
    running = subprocess.Popen(
        [TIYAO, *arguments, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert running.stdout
    assert running.stderr
    running.stdout.read(1)
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait(30) == 141


# outline


def test_outline_json_has_the_places_of_the_source(sample: str) -> None:
    tree = json.loads(tiyao("outline", SAMPLE, "-f", "json").stdout)
    assert [section["kind"] for section in tree["sections"]] == ["achievement", "problem", "plan"]
    clauses = list(_clauses(tree))
    assert len(clauses) > 80
    for clause in clauses:
        assert sample[clause["start"] : clause["end"]] == clause["text"]


def _clauses(node: dict[str, Any]) -> Any:
    for point in node["points"]:
        yield from point["clauses"]
    for section in node["sections"]:
        yield from _clauses(section)


def test_outline_text() -> None:
    whole, short = (
        tiyao("outline", SAMPLE).stdout,
        tiyao("outline", "--no-clauses", "-", data=SAMPLE.read_bytes()).stdout,
    )
    assert "1/1 （一）压实法治建设责任" in whole.replace("(", "（").replace(")", "）")
    assert len(short.splitlines()) < len(whole.splitlines()) / 2
    assert "\x1b" not in whole


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_outline_is_coloured_on_a_terminal(environment: dict[str, str], coloured: bool) -> None:
    assert ("\x1b[" in on_terminal("outline", str(SAMPLE), **environment)) is coloured


def test_a_terminal_gets_text_and_a_bar_that_goes_away() -> None:
    shown = on_terminal("summarize", str(SAMPLE))
    assert "存在问题 (4)" in shown
    assert '"schema_version"' not in shown


# help, schema, version


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "用法：tiyao"),
        ({"LANG": "en_GB.UTF-8"}, "Usage: tiyao"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "用法：tiyao"),
        ({"LANG": "C.UTF-8"}, "用法：tiyao"),
        ({"LANG": "C"}, "用法：tiyao"),
    ],
)
def test_help(environment: dict[str, str], words: str) -> None:
    ran = tiyao("--help", data=b"", **environment)
    assert ran.returncode == 0
    assert words in ran.stdout
    for command in ("summarize", "outline", "serve", "schema", "version"):
        assert f"  {command}  " in ran.stdout


@pytest.mark.parametrize("command", ["summarize", "outline", "serve", "schema"])
def test_a_help_page_is_all_in_one_language(command: str) -> None:
    runner = CliRunner()
    chinese = runner.invoke(build("zh"), [command, "--help"]).output
    english = runner.invoke(build("en"), [command, "--help"]).output
    assert not {"Usage:", "Options:", "Arguments:", "Show this"} & set(chinese.replace("\n", " ").split(" "))
    assert english.isascii()


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from service.cli import build; build('zh'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pydantic", "fastapi", "opencc", "rich", "openai", "uvicorn", "asyncio"} & set(loaded)


def test_version() -> None:
    assert tiyao("--version").stdout == tiyao("version").stdout
    assert tiyao("--version").stdout.startswith("tiyao 0.")


@pytest.mark.parametrize(
    ("name", "field"), [(None, "achievements"), ("ReportSummary", "overview"), ("SummaryRequest", "options")]
)
def test_schema(name: str | None, field: str) -> None:
    schema = json.loads(tiyao("schema", *([name] if name else [])).stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert field in schema["properties"]
    assert schema["additionalProperties"] is False


# names and files


def test_names_that_differ_in_case_only_do_not_meet() -> None:
    sources = [
        inputs.Source(name, Path(name), Path(name).with_suffix("")) for name in ("A.txt", "a.txt", "a-2.txt", "a.md")
    ]
    targets = outputs.targets(sources, Path("out"), ".json")
    assert [target.name for target in targets] == ["A.json", "a-3.json", "a-2.json", "a-4.json"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        outputs.write(path, "new\ud800", frozenset())
    assert path.read_text() == "old"
    with pytest.raises(OutputError):
        outputs.write(path / "below", "new", frozenset())
    assert [found.name for found in tmp_path.iterdir()] == ["a.json"]


def test_a_written_file_is_readable_as_others_are(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    outputs.write(tmp_path / "a.json", "new", frozenset())
    assert (tmp_path / "a.json").stat().st_mode == (tmp_path / "other").stat().st_mode
    outputs.write(Path("/dev/null"), "gone", frozenset())
    assert not Path("/dev/null").is_file()


def test_a_file_that_cannot_be_read_is_told() -> None:
    ran = tiyao("summarize", "/proc/self/mem")
    assert ran.returncode == 66
    assert "/proc/self/mem" in ran.stderr


def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path, sample: str) -> None:
    reports = tmp_path / "in"
    reports.mkdir()
    os.mkfifo(reports / "q.txt")
    (reports / "z.txt").write_text(sample, encoding="utf-8")
    ran = tiyao("summarize", "--engine", "extractive", reports, "-o", tmp_path / "out")
    assert ran.returncode == 0
    assert (tmp_path / "out" / "z.json").exists()


def test_a_name_that_tells_no_format_is_refused(tmp_path: Path) -> None:
    ran = tiyao("summarize", SAMPLE, "-o", tmp_path / "a.zzz")
    assert ran.returncode == 64
    assert ".docx" in ran.stderr
    assert not list(tmp_path.iterdir())
    assert tiyao("summarize", SAMPLE, "-o", tmp_path / "a.zzz", "-f", "json").returncode == 0
