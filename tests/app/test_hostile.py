"""Clients that mean ill, or are in a bad way: nothing that they send is our mistake, and nobody else waits for them."""

import asyncio
import itertools
import json
import socket
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from starlette.testclient import TestClient

from service.api.openapi import EXAMPLE_TEXT
from service.app import create_app
from tests.app.conftest import serving, settings
from tests.scripted import ScriptedServer
from tests.scripted.obedient import obedient
from tests.unit.storage.conftest import KINDS, postgres_schema

LINES = {"Content-Type": "application/x-ndjson"}
LISTS = ("/v1/jobs", "/v1/batches", "/v1/summaries", "/v1/search", "/v1/figures?name=x")
AT_ONCE = 20
STREAMS = 100
SILENCE_SECONDS = 0.5
postgres_url = pytest.fixture(postgres_schema, scope="module")


@pytest.fixture(scope="module", params=KINDS[1:])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path_factory.mktemp('of')}/jobs.sqlite3"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    with TestClient(create_app(settings(database_url=url)), raise_server_exceptions=False) as client:
        yield client


def lines(number: int) -> bytes:
    return "\n".join(json.dumps({"text": EXAMPLE_TEXT, "name": f"{n}"}) for n in range(number)).encode()


@pytest.fixture(scope="module")
def batch(client: TestClient) -> str:
    return str(client.post("/v1/batches", content=lines(3), headers=LINES).json()["id"])


# lists


@trying(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(-1, 10**19), word=st.sampled_from(["r", "0", "9" * 9, "9" * 10, "abc", ""]))
@example(number=2**31, word="a")
@example(number=2**63, word="r")
def test_a_cursor_is_taken_or_refused(client: TestClient, batch: str, number: int, word: str) -> None:
    cursor = urlsafe_b64encode(f"{number}.{word}".encode()).decode().rstrip("=")
    for path in (*LISTS, f"/v1/jobs?batch={batch}"):
        answer = client.get(path, params=[*httpx.URL(path).params.multi_items(), ("cursor", cursor)])
        assert answer.status_code in (200, 422), (path, answer.text)


def test_so_is_one_of_another_list(client: TestClient, batch: str) -> None:
    paths = ["/v1/jobs?limit=1", "/v1/batches?limit=1", f"/v1/jobs?limit=1&batch={batch}"]
    client.post("/v1/batches", content=lines(1), headers=LINES)
    cursors = [client.get(path).json()["next"] for path in paths]
    assert all(cursors)
    for path, cursor in itertools.product(
        [*paths, *(f"{path}{'&' if '?' in path else '?'}limit=1" for path in LISTS)], cursors
    ):
        assert client.get(f"{path}&cursor={cursor}").status_code in (200, 422)


@pytest.mark.parametrize("word", ["%00", "%ff%fe", "%ed%a0%80", "a%00b", "%25_%5C", "x" * 5_000, "%F0%9F%98%80" * 50])
def test_any_bytes_may_be_looked_for(client: TestClient, batch: str, word: str) -> None:
    names = ("name", "text", "q", "region", "unit", "kind", "state", "year", "batch", "format")
    for path, name in itertools.product((*LISTS, f"/v1/batches/{batch}/results"), names):
        answer = client.get(f"{path}{'&' if '?' in path else '?'}{name}={word}")
        assert answer.status_code in (200, 422), (path, name, answer.text)


# the same again, at the same time


@pytest.mark.parametrize(("path", "media"), [("/v1/jobs", "application/json"), ("/v1/batches", LINES["Content-Type"])])
def test_the_same_request_at_the_same_time_is_done_once(client: TestClient, path: str, media: str) -> None:
    def post(number: int) -> httpx.Response:
        body = json.dumps({"text": f"{EXAMPLE_TEXT}{number % 2}"})
        return client.post(path, content=body, headers={"Content-Type": media, "Idempotency-Key": f"{path} at once"})

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(post, range(AT_ONCE)))
    made = [number for number, answer in enumerate(answers) if answer.status_code == 202]
    assert len({answers[number].json()["id"] for number in made}) == 1
    assert {number % 2 for number in made} in ({0}, {1}), "a request is not taken for another"
    assert len(made) == AT_ONCE // 2
    assert {answer.json()["code"] for answer in answers if answer.status_code != 202} == {"key_reused"}


# bodies that do not come to their end


@pytest.fixture(scope="module")
def impatient() -> Iterator[str]:
    with ScriptedServer(lambda request: obedient(request, delay=2 * SILENCE_SECONDS)) as model:
        given: dict[str, Any] = {
            "base_url": model.base_url,
            "model": "scripted",
            "body_timeout_seconds": SILENCE_SECONDS,
        }
        with serving(create_app(settings(**given))) as address:
            yield address


def connected(address: str, path: str, media: str, length: int, **headers: str) -> socket.socket:
    """A connection on which the head of a request was sent."""
    at = urlsplit(address)
    opened = socket.create_connection((str(at.hostname), int(at.port or 0)), timeout=30)
    told = {"Host": at.netloc, "Content-Type": media, "Content-Length": str(length), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    opened.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode())
    return opened


def answered(opened: socket.socket) -> tuple[int, str]:
    """The status and the rest of what comes until the server closes the connection."""
    with opened, opened.makefile("rb") as coming:
        status = int(coming.readline().split()[1])
        return status, coming.read().decode()


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/batches", "/v1/summaries"])
@pytest.mark.parametrize(
    "media", ["application/json", LINES["Content-Type"], "application/zip", "multipart/form-data; boundary=b"]
)
def test_a_body_that_stops_coming_is_given_up(impatient: str, path: str, media: str) -> None:
    began = time.monotonic()
    opened = connected(impatient, path, media, 1_000)
    opened.sendall(b"--b\r\n")
    status, told = answered(opened)
    assert (status, '"slow_body"' in told) == (408, True) or status == 415
    assert time.monotonic() - began < 20


def test_a_body_that_comes_slowly_is_waited_for_and_so_is_its_summary(impatient: str) -> None:
    body = json.dumps({"text": EXAMPLE_TEXT}).encode()
    opened = connected(impatient, "/v1/summaries", "application/json", len(body), Connection="close")
    step = len(body) // 5
    for start in range(0, len(body), step):
        opened.sendall(body[start : start + step])
        time.sleep(SILENCE_SECONDS / 4)
    status, told = answered(opened)
    assert status == 200, told
    assert '"engine":"llm"' in told


def test_who_hangs_up_while_waiting_leaves_no_job() -> None:
    with ScriptedServer(lambda request: obedient(request, delay=30)) as model:
        given: dict[str, Any] = {"base_url": model.base_url, "model": "scripted"}
        with serving(create_app(settings(**given))) as address:
            body = json.dumps({"text": EXAMPLE_TEXT}).encode()
            for _ in range(AT_ONCE):
                opened = connected(address, "/v1/summaries", "application/json", len(body), Prefer="wait=2")
                opened.sendall(body)
                opened.close()
            time.sleep(3)
            assert httpx.get(f"{address}/v1/jobs").json()["jobs"] == []


# many who follow


def test_a_hundred_follow_one_batch(impatient: str) -> None:
    batch = httpx.post(f"{impatient}/v1/batches", content=lines(5), headers=LINES).json()["id"]

    async def follow(client: httpx.AsyncClient) -> list[str]:
        async with client.stream("GET", f"/v1/batches/{batch}/events") as answer:
            return [line async for line in answer.aiter_lines() if line.startswith("event: ")]

    async def all_of_them() -> tuple[float, list[list[str]]]:
        most = httpx.Limits(max_connections=STREAMS + 5)
        async with httpx.AsyncClient(base_url=impatient, timeout=60, limits=most) as client:
            following = [asyncio.create_task(follow(client)) for _ in range(STREAMS)]
            await asyncio.sleep(1)
            began = time.monotonic()
            assert (await client.get("/v1/jobs")).status_code == 200
            waited = time.monotonic() - began
            await client.delete(f"/v1/batches/{batch}")
            return waited, await asyncio.gather(*following)

    waited, seen = asyncio.run(all_of_them())
    assert waited < 10
    assert seen == [["event: queued"] * 5 + ["event: cancelled"] * 5] * STREAMS
