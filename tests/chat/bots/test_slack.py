"""What comes to Slack's address: only what Slack signed, lately, is a message."""

import json
import time
from typing import Any

import httpx
import pytest

from service.chat.bots import slack_events
from tests.chat.bots.gateway import TENANT
from tests.chat.bots.slack import PATH, FakeSlack, signed


@pytest.fixture(scope="module")
def gateway(gateways: dict[str, Any]) -> FakeSlack:
    found = gateways["slack"]
    assert isinstance(found, FakeSlack)
    return found


def post(gateway: FakeSlack, body: bytes, headers: dict[str, Any]) -> httpx.Response:
    return httpx.post(gateway.service + PATH, content=body, headers=headers)


def test_the_address_is_checked_by_its_challenge(gateway: FakeSlack) -> None:
    body = json.dumps({"type": "url_verification", "token": "x", "challenge": "abc"}).encode()
    assert post(gateway, body, signed(body)).json() == {"challenge": "abc"}
    refused = post(gateway, body, signed(body, secret="other"))  # noqa: S106
    assert refused.status_code == 401
    assert "abc" not in refused.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": b"v0=" + b"0" * 64},
        {"X-Slack-Signature": b""},
        {"X-Slack-Signature": "é".encode()},
        {"X-Slack-Request-Timestamp": b"soon"},
        {"X-Slack-Request-Timestamp": b""},
        {"X-Slack-Request-Timestamp": b"9" * 30},
    ],
)
def test_a_wrong_signature_is_refused(gateway: FakeSlack, headers: dict[str, bytes]) -> None:
    since = len(gateway.said)
    body = json.dumps(gateway.message("u", TENANT, None, text="help")).encode()
    response = post(gateway, body, {**{k: v.encode() for k, v in signed(body).items()}, **headers})
    assert response.status_code == 401
    assert response.json()["code"] == "wrong_signature"
    gateway.say("help", user="after")
    gateway.heard(1, since)
    assert len(gateway.said) == since + 1


@pytest.mark.parametrize("seconds", [-360, 360])
def test_an_old_timestamp_is_refused_though_its_signature_is_good(gateway: FakeSlack, seconds: float) -> None:
    body = json.dumps(gateway.message("u", TENANT, None, text="help")).encode()
    assert post(gateway, body, signed(body, at=time.time() + seconds)).status_code == 401


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"event": 1}', b"payload=%7B%7D", b"ssl_check=1"])
def test_what_is_no_event_is_no_mistake_of_ours(gateway: FakeSlack, body: bytes) -> None:
    assert post(gateway, body, {}).status_code == 401
    assert post(gateway, body, signed(body)).status_code < 500


def test_bytes_that_are_no_text_are_refused(gateway: FakeSlack) -> None:
    assert post(gateway, b"\xff", signed(b"\xff")).status_code == 401


def test_a_huge_body_is_refused(gateway: FakeSlack) -> None:
    assert post(gateway, b" " * (1024 * 1024 + 1), {}).status_code == 413


def test_slacks_own_retries_are_answered_once(gateway: FakeSlack) -> None:
    since, event = len(gateway.said), gateway.message("u", TENANT, None, text="help")
    gateway.post(event)
    for number in (1, 2, 3):
        gateway.post(event, **{"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"})
    gateway.say("help", user="after")
    gateway.heard(2, since)
    assert len(gateway.said) == since + 2


def test_in_a_channel_only_what_names_the_bot_is_answered_and_in_a_thread(gateway: FakeSlack) -> None:
    since = len(gateway.said)
    channel = {"channel": "C1", "channel_type": "channel", "ts": "1700000001.000100"}
    gateway.post(gateway.message("u", TENANT, None, text="<@UBOT> help", **channel))
    gateway.post(gateway.message("u", TENANT, None, type="app_mention", text="<@UBOT> help", **channel))
    gateway.say("help", user="after")
    told = {one.to: one for one in gateway.heard(2, since)}
    assert set(told) == {"C1", "Dafter"}
    assert told["C1"].raw["thread_ts"] == "1700000001.000100"
    assert len(gateway.said) == since + 2


@pytest.mark.parametrize("fields", [{"bot_id": "B1"}, {"subtype": "message_changed"}, {"type": "reaction_added"}])
def test_what_is_no_message_of_a_person_is_acknowledged_and_let_go(gateway: FakeSlack, fields: dict[str, Any]) -> None:
    since = len(gateway.said)
    gateway.post(gateway.message("u", TENANT, None, text="help", **fields))
    gateway.say("help", user="after")
    gateway.heard(1, since)
    assert len(gateway.said) == since + 1


def test_the_token_goes_to_no_other_host(gateway: FakeSlack) -> None:
    since, calls = len(gateway.said), len(gateway.calls)
    elsewhere = gateway.url.replace("127.0.0.1", "localhost") + "/files-pri/F1"
    file = {"id": "F1", "name": "a.txt", "url_private": elsewhere}
    gateway.post(gateway.message("u", TENANT, None, text="", subtype="file_share", files=[file]))
    gateway.heard(1, since)
    assert not any("files-pri" in call.path for call in gateway.calls[calls:])


def test_of_many_files_the_first_are_read_and_that_is_told(gateway: FakeSlack) -> None:
    since = len(gateway.said)
    files = [{"id": str(n), "name": "a.txt", "url_private": "https://elsewhere.example/a.txt"} for n in range(7)]
    gateway.post(gateway.message("u", TENANT, None, text="", subtype="file_share", files=files))
    assert "前 5 个文件" in gateway.heard(6, since)[-1].text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<@U1> 有哪些问题？", "有哪些问题？"),
        ("&lt;a&gt; &amp; b", "<a> & b"),
        ("见 <https://a.example|公告>", "见 公告"),
        ("<https://a.example>", "https://a.example"),
        ("<!channel> x", "x"),
    ],
)
def test_markup_is_taken_out(text: str, plain: str) -> None:
    assert slack_events.plain(text) == plain
