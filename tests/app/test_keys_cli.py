"""`tiyao keys`, as the one who runs the service uses it."""

import json
import re
import signal
import socket
import subprocess
import time
from contextlib import suppress

import httpx
import pytest

from service import credentials
from tests.app.command import TIYAO, environment, on_terminal, tiyao

KEY = re.compile(r"tiyao_[0-9a-f]{12}_[0-9a-f]{64}")


def test_a_key_is_shown_once_and_alone_on_stdout() -> None:
    ran = tiyao("keys", "create", "法制科", "--days", "30")
    assert ran.returncode == 0
    assert KEY.fullmatch(ran.stdout.strip())
    assert "只显示这一次" in ran.stderr
    found = credentials.read(ran.stdout.strip())
    assert found
    for options in ((), ("--json",)):
        listed = tiyao("keys", "list", *options).stdout
        assert found.id in listed
        assert found.secret not in listed
        assert credentials.digest(found.secret) not in listed


def test_what_a_key_may_is_as_it_was_asked_for() -> None:
    options = ("--scope", "admin", "--scope", "read", "--requests-per-minute", "5", "--max-body-bytes", "1000")
    made = json.loads(tiyao("keys", "create", "监控", *options, "--json").stdout)
    assert KEY.fullmatch(made.pop("key"))
    assert made["scopes"] == ["admin", "read"]
    assert (made["limits"]["requests_per_minute"], made["limits"]["reports_per_day"]) == (5, None)
    assert made["expires_at"] is None
    usual = json.loads(tiyao("keys", "create", "法制科", "--json").stdout)
    assert usual["scopes"] == ["summarize", "read"]
    assert [key["name"] for key in json.loads(tiyao("keys", "list", "--json").stdout)] == ["监控", "法制科"]
    assert "requests_per_minute=5" in tiyao("keys", "list").stdout


def test_a_key_adopts_what_was_made_without_one() -> None:
    own = json.loads(tiyao("keys", "create", "法制科", "--json").stdout)
    heir = json.loads(tiyao("keys", "create", "本机", "--adopt-local", "--json").stdout)
    assert own["owner"] == own["id"]
    assert heir["owner"] == "local"
    shown = {line.split()[1]: line for line in tiyao("keys", "list").stdout.splitlines()}
    assert "含未启用密钥时的数据" in shown["本机"]
    assert "含未启用密钥时的数据" not in shown["法制科"]


def test_renewing_and_revoking() -> None:
    first = tiyao("keys", "create", "法制科").stdout.strip()
    found = credentials.read(first)
    assert found
    second = tiyao("keys", "renew", found.id, "--days", "1").stdout.strip()
    assert KEY.fullmatch(second)
    assert (second.split("_")[1], second == first) == (found.id, False)
    for _ in range(2):
        ran = tiyao("keys", "revoke", found.id)
        assert (ran.returncode, "已吊销" in ran.stdout) == (0, True)
    assert "已吊销" in tiyao("keys", "list").stdout
    assert tiyao("keys", "renew", found.id).returncode == 66


@pytest.mark.parametrize("command", ["revoke", "renew"])
def test_a_key_that_is_not_there_is_told(command: str) -> None:
    ran = tiyao("keys", command, "0123456789ab", LANG="en_US.UTF-8")
    assert ran.returncode == 66
    assert "0123456789ab was not found" in ran.stderr
    assert ran.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("create",), 2),
        (("create", " "), 64),
        (("create", "a\nb"), 64),
        (("create", "x" * 201), 64),
        (("create", "x", "--scope", "root"), 2),
        (("create", "x", "--days", "-1"), 2),
        (("create", "x", "--requests-per-minute", "0"), 2),
        (("revoke",), 2),
    ],
)
def test_what_makes_no_sense_makes_no_key(arguments: tuple[str, ...], status: int) -> None:
    assert tiyao("keys", *arguments).returncode == status
    assert "还没有密钥" in tiyao("keys", "list").stdout


def test_a_database_that_cannot_be_used_is_told() -> None:
    ran = tiyao("keys", "list", TIYAO_DATABASE_URL="postgresql://tiyao:s3cret-word@127.0.0.1:9/x")
    assert ran.returncode == 74
    assert "s3cret-word" not in ran.stderr


def test_on_a_terminal_everything_is_to_be_seen() -> None:
    shown = on_terminal(
        "keys", "create", "法制科", LANG="zh_CN.UTF-8", TIYAO_DATA_FOLDER=environment()["TIYAO_DATA_FOLDER"]
    )
    assert KEY.search(shown)
    assert "妥善保存" in shown


def test_a_worker_tells_its_own_counts_where_it_is_asked_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = environment(TIYAO_WORKER_METRICS_PORT=str(port))
    running = subprocess.Popen([TIYAO, "worker"], env=env, stderr=subprocess.PIPE)
    try:
        found = _fetched(f"http://127.0.0.1:{port}/metrics", running)
    finally:
        running.send_signal(signal.SIGTERM)
        _, told = running.communicate(timeout=60)
    assert "tiyao_model_calls_total" in found
    assert {json.loads(line)["level"] for line in told.decode().splitlines()} == {"info"}


def _fetched(url: str, running: subprocess.Popen[bytes]) -> str:
    began = time.monotonic()
    while time.monotonic() - began < 60:
        assert running.poll() is None
        with suppress(httpx.TransportError):
            return httpx.get(url).text
        time.sleep(0.1)
    raise AssertionError("no counts")
