"""What every answer tells browsers, and the id that a request goes by."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.api import problems
from service.api.logs import Logged
from service.api.openapi import EXAMPLE_TEXT
from service.api.security import HEADERS, SecureHeaders
from service.app import create_app
from tests.app.conftest import settings
from tests.app.keyed import keyed, routes

ROUTES = sorted(set(routes(create_app(settings()))))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(settings()), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(("method", "path"), [*ROUTES, ("GET", "/nowhere"), ("PUT", "/v1/summaries")])
def test_every_answer_has_the_headers_that_guard_it(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    for name, value in HEADERS.items():
        assert path in {"/docs", "/"} or response.headers[name] == value
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-request-id"]


def test_a_refusal_at_the_door_has_them_too() -> None:
    with TestClient(create_app(keyed())) as client:
        response = client.get("/v1/summaries")
    assert response.status_code == 401
    assert dict(HEADERS).items() <= {name: response.headers[name] for name in HEADERS}.items()
    assert response.headers["x-request-id"]


def test_so_has_a_mistake_of_ours() -> None:
    app = FastAPI()
    problems.install(app)
    app.add_middleware(Logged, watch=lambda *_: None)
    app.add_middleware(SecureHeaders)

    @app.get("/")
    def broken() -> None:
        raise RuntimeError("报告的内容")

    with TestClient(app) as client:
        response = client.get("/")
    assert response.status_code == 500
    assert response.json()["code"] == "internal"
    assert "内容" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-request-id"]


def test_a_summary_is_kept_nowhere(client: TestClient) -> None:
    response = client.post("/v1/summaries", json={"text": EXAMPLE_TEXT})
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("given", ["a", "0b5c.1-2_3:4", "x" * 128])
def test_a_well_formed_request_id_is_kept(client: TestClient, given: str) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", " ", "x" * 129, "a b", "a\tb", 'a"b', "<script>", "é"])
def test_any_other_is_replaced(client: TestClient, given: str) -> None:
    found = client.get("/healthz", headers={"X-Request-Id": given.encode()}).headers["x-request-id"]
    assert found != given
    assert len(found) == 32
