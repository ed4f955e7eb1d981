"""What was made with one key is nobody else's, on any route; and what is made counts against the key that makes it."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from service import build
from service.api.openapi import EXAMPLE_TEXT
from service.app import create_app
from service.settings import Settings
from service.storage import attempts
from tests.app.conftest import settings
from tests.app.keyed import bearer, keyed, make_key

ALL = [
    (method, str(route.path))
    for route in iter_route_contexts(create_app(settings()).routes)
    for method in route.methods or ()
]
WITH_ID = sorted((method, path) for method, path in ALL if "{" in path)
LISTS = sorted(
    path
    for method, path in ALL
    if method == "GET" and path in ("/v1/jobs", "/v1/batches", "/v1/summaries", "/v1/search", "/v1/figures", "/v1/gold")
)


@pytest.fixture
def of(data_folder: Any) -> Settings:
    return keyed(data_folder=data_folder, key_max_queued_jobs=3, key_reports_per_day=100)


@pytest.fixture
def client(of: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(of), raise_server_exceptions=False) as client:
        yield client


def post_job(client: TestClient, token: str) -> Any:
    return client.post("/v1/jobs", json={"text": EXAMPLE_TEXT}, headers=bearer(token))


def post_batch(client: TestClient, token: str, number: int, **headers: str) -> Any:
    lines = "\n".join(json.dumps({"text": EXAMPLE_TEXT, "name": f"报告{n}"}) for n in range(number))
    more = {"Content-Type": "application/x-ndjson", **bearer(token), **headers}
    return client.post("/v1/batches", content=lines.encode(), headers=more)


def test_there_are_routes_to_try() -> None:
    assert len(WITH_ID) >= 8
    assert {"/v1/jobs", "/v1/batches"} <= set(LISTS)


@pytest.mark.parametrize(("method", "path"), WITH_ID)
def test_no_key_but_its_own_comes_at_a_job_or_a_batch(client: TestClient, of: Settings, method: str, path: str) -> None:
    mine, other = make_key(of, "summarize", "read"), make_key(of, "admin")
    made = [post_job(client, mine).json(), post_batch(client, mine, 2).json()]
    for one in made:
        address = path.replace(path[path.index("{") : path.index("}") + 1], one["id"])
        for query in ("", "?purge=true"):
            response = client.request(method, address + query, headers=bearer(other))
            assert response.status_code in (404, 405)
            assert EXAMPLE_TEXT[:9] not in response.text
    for one, kind in zip(made, ("jobs", "batches"), strict=True):
        assert client.get(f"/v1/{kind}/{one['id']}", headers=bearer(mine)).json() == one


@pytest.mark.parametrize("path", LISTS)
def test_no_list_tells_of_others(client: TestClient, of: Settings, path: str) -> None:
    mine, other = make_key(of, "summarize", "read"), make_key(of, "admin")
    made = [post_job(client, mine).json()["id"], post_batch(client, mine, 2).json()["id"]]
    response = client.get(path, headers=bearer(other))
    assert not any(one in response.text for one in made)
    assert "报告" not in response.text


def test_jobs_that_wait_are_limited(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize", "read")
    assert [post_job(client, token).status_code for _ in range(4)] == [202, 202, 202, 429]
    refused = post_job(client, token)
    assert refused.json()["code"] == "too_many_queued"
    assert int(refused.headers["retry-after"]) > 0
    assert post_job(client, make_key(of, "summarize")).status_code == 202


def test_a_batch_over_the_limit_is_not_accepted_at_all_and_costs_nothing(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize", "read", max_queued_jobs=100, reports_per_day=5)
    refused = post_batch(client, token, 6)
    assert refused.status_code == 429
    assert refused.json()["code"] == "daily_limit"
    assert "retry-after" not in refused.headers, "no wait makes it fit"
    assert client.get("/v1/batches", headers=bearer(token)).json()["batches"] == []
    assert client.get("/v1/jobs", headers=bearer(token)).json()["jobs"] == []
    assert post_batch(client, token, 5).status_code == 202
    assert post_job(client, token).status_code == 429


def test_the_same_batch_again_costs_nothing(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize", "read", reports_per_day=2)
    first, again = (post_batch(client, token, 2, **{"Idempotency-Key": "once"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.headers["location"] == again.headers["location"]


def test_nor_does_the_same_job(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize", "read", reports_per_day=1)
    more = {"Idempotency-Key": "once", **bearer(token)}
    first, again = (client.post("/v1/jobs", json={"text": EXAMPLE_TEXT}, headers=more) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["id"] == again.json()["id"]
    assert post_job(client, token).status_code == 429


def fail_all(of: Settings) -> None:
    """What a worker does with jobs that come to nothing."""
    with contextlib.closing(build.database(of)) as database, database.writing() as connection:
        for job, run, _ in attempts.due(connection, 100):
            begun = attempts.begin(connection, job, run, "w")
            assert begun
            attempts.fail(connection, begun, {"code": "crashed", "details": {}})


def test_doing_again_waits_in_the_same_queue(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize", "read")
    batch = post_batch(client, token, 2).json()["id"]
    alone = post_job(client, token).json()["id"]
    fail_all(of)
    assert [post_job(client, token).status_code for _ in range(2)] == [202, 202]
    refused = client.post(f"/v1/batches/{batch}/retry", headers=bearer(token))
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_queued")
    assert int(refused.headers["retry-after"]) > 0
    assert client.get(f"/v1/batches/{batch}", headers=bearer(token)).json()["counts"]["failed"] == 2
    assert client.post(f"/v1/jobs/{alone}/retry", headers=bearer(token)).status_code == 202
    assert client.post(f"/v1/jobs/{alone}/retry", headers=bearer(token)).status_code == 409, "nothing more would wait"


def test_what_is_waited_for_becomes_a_job_where_there_is_room(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize", "read", max_queued_jobs=1)
    asked = {"json": {"text": EXAMPLE_TEXT}, "headers": {**bearer(token), "Prefer": "respond-async"}}
    answers = [client.post("/v1/summaries", **asked) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 429]
    assert answers[1].json()["code"] == "too_many_queued"


def test_what_was_made_without_keys_is_nobodys_but_an_heirs(of: Settings) -> None:
    with TestClient(create_app(of.model_copy(update={"keys": "off"}))) as client:
        made = client.post("/v1/jobs", json={"text": EXAMPLE_TEXT}).json()["id"]
    with TestClient(create_app(of)) as client:
        heirs, other = [make_key(of, "read", heir=True) for _ in range(2)], make_key(of, "admin")
        for heir in heirs:
            assert client.get(f"/v1/jobs/{made}", headers=bearer(heir)).status_code == 200
        assert client.get(f"/v1/jobs/{made}", headers=bearer(other)).status_code == 404
    with TestClient(create_app(of.model_copy(update={"keys": "off"}))) as client:
        assert client.get(f"/v1/jobs/{made}").status_code == 200, "keys may be switched off again"
