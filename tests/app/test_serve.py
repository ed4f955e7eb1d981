"""`tiyao serve` as a whole: who it lets it be reached by, and what its log tells of a day's work."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from service.api.openapi import EXAMPLE_TEXT
from service.storage import tables
from service.storage.database import Database, located
from service.storage.records import DatabaseRecords
from tests.app.command import TIYAO, environment, tiyao
from tests.app.keyed import bearer
from tests.scripted import Reply, Request, ScriptedServer, failure
from tests.scripted.obedient import obedient

PATH = "/v1/summaries"
SECRETS = {"api_key": "sk-of-the-model-0123456789"}


@contextmanager
def served(log: Path, *options: str, **settings: str) -> Iterator[str]:
    """The address of a running service whose stderr goes to a file."""
    with log.open("wb") as stderr:
        command = [TIYAO, "serve", "--port", "0", *options]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr, env=environment(**settings))
    try:
        yield _address(running, log)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)


def _address(running: subprocess.Popen[bytes], log: Path) -> str:
    began = time.monotonic()
    while not (found := re.search(r"http://[^\s:]+:(\d+)", log.read_text("utf-8"))):
        assert running.poll() is None, log.read_text("utf-8")
        assert time.monotonic() - began < 60
        time.sleep(0.05)
    return f"http://127.0.0.1:{found.group(1)}"


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


# who it lets itself be reached by


@pytest.mark.parametrize(
    ("lang", "words"), [("zh_CN.UTF-8", "tiyao keys create"), ("en_US.UTF-8", "Run tiyao keys create")]
)
def test_it_is_not_there_for_others_without_a_key(lang: str, words: str) -> None:
    ran = tiyao("serve", "--host", "0.0.0.0", "--port", "0", LANG=lang)  # noqa: S104
    assert ran.returncode == 78
    assert "TIYAO_KEYS" in ran.stderr
    assert words in ran.stderr
    assert "0.0.0.0" in ran.stderr  # noqa: S104


def test_nor_with_none_that_is_good() -> None:
    key = json.loads(tiyao("keys", "create", "过期", "--days", "0", "--json").stdout)
    tiyao("keys", "revoke", json.loads(tiyao("keys", "create", "吊销", "--json").stdout)["id"])
    assert key["key"]
    assert tiyao("serve", "--host", "0.0.0.0", "--port", "0").returncode == 78  # noqa: S104
    assert tiyao("serve", "--port", "0", TIYAO_KEYS="on").returncode == 78


def test_with_a_key_it_is(tmp_path: Path) -> None:
    key = tiyao("keys", "create", "法制科").stdout.strip()
    with served(tmp_path / "log", "--host", "0.0.0.0") as address:  # noqa: S104
        assert httpx.post(address + PATH, content="云岫县法治").status_code == 401
        headers = {"Content-Type": "text/plain", **bearer(key)}
        assert httpx.post(address + PATH, content="云岫县法治".encode(), headers=headers).status_code == 200


def test_to_leave_it_open_takes_the_word_and_is_told(tmp_path: Path) -> None:
    with served(tmp_path / "log", "--host", "0.0.0.0", TIYAO_KEYS="off") as address:  # noqa: S104
        assert httpx.get(f"{address}/readyz", headers={"Host": "tiyao.example.com"}).status_code == 200
    warned = [line for line in lines(tmp_path / "log") if line["level"] == "warning"]
    assert any("TIYAO_KEYS=off" in str(line["message"]) for line in warned)


# what its log tells

REPORT = """槐岭县2024年法治政府建设情况报告
一、主要举措和成效
（一）规范行政执法。全年办理行政处罚案件731件，同比下降8.2%。
（二）化解行政争议。受理行政复议案件452件，调解结案187件。
二、存在问题
一是基层执法力量不足，部分乡镇仅有2名持证执法人员。
三、下步工作计划
2025年将组织执法人员轮训4期，推动行政复议服务点覆盖全部12个乡镇。
"""


def _now_and_then(request: Request) -> Reply:
    """Fails in every way there is, and says again what it was asked."""
    if request.number % 3 == 0:
        return failure(500, request.user[:500])
    if request.number % 3 == 1:
        return failure(400, request.user[:500])
    return obedient(request)


def test_no_log_and_no_problem_tells_a_secret_or_what_a_report_says(tmp_path: Path) -> None:
    good = tiyao("keys", "create", "法制科", "--scope", "admin").stdout.strip()
    reader = tiyao("keys", "create", "读者", "--scope", "read", "--requests-per-minute", "3").stdout.strip()
    unknown = good[:-4] + "0000"
    log = tmp_path / "log"
    told: list[httpx.Response] = []
    with ScriptedServer(_now_and_then) as model:
        settings = {
            "TIYAO_KEYS": "on",
            "TIYAO_LOG_LEVEL": "debug",
            "TIYAO_BASE_URL": model.base_url,
            "TIYAO_MODEL": "scripted",
            "TIYAO_API_KEY": SECRETS["api_key"],
            "TIYAO_RETRY_WAIT_MAX_SECONDS": "0.01",
        }
        with served(log, **settings) as address, httpx.Client(base_url=address, timeout=60) as client:
            for key in (good, reader, unknown, f"{good} {reader}", "x", REPORT[:9].encode().hex()):
                plain = {"Content-Type": "text/plain", **bearer(key)}
                told += [
                    client.post(PATH, content=REPORT.encode(), headers=plain),
                    client.post(PATH, json={"text": REPORT, "options": {"engine": "llm"}}, headers=bearer(key)),
                    client.post(PATH, json={"text": REPORT, "optoins": REPORT}, headers=bearer(key)),
                    client.post(PATH, content=REPORT.encode("utf-16"), headers=plain),
                    client.post(
                        PATH, params={"script": REPORT[:30], "key": key}, content=REPORT.encode(), headers=plain
                    ),
                    client.get(f"/v1/{key}/{REPORT[:10]}", params={"key": key}, headers=bearer(key)),
                    client.get("/readyz", headers={"X-API-Key": key}),
                    client.get("/metrics", headers=bearer(key)),
                ]
    statuses = {response.status_code for response in told}
    assert {200, 401, 403, 404, 422, 429} <= statuses
    assert not {status for status in statuses if status >= 500} - {502}
    logged = log.read_text("utf-8")
    assert len([line for line in lines(log) if line["message"] == "request"]) >= len(told)
    problems = "".join(r.text for r in told if r.headers["content-type"] == "application/problem+json")
    told_by_metrics = "".join(r.text for r in told if "# HELP" in r.text)
    assert told_by_metrics
    for where in (logged, told_by_metrics):
        for said in _said(REPORT):
            assert said not in where, said
    for where in (logged, problems, told_by_metrics):
        for secret in (good, reader, unknown, SECRETS["api_key"]):
            assert secret.rsplit("_", 1)[-1] not in where
    folder = Path(os.environ["TIYAO_DATA_FOLDER"])
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert kept
    for key in (good, reader):
        assert key.rsplit("_", 1)[-1].encode() not in kept, "only a digest is kept"


def _said(report: str) -> list[str]:
    """Pieces of a report: every run of six characters of its prose."""
    prose = re.findall("[\u4e00-\u9fff]{6,}", report)
    return [run[n : n + 6] for run in prose for n in range(len(run) - 5)]


def test_each_request_is_one_line_with_its_id_its_owner_and_its_route(tmp_path: Path) -> None:
    key = json.loads(tiyao("keys", "create", "法制科", "--json").stdout)
    with served(tmp_path / "log", TIYAO_KEYS="on") as address:
        headers = {"Content-Type": "text/plain", "X-Request-Id": "of-the-test", **bearer(key["key"])}
        httpx.post(address + PATH, content=REPORT.encode(), headers=headers)
        refused = httpx.post(address + PATH, content=b"", headers=headers)
    logged = [line for line in lines(tmp_path / "log") if line.get("request") == "of-the-test"]
    assert len(logged) == 2
    assert {(line["method"], line["path"], line["owner"]) for line in logged} == {("POST", PATH, key["id"])}
    assert [line["status"] for line in logged] == [200, 422]
    assert all(isinstance(line["seconds"], float) for line in logged)
    assert (logged[1]["problem"], logged[1]["instance"]) == ("empty_text", refused.json()["instance"])


def test_what_its_worker_does_is_counted_on_its_own_page(tmp_path: Path) -> None:
    with ScriptedServer(obedient) as model:
        given = {"TIYAO_BASE_URL": model.base_url, "TIYAO_MODEL": "scripted"}
        with served(tmp_path / "log", **given) as address:
            where = httpx.post(f"{address}/v1/jobs", json={"text": EXAMPLE_TEXT}).headers["Location"]
            _until(lambda: httpx.get(f"{address}{where}").json()["state"] == "succeeded")
            told = 'tiyao_reports_total{engine="llm",outcome="succeeded"} 1.0'
            _until(lambda: told in httpx.get(f"{address}/metrics").text)
            page = httpx.get(f"{address}/metrics").text
    calls = re.search(r"^tiyao_model_calls_total (\S+)$", page, re.MULTILINE)
    assert calls
    assert float(calls[1]) == len(model.requests)
    assert 'tiyao_stage_seconds_count{stage="extract"} 1.0' in page


def _until(happened: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < 120
        time.sleep(0.05)


def test_who_asks_for_a_web_socket_is_answered_as_anybody(tmp_path: Path) -> None:
    asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    with served(tmp_path / "log", "--no-worker") as address:
        answer = httpx.get(f"{address}/v1/nowhere", headers={**asked, "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_answers_go_with_the_last_job_that_has_them(tmp_path: Path, data_folder: Path) -> None:
    database = Database(located(None, data_folder), 10)
    records = DatabaseRecords(database)

    def uses() -> int:
        with database.reading() as connection:
            return len(connection.execute(select(tables.uses)).all())

    with ScriptedServer(obedient) as model:
        given = {"TIYAO_BASE_URL": model.base_url, "TIYAO_MODEL": "scripted"}
        with served(tmp_path / "log", **given) as address:

            def done() -> str:
                where = httpx.post(f"{address}/v1/jobs", json={"text": EXAMPLE_TEXT}).headers["Location"]
                _until(lambda: httpx.get(f"{address}{where}").json()["state"] == "succeeded")
                return f"{address}{where}?purge=true"

            first, second = done(), done()
            kept = records.stats().number
            assert 0 < kept == len(model.requests), "the second was given what the first was"
            _until(lambda: uses() == 2 * kept)  # noted behind its back
            assert httpx.delete(first).status_code == 204
            assert records.stats().number == kept
            assert httpx.delete(second).status_code == 204
            assert records.stats().number == 0
    records.close()


# what a proxy says of its clients


@pytest.mark.parametrize(("trusted", "last"), [("", 429), ("127.0.0.1", 401), ("10.1.1.0/24, ::1", 429)])
def test_whose_login_failed_is_told_by_the_connection_or_by_a_proxy_that_is_trusted(
    tmp_path: Path, trusted: str, last: int
) -> None:
    tiyao("keys", "create", "法制科")
    given = {"TIYAO_KEYS": "on", "TIYAO_LOGIN_FAILURES_PER_MINUTE": "2", "TIYAO_TRUSTED_PROXIES": trusted}
    with served(tmp_path / "log", "--no-worker", **given) as address:
        seen = [
            httpx.post(
                f"{address}/v1/session", json={"key": "x"}, headers={"X-Forwarded-For": f"10.0.0.{n}"}
            ).status_code
            for n in range(3)
        ]
    assert seen == [401, 401, last]


def test_an_address_that_is_none_is_told() -> None:
    ran = tiyao("serve", "--port", "0", TIYAO_TRUSTED_PROXIES="nginx.example/ 3")
    assert ran.returncode == 78
    assert "TIYAO_TRUSTED_PROXIES" in ran.stderr
