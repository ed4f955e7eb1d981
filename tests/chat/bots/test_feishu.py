"""What comes to Feishu's address: only what Feishu signed, lately, is a message."""

import json
import time
from typing import Any

import httpx
import pytest

from service.chat.bots.feishu import STYLE
from tests.chat.bots.feishu import KEY, PATH, TOKEN, FakeFeishu, sealed, signed
from tests.chat.bots.gateway import TENANT


@pytest.fixture(scope="module")
def gateway(gateways: dict[str, Any]) -> FakeFeishu:
    found = gateways["feishu"]
    assert isinstance(found, FakeFeishu)
    return found


def post(gateway: FakeFeishu, body: bytes, headers: dict[str, str]) -> httpx.Response:
    return httpx.post(gateway.service + PATH, content=body, headers=headers)


def help_asked(gateway: FakeFeishu, **given: Any) -> dict[str, Any]:
    return gateway.message("text", {"text": "帮助"}, **{"user": "u", "tenant": TENANT, **given})


def refused(gateway: FakeFeishu, response: httpx.Response, since: int) -> None:
    """It is 401, in words, and nothing was answered: what is asked next is answered first."""
    assert response.status_code == 401, response.text
    assert response.json()["code"] == "wrong_signature"
    gateway.say("帮助", user="after")
    gateway.heard(1, since)
    assert len(gateway.said) == since + 1


def test_the_address_is_checked_by_its_challenge(gateway: FakeFeishu) -> None:
    body = sealed({"type": "url_verification", "token": TOKEN, "challenge": '说"一"'})
    response = post(gateway, body, {"Content-Type": "application/json"})
    assert response.json() == {"challenge": '说"一"'}


@pytest.mark.parametrize(
    ("event", "key"),
    [({"type": "url_verification", "token": "other", "challenge": "x"}, KEY),
     ({"type": "url_verification", "token": TOKEN, "challenge": "x"}, "other key"),
     ({"type": "url_verification", "challenge": "x"}, KEY),
     ([], KEY)],
)  # fmt: skip
def test_a_challenge_of_somebody_else_is_refused(gateway: FakeFeishu, event: Any, key: str) -> None:
    response = post(gateway, sealed(event, key), {})
    assert response.status_code == 401
    assert "x" not in response.json().get("challenge", "")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Lark-Signature": "0" * 64},
        {"X-Lark-Signature": "é".encode().decode("latin-1")},
        {"X-Lark-Request-Timestamp": "99999999999999999999"},
        {"X-Lark-Request-Timestamp": "soon"},
        {"X-Lark-Request-Nonce": "another"},
    ],
)
def test_a_wrong_signature_is_refused(gateway: FakeFeishu, headers: dict[str, str]) -> None:
    since, body = len(gateway.said), sealed(help_asked(gateway))
    of = {**signed(body), **headers} if headers else {}
    refused(gateway, post(gateway, body, {name: value.encode("latin-1") for name, value in of.items()}), since)  # type: ignore[misc]


@pytest.mark.parametrize("seconds", [-360, 360])
def test_an_old_timestamp_is_refused_though_its_signature_is_good(gateway: FakeFeishu, seconds: float) -> None:
    since, body = len(gateway.said), sealed(help_asked(gateway))
    refused(gateway, post(gateway, body, signed(body, at=time.time() + seconds)), since)


@pytest.mark.parametrize("wrong", ["plain", "token", "key"])
def test_what_is_not_encrypted_or_not_theirs_is_refused(gateway: FakeFeishu, wrong: str) -> None:
    since, event = len(gateway.said), help_asked(gateway)
    if wrong == "token":
        event["header"]["token"] = "another"  # noqa: S105
    body = json.dumps(event).encode() if wrong == "plain" else sealed(event, "another" if wrong == "key" else KEY)
    refused(gateway, post(gateway, body, signed(body)), since)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"encrypt": 1}', b'{"encrypt": "!"}', b'{"encrypt": ""}', b"\xff", b"[" * 50_000],
)
def test_what_is_no_event_is_refused(gateway: FakeFeishu, body: bytes) -> None:
    assert post(gateway, body, signed(body)).status_code == 401


def test_a_huge_body_is_refused(gateway: FakeFeishu) -> None:
    assert post(gateway, b" " * (1024 * 1024 + 1), {}).status_code == 413


@pytest.mark.parametrize("change", [{"sender_type": "app"}, {"event_type": "im.chat.updated_v1"}, {"message": None}])
def test_what_is_no_message_of_a_person_is_acknowledged_and_let_go(gateway: FakeFeishu, change: dict[str, Any]) -> None:
    since, event = len(gateway.said), help_asked(gateway)
    event["event"]["sender"].update({k: v for k, v in change.items() if k == "sender_type"})
    event["header"].update({k: v for k, v in change.items() if k == "event_type"})
    event["event"].update({k: v for k, v in change.items() if k == "message"})
    gateway.post(event)
    gateway.say("帮助", user="after")
    gateway.heard(1, since)
    assert len(gateway.said) == since + 1


def test_a_rich_text_and_a_mention_are_read(gateway: FakeFeishu) -> None:
    since = len(gateway.said)
    lines = [[{"tag": "at", "user_id": "@_user_1", "user_name": "提要"}, {"tag": "text", "text": "帮助"}]]
    gateway.post(gateway.message("post", {"title": "", "content": lines}, user="u", tenant=TENANT))
    gateway.post(gateway.message("text", {"text": "@_user_1 help"}, user="u", tenant=TENANT))
    told = gateway.heard(2, since)
    assert any("docx" in one.text and "发送报告全文" in one.text for one in told)
    assert any("Send the whole report" in one.text for one in told)


def test_the_next_event_of_a_message_is_the_same_message(gateway: FakeFeishu) -> None:
    """Feishu may send a message again as another event."""
    since, event = len(gateway.said), help_asked(gateway)
    gateway.post(event)
    event["header"]["event_id"] = "another"
    gateway.post(event)
    gateway.say("帮助", user="after")
    gateway.heard(2, since)
    assert len(gateway.said) == since + 2


def test_no_markup_of_a_report_reaches_a_card() -> None:
    assert STYLE.escape("<at id=all></at>[a](b)*c*`") == (
        "&#60;at id=all&#62;&#60;/at&#62;&#91;a&#93;(b)&#42;c&#42;&#96;"
    )
