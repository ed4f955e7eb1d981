"""A login by key: what its cookie opens, from where, and how it ends."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from service import build, credentials
from service.api.auth import COOKIE
from service.app import create_app
from service.settings import Settings
from service.storage import tables
from tests.app.conftest import settings
from tests.app.keyed import bearer, id_of, keyed, make_key, revoke, with_store
from tests.app.test_api import problem

PATH = "/v1/session"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def of(data_folder: Any) -> Settings:
    return keyed(data_folder=data_folder, login_failures_per_minute=3)


@pytest.fixture
def client(of: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(of), raise_server_exceptions=False) as client:
        yield client


def log_in(client: TestClient, token: str, **headers: str) -> Any:
    return client.post(PATH, json={"key": token}, headers=headers)


def rows(of: Settings) -> list[Any]:
    database = build.database(of)
    with database.reading() as connection:
        found = list(connection.execute(select(tables.sessions)).mappings())
    database.close()
    return found


def test_a_key_shown_once_opens_what_it_may(client: TestClient, of: Settings) -> None:
    token = make_key(of, "read")
    assert client.get(PATH).json() == {"keys": True, "name": None, "scopes": None}
    assert client.get("/v1/summaries").status_code == 401
    told = log_in(client, token)
    assert told.status_code == 204
    assert client.get(PATH).json() == {"keys": True, "name": "测试", "scopes": ["read"]}
    assert client.get("/v1/summaries").status_code == 200
    problem(client.post("/v1/jobs", json={"text": "报告"}, headers=OURS), 403, "missing_scope")


def test_the_cookie_is_for_browsers_alone(client: TestClient, of: Settings) -> None:
    token = make_key(of, "read")
    told = log_in(client, token).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/", f"Max-Age={12 * 3600}"} <= set(told.split("; "))
    assert "Secure" not in told
    assert token not in told
    assert token.rsplit("_", 1)[1] not in told
    assert "Secure" in log_in(client, token, Origin="https://testserver").headers["set-cookie"]


def test_what_is_kept_opens_nothing(client: TestClient, of: Settings) -> None:
    log_in(client, make_key(of, "read"))
    (row,) = rows(of)
    cookie = client.cookies[COOKIE]
    assert cookie.split(".")[1] not in str(row)
    client.cookies.clear()
    for wrong in (f"{row['id']}.{row['digest']}", cookie[:-1] + ("0" if cookie[-1] != "0" else "1"), "", "x", "ſ"):
        told = client.get("/v1/summaries", headers={"Cookie": f"{COOKIE}={wrong}".encode()})
        assert "登录已失效" in problem(told, 401, "unauthenticated")["detail"]


def test_logging_out_ends_it_everywhere(client: TestClient, of: Settings) -> None:
    log_in(client, make_key(of, "read"))
    cookie = client.cookies[COOKIE]
    told = client.delete(PATH, headers=OURS)
    assert told.status_code == 204
    assert "Max-Age=0" in told.headers["set-cookie"]
    assert client.get("/v1/summaries", headers={"Cookie": f"{COOKIE}={cookie}"}).status_code == 401
    assert rows(of) == []
    assert client.delete(PATH).status_code == 204


def test_a_wrong_cookie_ends_no_session(client: TestClient, of: Settings) -> None:
    log_in(client, make_key(of, "read"))
    (row,) = rows(of)
    client.delete(PATH, headers={"Cookie": f"{COOKIE}={row['id']}.{'0' * 64}"})
    assert rows(of) == [row]


def test_a_session_ends_with_its_key(client: TestClient, of: Settings) -> None:
    token = make_key(of, "read")
    log_in(client, token)
    assert client.get("/v1/summaries").status_code == 200
    revoke(of, token)
    assert "已吊销" in problem(client.get("/v1/summaries"), 401, "unauthenticated")["detail"]
    assert client.get(PATH).json()["name"] is None


def test_a_session_ends_with_its_keys_secret(client: TestClient, of: Settings) -> None:
    token = make_key(of, "read")
    log_in(client, token)
    with_store(of, "renew", id_of(token), credentials.digest(credentials.issue().secret), None)
    problem(client.get("/v1/summaries"), 401, "unauthenticated")


def test_a_session_is_over_when_its_time_is(client: TestClient, of: Settings) -> None:
    token = make_key(of, "read")
    log_in(client, token)
    database = build.database(of)
    with database.writing() as connection:
        connection.execute(update(tables.sessions).values(expires_at_ms=round(time.time() * 1000) - 1))
    database.close()
    problem(client.get("/v1/summaries"), 401, "unauthenticated")
    log_in(client, token)
    assert len(rows(of)) == 1, "those that are over are not kept"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://example.com"},
        {"Origin": "null"},
        {"Origin": "http://testserver:8080"},
        {"Origin": "http://testserver.example.com"},
        {"Origin": "http://[x"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_by_cookie_only_our_own_pages_write(client: TestClient, of: Settings, headers: dict[str, str]) -> None:
    token = make_key(of, "summarize", "read")
    log_in(client, token)
    for method, path in (("POST", "/v1/jobs"), ("DELETE", f"/v1/summaries/{'0' * 32}"), ("POST", "/v1/summaries")):
        problem(client.request(method, path, json={"text": "报告"}, headers=headers), 403, "foreign_page")
    assert client.get("/v1/summaries", headers=headers).status_code == 200
    with_key = client.delete(f"/v1/summaries/{'0' * 32}", headers={**headers, **bearer(token)})
    problem(with_key, 404, "not_found")


@pytest.mark.parametrize("headers", [OURS, {"Origin": "http://testserver"}, {"Origin": "https://TestServer:443"}])
def test_our_own_pages_do(client: TestClient, of: Settings, headers: dict[str, str]) -> None:
    log_in(client, make_key(of, "summarize"))
    problem(client.delete(f"/v1/summaries/{'0' * 32}", headers=headers), 404, "not_found")


def test_no_page_logs_its_reader_in_or_out(client: TestClient, of: Settings) -> None:
    token = make_key(of, "read")
    for headers in ({"Origin": "https://example.com"}, {"Sec-Fetch-Site": "cross-site"}):
        problem(log_in(client, token, **headers), 403, "foreign_page")
        problem(client.delete(PATH, headers=headers), 403, "foreign_page")


def test_failed_logins_have_to_wait_and_good_ones_do_not_count(client: TestClient, of: Settings) -> None:
    token = make_key(of, "read")
    for _ in range(4):
        assert log_in(client, token).status_code == 204
    for _ in range(3):
        problem(log_in(client, credentials.issue().token), 401, "unauthenticated")
    for one in (token, "x"):
        refused = log_in(client, one)
        problem(refused, 429, "too_many_logins")
        assert 0 < int(refused.headers["retry-after"]) <= 120
    assert client.get("/v1/summaries").status_code == 200, "whoever is in stays in"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 422, "invalid_request"),
        (b"{}", 422, "invalid_request"),
        (b'{"key": 1}', 422, "invalid_request"),
        (b'{"key": "x", "more": 1}', 422, "invalid_request"),
        (b'{"key": "%s"}' % (b"x" * 5000), 413, "body_too_large"),
        (b'{"key": "%s"}' % (b"x" * 1000), 422, "invalid_request"),
    ],
)
def test_what_is_no_login(client: TestClient, body: bytes, status: int, code: str) -> None:
    problem(client.post(PATH, content=body, headers={"Content-Type": "application/json"}), status, code)
    problem(client.post(PATH, content=body, headers={"Content-Type": "text/plain"}), 415, "unsupported_media_type")


def test_a_key_in_the_headers_goes_before_the_cookie(client: TestClient, of: Settings) -> None:
    log_in(client, make_key(of, "read"))
    problem(client.get("/v1/summaries", headers=bearer(credentials.issue().token)), 401, "unauthenticated")
    assert client.get(PATH, headers=bearer(make_key(of, "admin"))).json()["scopes"] == ["admin"]


def test_where_keys_are_off_there_is_nothing_to_log_in_to(data_folder: Any) -> None:
    with TestClient(create_app(settings())) as client:
        assert client.get(PATH).json() == {"keys": False, "name": None, "scopes": None}
        problem(log_in(client, credentials.issue().token), 409, "login_not_needed")
        assert client.delete(PATH).status_code == 204
    assert not data_folder.exists()
