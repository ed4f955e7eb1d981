"""What a key may ask for, and what it is told when that is too much."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from service.api.openapi import EXAMPLE_TEXT
from service.app import create_app
from service.settings import Settings
from tests.app.conftest import serving, settings
from tests.app.keyed import bearer, keyed, make_key

PATH = "/v1/summaries"


@pytest.fixture
def of(data_folder: Any) -> Settings:
    return keyed(data_folder=data_folder, key_requests_per_minute=5, key_reports_per_day=3)


@pytest.fixture
def client(of: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(of), raise_server_exceptions=False) as client:
        yield client


def post(client: TestClient, token: str, text: str = EXAMPLE_TEXT) -> Any:
    return client.post(PATH, json={"text": text}, headers=bearer(token))


def test_too_many_requests_are_told_when_to_come_again(client: TestClient, of: Settings) -> None:
    token = make_key(of, "read")
    answers = [client.get("/readyz", headers=bearer(token)) for _ in range(7)]
    granted = [one for one in answers if one.status_code == 200]
    # A window may end on the way; then some of its requests count a little less.
    assert 5 <= len(granted) <= 6
    assert [int(one.headers["ratelimit-remaining"]) for one in granted][:2] == [4, 3]
    assert granted[0].headers["ratelimit-limit"] == "5"
    assert granted[0].headers["ratelimit-policy"] == "5;w=60"
    assert 0 < int(granted[0].headers["ratelimit-reset"]) <= 60
    refused = answers[-1]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 120
    assert refused.json()["code"] == "too_many_requests"
    assert "5" in refused.json()["detail"]


def test_one_keys_requests_are_not_anothers(client: TestClient, of: Settings) -> None:
    one, other = make_key(of, "read"), make_key(of, "read")
    for _ in range(8):
        last = client.get("/readyz", headers=bearer(one))
    assert last.status_code == 429
    assert client.get("/readyz", headers=bearer(other)).status_code == 200


def test_what_needs_no_key_has_no_limit(client: TestClient) -> None:
    assert {client.get("/healthz").status_code for _ in range(30)} == {200}


def test_a_report_counts_and_a_request_that_holds_none_does_not(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize", requests_per_minute=1000)
    for _ in range(4):
        assert client.post(PATH, json={"txt": EXAMPLE_TEXT}, headers=bearer(token)).status_code == 422
    assert [post(client, token).status_code for _ in range(3)] == [200] * 3
    refused = post(client, token)
    assert refused.status_code == 429
    assert refused.json()["code"] == "daily_limit"
    assert 0 < int(refused.headers["retry-after"]) <= 2 * 86_400


def test_a_keys_own_limit_stands_before_the_services(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize", reports_per_day=1)
    assert [post(client, token).status_code for _ in range(2)] == [200, 429]
    assert post(client, token).headers["ratelimit-limit"] == "5"


def test_reports_of_a_day_are_remembered_over_a_restart(of: Settings) -> None:
    token = make_key(of, "summarize", reports_per_day=1)
    for status in (200, 429):
        with TestClient(create_app(of)) as client:
            assert post(client, token).status_code == status


def test_a_body_over_the_keys_limit_is_not_taken(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize", max_body_bytes=1_000)
    assert post(client, token).status_code == 200
    response = post(client, token, EXAMPLE_TEXT + " " * 1_000)
    assert response.status_code == 413
    assert "1000" in response.json()["detail"]


def test_nor_is_one_that_does_not_tell_its_length(of: Settings) -> None:
    token = make_key(of, "summarize", max_body_bytes=100_000)

    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    with serving(create_app(of)) as address:
        try:
            headers = {"Content-Type": "text/plain", **bearer(token)}
            response = httpx.post(address + PATH, content=endless(), headers=headers)
        except httpx.TransportError:
            return  # it hung up while we were still sending, before its answer was read
    assert response.status_code == 413


def test_where_keys_are_off_there_are_no_limits() -> None:
    with TestClient(create_app(settings(key_requests_per_minute=1))) as client:
        answers = [client.get("/readyz") for _ in range(5)]
    assert {one.status_code for one in answers} == {200}
    assert "ratelimit-limit" not in answers[0].headers
