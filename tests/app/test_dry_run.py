"""`tiyao summarize --dry-run`: the numbers are those of the real run, and nothing is sent."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.engines.llm import tokens
from tests.app.command import tiyao
from tests.app.conftest import SAMPLE
from tests.scripted import Request, ScriptedServer
from tests.scripted.obedient import obedient

PRICES = '{"scripted": {"input_per_million": 2, "output_per_million": 8, "currency": "CNY"}}'


def asked(server: ScriptedServer, **given: str) -> dict[str, str]:
    return {"TIYAO_BASE_URL": server.base_url, "TIYAO_MODEL": "scripted", "TIYAO_CHUNK_TOKENS": "600", **given}


def size(request: Request) -> int:
    return tokens.count(request.system) + tokens.count(request.user)


def told(server: ScriptedServer, *arguments: object, **given: str) -> dict[str, Any]:
    ran = tiyao("summarize", "--dry-run", *arguments, **asked(server, **given))
    assert (ran.returncode, ran.stderr) == (0, "")
    result: dict[str, Any] = json.loads(ran.stdout)
    return result


def test_it_tells_what_the_real_run_then_does(sample: str) -> None:
    with ScriptedServer(obedient) as server:
        found = told(server, SAMPLE)["total"]
        assert server.requests == []
        assert tiyao("summarize", SAMPLE, **asked(server)).returncode == 0
        lines = [request for request in server.requests if request.name == "lines"]
        condensed = [request for request in server.requests if request.name == "condensed"]
    assert found["chunks"] == len(lines) > 1
    assert found["calls"] == len(lines) + len(condensed)
    # The items to condense are the one thing that only the model knows.
    to_condense = found["prompt_tokens"] - sum(map(size, lines))
    assert 0.3 < to_condense / sum(map(size, condensed)) < 3
    assert found["completion_tokens"] == round(0.45 * tokens.count(sample))


def test_the_price() -> None:
    with ScriptedServer(obedient) as server:
        found = told(server, SAMPLE, TIYAO_PRICES=PRICES)
        assert told(server, SAMPLE)["total"]["cost"] is None
    total = found["total"]
    assert found["currency"] == "CNY"
    assert total["cost"] == pytest.approx((2 * total["prompt_tokens"] + 8 * total["completion_tokens"]) / 1e6)


def test_a_folder_has_a_total_and_a_bad_file_stops_nothing(tmp_path: Path, sample: str) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(sample, encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"")
    with ScriptedServer(obedient) as server:
        ran = tiyao("summarize", "--dry-run", "-f", "text", tmp_path, **asked(server, TIYAO_PRICES=PRICES))
        one = told(server, tmp_path / "a.txt", TIYAO_PRICES=PRICES)["total"]
        assert server.requests == []
    first, second, total, basis = ran.stdout.splitlines()
    assert first.split("：")[1] == second.split("：")[1]
    assert total.startswith(f"合计：{2 * one['characters']} 字")
    assert total.endswith(f"{2 * one['cost']:.4f} CNY")
    assert "0.45" in basis
    assert ran.returncode == 1
    assert "c.txt" in ran.stderr


def test_results_of_a_run_before_are_no_reports(tmp_path: Path, sample: str) -> None:
    (tmp_path / "out").mkdir()
    for name in ("a.txt", "out/a.txt"):
        (tmp_path / name).write_text(sample, encoding="utf-8")
    with ScriptedServer(obedient) as server:
        assert len(told(server, "-o", tmp_path / "out", tmp_path)["reports"]) == 1


def test_for_people_in_english() -> None:
    with ScriptedServer(obedient) as server:
        ran = tiyao("summarize", "--dry-run", "-f", "text", SAMPLE, **asked(server, LANG="en_US.UTF-8"))
    assert "no price set" in ran.stdout
    assert "nothing was sent" in ran.stdout


@pytest.mark.parametrize("given", [{}, {"TIYAO_MODEL": ""}])
def test_without_a_model_nothing_is_charged(given: dict[str, str]) -> None:
    ran = tiyao("summarize", "--dry-run", "-f", "text", SAMPLE, **given)
    assert (ran.returncode, ran.stdout) == (0, "1 份报告由内置引擎处理：不调用模型，不产生费用。\n")
    assert json.loads(tiyao("summarize", "--dry-run", SAMPLE, **given).stdout)["total"]["calls"] == 0


def test_the_engine_asked_for_is_the_one_that_is_estimated() -> None:
    with ScriptedServer(obedient) as server:
        assert told(server, SAMPLE, "--engine", "extractive")["engine"] == "extractive"
        assert told(server, SAMPLE, "--engine", "llm")["engine"] == "llm"
    assert tiyao("summarize", "--dry-run", "--engine", "llm", SAMPLE).returncode == 78


def test_nothing_is_kept_or_made(data_folder: Path) -> None:
    with ScriptedServer(obedient) as server:
        told(server, SAMPLE)
    assert not data_folder.exists()


def test_one_bad_file_is_an_error(tmp_path: Path) -> None:
    ran = tiyao("summarize", "--dry-run", tmp_path / "none.txt")
    assert (ran.returncode, ran.stdout) == (66, "")
