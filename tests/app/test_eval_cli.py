"""`tiyao eval`, run as a user runs it."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from eval import dataset, journal, runs
from eval.words import WORDS
from tests.app.command import PLAIN_ENVIRONMENT, TIYAO
from tests.scripted import ScriptedServer, answer, failure

ENVIRONMENT = {**PLAIN_ENVIRONMENT, "LANG": "en_US.UTF-8"}


def tiyao(*arguments: object, cwd: Path | None = None, **other: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TIYAO, "eval", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**ENVIRONMENT, **other},
        cwd=cwd,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of three reports."""
    folder = tmp_path_factory.mktemp("small")
    whole = dataset.load(split="dev")
    three = whole.reports[:3]
    (folder / "reports").mkdir()
    (folder / dataset.JSONL).write_text(dataset.jsonl(three), encoding="utf-8")
    for gold in three:
        (folder / "reports" / gold.file).write_bytes(whole.texts[gold.id].encode())
    return folder


@pytest.fixture(scope="module")
def run(small: Path) -> Path:
    ran = tiyao("run", "--dataset", small, "--engine", "extractive", "-o", small / "out" / "run.json")
    assert ran.returncode == 0, ran.stderr
    return small / "out" / "run.json"


def test_a_run_prints_its_table_with_the_baselines(small: Path) -> None:
    ran = tiyao("run", "--dataset", small, "--engine", "lead", cwd=small)
    head, first = ran.stdout.splitlines()[:2]
    assert head.split() == ["metric", "mean", "95%", "interval", "n", "lead", "random"]
    assert first.split()[0] == "item_f1"
    assert "3 of 3 done" in ran.stderr
    written = list((small / "out" / "eval").glob("lead-*.json"))
    assert len(written) == 1
    assert runs.read(written[0]).engine == "lead"


def test_help_in_two_languages() -> None:
    assert "Run an engine over a dataset" in tiyao("--help").stdout
    assert "用法" in tiyao("run", "--help", LANG="zh_CN.UTF-8").stdout
    assert tiyao("run", "--no-such").returncode == 2
    assert all(text.zh != text.en for text in WORDS.values())


def test_compare_in_words_and_json(run: Path, small: Path) -> None:
    lead = small / "lead.json"
    tiyao("run", "--dataset", small, "--engine", "lead", "-o", lead)
    text = tiyao("compare", lead, run)
    assert text.returncode == 0
    assert "\n  + g" in text.stdout
    told = json.loads(tiyao("compare", lead, run, "-f", "json").stdout)
    assert len(told["reports"]) == 3
    assert told["reports"][0]["won"][0]["text"]


def test_the_gate_passes_a_rerun_and_fails_the_lead(run: Path, small: Path) -> None:
    base = small / "base.json"
    again = ("run", "--dataset", small, "--engine", "extractive", "-o")
    assert tiyao(*again, base, "--compact").returncode == 0
    passed = tiyao("gate", run, "--baseline", base)
    assert (passed.returncode, passed.stdout.splitlines()[-1]) == (0, "pass")
    lead = small / "worse.json"
    tiyao("run", "--dataset", small, "--engine", "random", "-o", lead)
    worse = tiyao("gate", lead, "--baseline", base)
    assert worse.returncode in (1, 3)
    assert "difference" not in worse.stderr


def test_the_gate_refuses_other_gold(run: Path, tmp_path: Path) -> None:
    other = json.loads(run.read_text("utf-8"))
    other["dataset"]["sha256"] = "0" * 64
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    ran = tiyao("gate", run, "--baseline", tmp_path / "other.json")
    assert ran.returncode == 64
    assert "different gold" in ran.stderr


def test_inconclusive_has_a_code_of_its_own(run: Path, tmp_path: Path) -> None:
    """One report of three a good deal worse: too few to say anything."""
    other = json.loads(run.read_text("utf-8"))
    other["reports"][0]["scored"]["metrics"]["item_f1"]["value"] -= 0.3
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    ran = tiyao("gate", tmp_path / "other.json", "--baseline", run)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (3, "inconclusive")


def test_the_report_is_one_file(run: Path, tmp_path: Path) -> None:
    ran = tiyao("report", run, "-o", tmp_path / "run.html")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "run.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("gate", "no.json", "--baseline", "no.json"), 66),
        (("report", __file__, "-o", "x.html"), 64),
        (("run", "--dataset", "/nowhere"), 64),
        (("run", "--engine", "llm", "-o", "x.json"), 78),
        (("compare", "no.json"), 2),
    ],
)
def test_what_is_wrong_is_told_by_code(arguments: tuple[str, ...], code: int, tmp_path: Path) -> None:
    ran = tiyao(*arguments, cwd=tmp_path)
    assert ran.returncode == code, ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_report_of_gold_that_has_changed_is_refused(run: Path, tmp_path: Path) -> None:
    ran = tiyao("report", run, "-o", tmp_path / "run.html", "--dataset", dataset.OWN)
    assert ran.returncode == 64
    assert "is not the run's" in ran.stderr


def test_killed_in_the_midst_and_taken_up_again(small: Path, tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    command = (
        "run",
        "--dataset",
        small,
        "--engine",
        "extractive",
        "--repeats",
        "4",
        "--concurrency",
        "1",
        "-o",
        target,
    )
    process = subprocess.Popen([TIYAO, "eval", *map(str, command)], env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    path = journal.path_beside(target)
    until = time.monotonic() + 60
    while time.monotonic() < until and not (path.exists() and path.read_bytes().count(b"\n") > 3):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = path.read_bytes().splitlines(keepends=True)[1:]
    whole = [line.rstrip(b"\n") for line in kept if line.endswith(b"\n")]
    assert whole
    ran = tiyao(*command)
    assert ran.returncode == 0, ran.stderr
    assert f"resumed: {len(whole)} results" in ran.stderr
    final = target.read_bytes()
    assert all(line in final for line in whole)
    assert len(runs.read(target).reports) == 12


def test_a_model_that_fails_is_not_credited_with_the_embedded_engines_items(small: Path, tmp_path: Path) -> None:
    with ScriptedServer([failure(500)]) as server:
        ran = tiyao(
            *("run", "--dataset", small, "--model", "scripted", "--base-url", server.base_url),
            *("-o", tmp_path / "run.json"),
            TIYAO_MAX_ATTEMPTS="1",
        )
    assert ran.returncode == 0, ran.stderr
    assert "in 3 reports are the embedded engine's" in ran.stderr
    run = runs.read(tmp_path / "run.json")
    assert (run.engine, run.model) == ("llm", "scripted")
    assert run.prompt_version


def test_the_judges_agreement_stands_beside_its_verdicts(run: Path, tmp_path: Path) -> None:
    yes = {"verdicts": [{"n": n, "v": "supported"} for n in range(1, 11)]}
    with ScriptedServer([answer(yes)]) as server:
        ran = tiyao(
            *("judge", run, "--model", "scripted", "--base-url", server.base_url, "--limit", "10"),
            *("-o", tmp_path / "judge.json"),
        )
    assert ran.returncode == 0, ran.stderr
    assert "scripted on 10 items" in ran.stdout
    assert "On known claims: 0 of" in ran.stdout
    assert json.loads((tmp_path / "judge.json").read_text("utf-8"))["judged"] == 10


def test_compare_without_the_gold_at_hand_tells_ids(run: Path, tmp_path: Path) -> None:
    other = json.loads(run.read_text("utf-8"))
    other["dataset"]["path"] = str(tmp_path / "gone")
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    assert tiyao("compare", run, tmp_path / "other.json").returncode == 0
