"""Who may come in: every route, with and without keys."""

import asyncio
import hashlib
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import example, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from starlette.testclient import TestClient

from service import credentials
from service.api.openapi import EXAMPLE_TEXT
from service.api.problems import MEDIA_TYPE, OPENAI_PREFIX
from service.app import create_app
from service.settings import Settings
from tests.app.conftest import serving, settings
from tests.app.keyed import PUBLIC, bearer, id_of, keyed, listed, make_key, revoke, routes, with_store

PATH = "/v1/summaries"
ROUTES = sorted(set(routes(create_app(settings()))))
BEHIND = [(method, path) for method, path in ROUTES if path not in PUBLIC]


@pytest.fixture
def of(data_folder: Any) -> Settings:
    return keyed(data_folder=data_folder)


@pytest.fixture
def client(of: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(of), raise_server_exceptions=False) as client:
        yield client


def code(response: Any) -> str:
    if response.request.url.path.startswith(OPENAI_PREFIX):
        return str(response.json()["error"]["code"])
    assert response.headers["content-type"] == MEDIA_TYPE
    return str(response.json()["code"])


def post(client: TestClient, token: str | None, **more: Any) -> Any:
    return client.post(PATH, json={"text": EXAMPLE_TEXT}, headers=bearer(token) if token else {}, **more)


def test_the_walk_finds_the_routes() -> None:
    assert {"/healthz", "/docs", "/openapi.json"} <= {path for _, path in ROUTES}
    assert {("POST", PATH), ("GET", "/readyz"), ("GET", "/metrics")} <= set(BEHIND)


@pytest.mark.parametrize(("method", "path"), BEHIND)
@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Basic eDp5"}, bearer(credentials.issue().token), {"X-API-Key": "x"}]
)
def test_without_a_good_key_there_is_no_way_in(
    client: TestClient, method: str, path: str, headers: dict[str, str]
) -> None:
    response = client.request(method, path, headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith('Bearer realm="tiyao"')
    if method != "HEAD":
        assert code(response) == "unauthenticated"


@pytest.mark.parametrize(("method", "path"), [one for one in ROUTES if one[1] in PUBLIC and one[0] == "GET"])
def test_what_tells_nothing_needs_no_key(client: TestClient, method: str, path: str) -> None:
    no_file_of_the_page = path.startswith("/assets/")
    assert client.request(method, path).status_code == (404 if no_file_of_the_page else 200)


@pytest.mark.parametrize(("method", "path"), BEHIND)
def test_a_key_for_other_things_is_told_which_scope_it_lacks(
    client: TestClient, of: Settings, method: str, path: str
) -> None:
    reads = method in ("GET", "HEAD") or path == "/mcp"
    needed = "admin" if path == "/metrics" else "read" if reads else "summarize"
    others = {"summarize", "read"} - {needed}
    response = client.request(method, path, headers=bearer(make_key(of, *sorted(others))))  # type: ignore[arg-type]
    assert response.status_code == 403
    assert f'scope="{needed}"' in response.headers["www-authenticate"]
    if method != "HEAD":
        assert code(response) == "missing_scope"
        assert needed in response.text


@pytest.mark.parametrize(("method", "path"), BEHIND)
def test_who_may_everything_comes_in_everywhere(client: TestClient, of: Settings, method: str, path: str) -> None:
    response = client.request(method, path, headers=bearer(make_key(of, "admin")))
    assert response.status_code not in (401, 403, 500)


KEYED = create_app(keyed())


@trying(max_examples=200, deadline=None)
@given(
    st.text(max_size=40).map(lambda rest: f"/{rest}")
    | st.builds("".join, st.lists(st.sampled_from(["/", "healthz", "docs", "v1", "summaries", "..", ".", "%2e", ";"]))),
    st.sampled_from(["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "odd"]),
)
@example("//healthz", "GET")
@example("/healthz/", "GET")
@example("/healthz/../metrics", "GET")
@example("/Healthz", "GET")
def test_no_other_address_lets_anybody_in(path: str, method: str) -> None:
    assert path in PUBLIC or status(KEYED, method, path) == 401


def status(app: FastAPI, method: str, path: str) -> int:
    """The status of a request as a server hands it on, whatever its path."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"x")],
        "client": None,
        "server": ("x", 80),
        "state": {},
    }
    asyncio.run(app(scope, receive, send))
    return int(sent[0]["status"])


def test_a_key_in_either_header_is_as_good(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize")
    assert post(client, token).status_code == 200
    for headers in ({"X-API-Key": token}, {"authorization": f"bearer   {token} "}):
        assert client.post(PATH, json={"text": EXAMPLE_TEXT}, headers=headers).status_code == 200


@pytest.mark.parametrize("change", [-1, 0, 40])
def test_one_wrong_digit_is_a_wrong_key(client: TestClient, of: Settings, change: int) -> None:
    token = make_key(of, "summarize")
    place = len(token) - 64 + change if change >= 0 else len(token) - 1
    digit = "0" if token[place] != "0" else "1"
    wrong = token[:place] + digit + token[place + 1 :]
    response = post(client, wrong)
    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["www-authenticate"]
    assert wrong not in response.text
    assert "密钥不正确" in response.json()["detail"]


def test_the_digest_itself_is_no_key(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize")
    digest = hashlib.sha256(token.rsplit("_", 1)[1].encode()).hexdigest()
    assert post(client, f"tiyao_{id_of(token)}_{digest}").status_code == 401


def test_an_expired_key_is_told_so_and_a_renewed_one_is_good(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize", days=-1)
    response = post(client, token)
    assert response.status_code == 401
    assert "已过期" in response.json()["detail"]
    new = credentials.issue(id_of(token))
    with_store(of, "renew", new.id, credentials.digest(new.secret), 1)
    assert post(client, new.token).status_code == 200
    assert post(client, token).status_code == 401


def test_revoking_works_at_once(data_folder: Any) -> None:
    """Within the seconds for which a key is remembered, and not before they matter."""
    of = keyed(data_folder=data_folder, key_cache_seconds=0.5)
    token = make_key(of, "summarize")
    with TestClient(create_app(of)) as client:
        assert post(client, token).status_code == 200
        revoke(of, token)
        began = time.monotonic()
        while post(client, token).status_code == 200:
            assert time.monotonic() - began < 5
        assert "已吊销" in post(client, token).json()["detail"]


def test_a_key_made_while_the_service_runs_is_good(client: TestClient, of: Settings) -> None:
    assert post(client, make_key(of, "summarize")).status_code == 200


def test_a_use_is_noted(client: TestClient, of: Settings) -> None:
    token = make_key(of, "summarize")
    assert listed(of)[0].used_at is None
    post(client, token)
    began = time.monotonic()
    while listed(of)[0].used_at is None:
        assert time.monotonic() - began < 10


def test_without_the_database_nobody_comes_in_and_everybody_is_told_why(tmp_path: Any) -> None:
    folder = tmp_path / "no folder"
    folder.write_text("a file")
    of = keyed(data_folder=folder, database_url=f"sqlite:///{folder}/x.sqlite3")
    with TestClient(create_app(of), raise_server_exceptions=False) as client:
        response = post(client, credentials.issue().token)
        assert response.status_code == 503
        assert code(response) == "store_failed"
        assert int(response.headers["retry-after"]) > 0
        assert client.get("/healthz").status_code == 200


# where keys are off


@pytest.mark.parametrize(
    ("host", "keys", "needed"),
    [
        ("127.0.0.1", "auto", False),
        ("localhost", "auto", False),
        ("::1", "auto", False),
        ("127.8.0.9", "auto", False),
        ("0.0.0.0", "auto", True),  # noqa: S104
        ("::", "auto", True),
        ("192.0.2.1", "auto", True),
        ("nowhere.invalid", "auto", True),
        ("127.0.0.1", "on", True),
        ("0.0.0.0", "off", False),  # noqa: S104
    ],
)
def test_keys_are_asked_for_wherever_others_can_reach(host: str, keys: str, needed: bool) -> None:
    with TestClient(create_app(settings(host=host, keys=keys))) as client:
        assert (post(client, None).status_code == 401) == needed


def test_a_summary_without_keys_needs_no_database(data_folder: Any) -> None:
    with TestClient(create_app(settings())) as client:
        assert post(client, None).status_code == 200
        assert client.get("/metrics").status_code == 200
    assert not data_folder.exists()


FOREIGN = [
    {"Host": "rebound.example.com"},
    {"Host": "rebound.example.com:8000"},
    {"Host": "127.0.0.1.example.com"},
    {"Host": "[x"},
    {"Origin": "https://example.com"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_page_from_elsewhere_cannot_use_a_service_without_keys(headers: dict[str, str]) -> None:
    with TestClient(create_app(settings())) as client:
        response = client.post(PATH, json={"text": EXAMPLE_TEXT}, headers=headers)
    assert response.status_code == 403
    assert code(response) == "foreign_origin"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"},
        {"Host": "[::1]:8000"},
        {"Host": "LOCALHOST.:8000"},
        {"Host": "tiyao.localhost"},
    ],
)
def test_this_machines_own_pages_and_programs_can(headers: dict[str, str]) -> None:
    with TestClient(create_app(settings())) as client:
        assert client.post(PATH, json={"text": EXAMPLE_TEXT}, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", FOREIGN[:3] + FOREIGN[4:])
def test_with_keys_whoever_has_one_may_come_from_anywhere(client: TestClient, of: Settings, headers: Any) -> None:
    with_key = {**bearer(make_key(of, "summarize")), **headers}
    assert client.post(PATH, json={"text": EXAMPLE_TEXT}, headers=with_key).status_code == 200


def test_a_refused_body_is_not_read(of: Settings) -> None:
    """A real connection: it is closed rather than filled with what nobody reads."""
    with serving(create_app(of)) as address:
        response = httpx.post(address + PATH, content=b"x" * 10_000_000, headers={"Content-Type": "text/plain"})
    assert response.status_code == 401
    assert response.headers["connection"] == "close"
