"""Connections that are held and not used, by a real `tiyao serve` with nothing in front of it."""

import json
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import httpx
import pytest

from tests.app.test_serve import served

HEAD_SECONDS = 1.0
MOST = 20
GOOD = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("served") / "log"
    given = {"TIYAO_HEAD_TIMEOUT_SECONDS": str(HEAD_SECONDS), "TIYAO_MAX_CONNECTIONS": str(MOST)}
    with served(log, "--no-worker", **given) as address:
        yield address


def opened(address: str) -> socket.socket:
    at = urlsplit(address)
    return socket.create_connection((str(at.hostname), int(at.port or 0)), timeout=10)


def seconds_until_closed(connection: socket.socket, drop: bytes = b"") -> float:
    """How long the server keeps it, while a `drop` of a request comes every now and then."""
    connection.settimeout(HEAD_SECONDS / 5)
    began = time.monotonic()
    while time.monotonic() - began < 10 * HEAD_SECONDS:
        try:
            if not connection.recv(65_536):
                break
        except TimeoutError:
            connection.sendall(drop)
        except ConnectionError:
            break
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("sent", "drop"),
    [(b"", b""), (b"GET /healthz HT", b""), (b"GET /healthz HTTP/1.1\r\n", b"X: y\r\n")],
    ids=["nothing", "half a line", "a line now and then"],
)
def test_who_never_asks_is_not_waited_for(address: str, sent: bytes, drop: bytes) -> None:
    with opened(address) as connection:
        connection.sendall(sent)
        assert HEAD_SECONDS * 0.9 < seconds_until_closed(connection, drop) < HEAD_SECONDS * 4


def test_nor_is_who_asked_once_and_then_by_halves(address: str) -> None:
    with opened(address) as connection:
        connection.sendall(GOOD)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET /he")
        assert HEAD_SECONDS * 0.9 < seconds_until_closed(connection, b"a") < HEAD_SECONDS * 4


def test_nor_is_who_was_answered_and_goes_on_with_a_body_that_nobody_wants(address: str) -> None:
    with opened(address) as connection:
        connection.sendall(GOOD.replace(b"\r\n\r\n", b"\r\nContent-Length: 100000\r\n\r\n"))
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        assert seconds_until_closed(connection, b"x") < HEAD_SECONDS * 4


def test_who_asks_again_in_time_is_answered_however_often(address: str) -> None:
    at = urlsplit(address)
    connection = HTTPConnection(str(at.hostname), at.port, timeout=10)
    for _ in range(8):
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())) == (200, {"status": "alive"})
        held = connection.sock
        time.sleep(HEAD_SECONDS / 4)
        assert connection.sock is held
    connection.close()


def test_an_answer_that_takes_longer_is_not_cut_off(address: str) -> None:
    """A stream of events goes on while its reader says nothing: its job is queued, and nobody works."""
    job = httpx.post(f"{address}/v1/jobs", json={"text": "云岫县2024年法治政府建设情况报告"}).json()["id"]
    with opened(address) as connection:
        connection.sendall(f"GET /v1/jobs/{job}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert seconds_until_closed(connection) > HEAD_SECONDS * 4


def test_one_too_many_is_told_so_and_the_others_are_served(address: str) -> None:
    time.sleep(HEAD_SECONDS * 2)  # what the other tests left is gone
    held = [opened(address) for _ in range(MOST)]
    try:
        with opened(address) as one_more:
            assert one_more.recv(65_536).startswith(b"HTTP/1.1 503")
        held[0].sendall(GOOD)
        assert held[0].recv(65_536).startswith(b"HTTP/1.1 200")
    finally:
        for one in held:
            one.close()
    time.sleep(0.2)
    assert httpx.get(f"{address}/healthz").status_code == 200
