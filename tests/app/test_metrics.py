"""What the service counts, and how it stands with what it stands on."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert
from starlette.testclient import TestClient

from service import build, readiness
from service.api.health import Checks, Readiness
from service.api.openapi import EXAMPLE_TEXT
from service.app import create_app
from service.errors import StoreError
from service.settings import Settings
from service.storage import tables
from service.storage.census import Census
from service.storage.clock import now_ms
from tests.app.conftest import settings
from tests.app.keyed import bearer, keyed, make_key
from tests.scripted import Reply, Request, ScriptedServer, failure
from tests.scripted.obedient import obedient

PATH = "/v1/summaries"
Counts = dict[tuple[str, frozenset[tuple[str, str]]], float]


def counts(client: TestClient, **headers: str) -> Counts:
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    found = {}
    for family in text_string_to_metric_families(response.text):
        for sample in family.samples:
            found[sample.name, frozenset(sample.labels.items())] = sample.value
    return found


def value(found: Counts, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


def test_requests_are_counted_by_route_and_not_by_what_was_sent() -> None:
    with TestClient(create_app(settings())) as client:
        for _ in range(2):
            client.post(PATH, json={"text": EXAMPLE_TEXT})
        client.post(PATH, json={"text": ""})
        for n in range(50):
            client.request(f"M{n}", f"/nowhere/{n}")
        found = counts(client)
    assert value(found, "tiyao_http_requests_total", method="POST", path=PATH, status="200") == 2
    assert value(found, "tiyao_http_requests_total", method="POST", path=PATH, status="422") == 1
    assert value(found, "tiyao_http_requests_total", method="other", path="other", status="404") == 50
    assert value(found, "tiyao_http_request_seconds_count", path=PATH) == 3
    assert value(found, "tiyao_reports_total", engine="extractive", outcome="succeeded") == 2
    assert value(found, "tiyao_reports_total", engine="extractive", outcome="empty_text") == 1
    for stage in ("outline", "extract", "merge", "condense"):
        assert value(found, "tiyao_stage_seconds_count", stage=stage) == 2
    assert ("process_resident_memory_bytes", frozenset()) in found


def _stumbling(request: Request) -> Reply:
    return failure(500) if request.number == 0 else obedient(request)


def test_calls_tokens_money_retries_and_kept_answers_are_those_of_the_summaries(data_folder: Path) -> None:
    price = '{"scripted": {"input_per_million": 2, "output_per_million": 8, "currency": "CNY"}}'
    with ScriptedServer(_stumbling) as model:
        of = settings(
            data_folder=data_folder,
            base_url=model.base_url,
            model="scripted",
            prices=price,
            retry_wait_max_seconds=0.01,
        )
        with TestClient(create_app(of)) as client:
            used = [client.post(PATH, json={"text": EXAMPLE_TEXT}).json()["usage"] for _ in range(2)]
            found = counts(client)
    assert used[0]["calls"] > 0
    assert used[1]["cached_calls"] > 0
    for name, field in (("calls", "calls"), ("kept_answers", "cached_calls"), ("retries", None)):
        expected = sum(one[field] for one in used) if field else 1
        assert value(found, f"tiyao_model_{name}_total") == expected
    for kind in ("prompt", "completion"):
        expected = sum(one[f"{kind}_tokens"] for one in used)
        assert value(found, "tiyao_model_tokens_total", kind=kind) == expected
    assert value(found, "tiyao_model_cost_total", currency="CNY") == pytest.approx(sum(one["cost"] for one in used))


def test_what_falls_back_and_what_fails_is_counted(data_folder: Path) -> None:
    with ScriptedServer([failure(500)]) as model:
        of = settings(
            data_folder=data_folder,
            base_url=model.base_url,
            model="scripted",
            max_attempts=2,
            retry_wait_max_seconds=0.01,
        )
        with TestClient(create_app(of)) as client:
            assert client.post(PATH, json={"text": EXAMPLE_TEXT}).status_code == 200
            found = counts(client)
    assert value(found, "tiyao_fallbacks_total", code="chunk_fell_back") > 0
    assert value(found, "tiyao_model_retries_total") > 0
    with ScriptedServer([failure(401)]) as model:
        of = settings(data_folder=data_folder, base_url=model.base_url, model="scripted")
        with TestClient(create_app(of)) as client:
            assert client.post(PATH, json={"text": EXAMPLE_TEXT}).status_code == 502
            assert value(counts(client), "tiyao_reports_total", engine="llm", outcome="model_wrong_key") == 1


def test_jobs_are_counted_in_the_database(data_folder: Path) -> None:
    of = settings(data_folder=data_folder)
    add_jobs(of, queued=3, succeeded=2)
    with TestClient(create_app(of)) as client:
        found = counts(client)
    assert value(found, "tiyao_database_up") == 1
    assert [value(found, "tiyao_jobs", state=state) for state in ("queued", "running", "succeeded")] == [3, 0, 2]
    assert 59 < value(found, "tiyao_oldest_queued_seconds") < 120
    assert value(found, "tiyao_workers") == 0


def test_without_the_database_the_rest_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.sqlite3").write_bytes(b"no database" * 1000)
    with TestClient(create_app(settings(database_url=f"sqlite:///{tmp_path}/broken.sqlite3"))) as client:
        found = counts(client)
    assert value(found, "tiyao_database_up") == 0
    assert not [name for name, _ in found if name == "tiyao_jobs"]
    assert ("tiyao_model_calls_total", frozenset()) in found


def test_metrics_are_for_those_who_run_it(data_folder: Path) -> None:
    of = keyed(data_folder=data_folder)
    with TestClient(create_app(of)) as client:
        assert client.get("/metrics", headers=bearer(make_key(of, "read", "summarize"))).status_code == 403
        counts(client, **bearer(make_key(of, "admin")))


# readiness


def ready(client: TestClient, status: int = 200, **headers: str) -> dict[str, Any]:
    response = client.get("/readyz", headers=headers)
    assert response.status_code == status
    told: dict[str, Any] = response.json()
    assert set(told["checks"]) == {"database", "queue", "model_server"}
    assert all(check["message"] for check in told["checks"].values())
    return told


def statuses(told: dict[str, Any]) -> list[str]:
    return [told["status"], *(told["checks"][name]["status"] for name in ("database", "queue", "model_server"))]


def test_a_service_that_needs_nothing_is_ready() -> None:
    with TestClient(create_app(settings())) as client:
        assert statuses(ready(client)) == ["ready", "ok", "unused", "unused"]


def test_before_it_has_started_it_is_not() -> None:
    assert TestClient(create_app(settings())).get("/readyz").status_code == 503


def test_a_model_server_that_answers(data_folder: Path) -> None:
    with ScriptedServer(obedient) as model, TestClient(create_app(_with(data_folder, model.base_url))) as client:
        told = ready(client, **{"Accept-Language": "en"})
    assert statuses(told) == ["ready", "ok", "unused", "ok"]
    assert (told["engine"], told["model"]) == ("llm", "scripted")
    assert told["checks"]["model_server"]["message"] == "The model server answers."


def test_without_the_model_server_it_is_degraded_and_says_no_more_than_that(data_folder: Path) -> None:
    of = _with(data_folder, "http://127.0.0.1:9/v1", api_key="sk-secret-0123")
    with TestClient(create_app(of)) as client:
        told = ready(client)
    assert statuses(told) == ["degraded", "ok", "unused", "failed"]
    assert "127.0.0.1" not in str(told)
    assert "sk-secret" not in str(told)


def test_a_model_server_that_hangs_holds_nobody_up(data_folder: Path) -> None:
    with silent() as address, TestClient(create_app(_with(data_folder, address))) as client:
        began = time.monotonic()
        assert statuses(ready(client))[0] == "degraded"
        assert time.monotonic() - began < 10
        began = time.monotonic()
        assert statuses(ready(client))[0] == "degraded", "and is not asked again at once"
        assert time.monotonic() - began < 1


@contextmanager
def silent() -> Iterator[str]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"


def test_a_queue_that_nobody_works_on_degrades_it(data_folder: Path) -> None:
    of = settings(data_folder=data_folder)
    add_jobs(of, queued=1)
    with TestClient(create_app(of)) as client:
        assert statuses(ready(client)) == ["degraded", "ok", "failed", "unused"]
    add_worker(of)
    with TestClient(create_app(of)) as client:
        assert statuses(ready(client)) == ["ready", "ok", "ok", "unused"]


def test_without_a_database_that_is_needed_it_is_not_ready() -> None:
    def away() -> None:
        raise StoreError(reason="connection refused")

    async def checks() -> Checks:
        looks = readiness.database(away), readiness.queue(Census), readiness.model(settings())
        return await Readiness(*looks).checks("zh")

    found = asyncio.run(checks())
    assert found.database.status == "failed"
    assert found.database.message == "数据库连不上。"
    assert found.overall() == "unready"


def test_a_database_that_hangs_is_one_that_failed() -> None:
    over = threading.Event()
    began = time.monotonic()

    async def check() -> readiness.Check:
        try:
            return await readiness.bounded(readiness.database(lambda: over.wait(30) and None), "ready_database_failed")
        finally:
            over.set()

    assert asyncio.run(check()) == ("failed", "ready_database_failed")
    assert time.monotonic() - began < 10


def _with(data_folder: Path, base_url: str, **given: Any) -> Settings:
    return settings(data_folder=data_folder, base_url=base_url, model="scripted", **given)


def add_jobs(of: Settings, **numbers: int) -> None:
    """Jobs a minute old, by state."""
    usual = {
        "owner": "local",
        "name": "x",
        "options": {},
        "language": "zh",
        "run": 0,
        "attempts": 0,
        "lost": 0,
        "done": 0,
        "of": 0,
    }
    database = build.database(of)
    with database.writing() as connection:
        for state, number in numbers.items():
            for n in range(number):
                row = {"id": f"{state}{n}", "position": n, "state": state, "created_at_ms": now_ms() - 60_000}
                connection.execute(insert(tables.jobs).values(**usual, **row))
    database.close()


def add_worker(of: Settings) -> None:
    database = build.database(of)
    with database.writing() as connection:
        connection.execute(insert(tables.workers).values(id="w", started_at_ms=now_ms(), seen_at_ms=now_ms()))
    database.close()
