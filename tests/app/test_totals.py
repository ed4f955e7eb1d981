"""The total of a batch on stderr, and the second run that pays for nothing."""

import json
import re
import sqlite3
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from schemas.summary import Usage
from service.commands.money import Totals
from service.prices import Price
from tests.app.command import tiyao
from tests.app.conftest import SAMPLE
from tests.scripted import ScriptedServer
from tests.scripted.obedient import obedient
from tests.scripted.reports import TEXT

PRICES = '{"scripted": {"input_per_million": 2, "output_per_million": 8, "currency": "CNY"}}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text(TEXT, encoding="utf-8")
    (reports / "b.txt").write_text(TEXT.replace("云溪县", "清岚县"), encoding="utf-8")
    return reports


def run(server: ScriptedServer, *arguments: object, **given: str) -> tuple[list[dict[str, Any]], str]:
    ran = tiyao(
        "summarize",
        *arguments,
        **{"TIYAO_BASE_URL": server.base_url, "TIYAO_MODEL": "scripted", "TIYAO_PRICES": PRICES, **given},
    )
    assert ran.returncode == 0
    return [json.loads(line) for line in ran.stdout.splitlines()], ran.stderr


def without_usage(summary: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in summary.items() if name != "usage"}


def test_the_total_of_a_batch_and_a_second_run_for_nothing(folder: Path) -> None:
    with ScriptedServer(obedient) as server:
        first, told = run(server, folder)
        calls = len(server.requests)
        again, told_again = run(server, folder)
        assert len(server.requests) == calls
    tokens = sum(summary["usage"]["prompt_tokens"] for summary in first)
    cost = Decimal(2 * tokens + 8 * 50 * calls) / 1_000_000
    assert told.startswith(
        f"2 份报告：{calls} 次调用，0 次取自已存回答；输入 {tokens} 词元，输出 {50 * calls} 词元；{cost:.4f} CNY；"
    )
    assert re.search(r"；\d+\.\d 秒\n$", told)
    assert told_again.startswith(f"2 份报告：0 次调用，{calls} 次取自已存回答；输入 0 词元，输出 0 词元；0.0000 CNY；")
    assert [*map(without_usage, again)] == [*map(without_usage, first)]
    assert {summary["usage"]["cached_calls"] for summary in again} == {calls // 2}
    for summary in first:
        used = summary["usage"]
        expected = Decimal(2 * used["prompt_tokens"] + 8 * used["completion_tokens"]) / 1_000_000
        assert Decimal(repr(used["cost"])) == expected
    told_of = json.loads(tiyao("cache", "stats", "--json").stdout)
    assert (told_of["replies"], told_of["saved_calls"]) == (calls, calls)


def test_answers_are_not_kept_where_that_is_not_wanted(folder: Path, data_folder: Path) -> None:
    with ScriptedServer(obedient) as server:
        run(server, folder, TIYAO_KEEP_REPLIES="false")
        calls = len(server.requests)
        run(server, folder, TIYAO_KEEP_REPLIES="false")
        assert len(server.requests) == 2 * calls
    assert not data_folder.exists()


def test_a_broken_store_is_a_warning(folder: Path, data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "tiyao.sqlite3").write_bytes(b"damage" * 1000)
    with ScriptedServer(obedient) as server:
        summaries, _ = run(server, folder)
    for summary in summaries:
        (warning,) = [w for w in summary["quality"]["warnings"] if w["code"] == "replies_failed"]
        assert "not a database" in warning["message"]
        assert summary["achievements"]
        assert summary["quality"]["fell_back"] == 0


def test_a_store_that_is_locked_costs_little_time(folder: Path, data_folder: Path) -> None:
    """It is asked once and then left alone."""
    data_folder.mkdir()
    other = sqlite3.connect(data_folder / "tiyao.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with ScriptedServer(obedient) as server:
        began = time.monotonic()
        summaries, _ = run(server, folder, TIYAO_DATABASE_TIMEOUT_SECONDS="1")
        assert time.monotonic() - began < 30
    other.close()
    assert all("locked" in json.dumps(summary["quality"]["warnings"]) for summary in summaries)


@pytest.mark.parametrize("arguments", [("--engine", "extractive"), ()])
def test_no_total_where_nothing_can_be_spent(folder: Path, arguments: tuple[str, ...]) -> None:
    given = {"TIYAO_MODEL": "m", "TIYAO_BASE_URL": "http://127.0.0.1:9/v1"} if arguments else {}
    assert tiyao("summarize", folder, *arguments, **given).stderr == ""


def test_one_report_tells_for_itself() -> None:
    with ScriptedServer(obedient) as server:
        ran = tiyao("summarize", SAMPLE, TIYAO_BASE_URL=server.base_url, TIYAO_MODEL="scripted")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["usage"]["cost"] is None


def used(calls: int, cost: float | None) -> Usage:
    return Usage(
        engine="llm", model="m", prompt_version="1", calls=calls, cached_calls=1, prompt_tokens=10,
        completion_tokens=2, cost=cost, seconds=1,
    )  # fmt: skip


def test_the_total_is_exact_and_of_the_whole_time() -> None:
    clock = iter((100.0, 107.25))
    totals = Totals(Price(input_per_million=Decimal(1), output_per_million=Decimal(1), currency="USD"), clock.__next__)
    for _ in range(10):
        totals.add(used(3, 0.1))
    assert totals.told("en") == (
        "10 reports: 30 calls, 10 answers from those kept; 100 tokens in, 20 out; 1.0000 USD; 7.2 s"
    )


def test_without_a_price_none_is_told() -> None:
    totals = Totals(None)
    totals.add(used(1, None))
    assert "no price set (TIYAO_PRICES)" in totals.told("en")
