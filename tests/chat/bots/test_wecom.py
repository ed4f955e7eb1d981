"""What comes to WeCom's address: only what WeCom signed, lately, for this corporation and this application."""

import time
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.chat.bots import wecom_events
from service.chat.bots.wecom_events import Checks
from service.chat_errors import WrongSignature
from tests.chat.bots.gateway import TENANT
from tests.chat.bots.wecom import AES_KEY, AGENT, PATH, TOKEN, FakeWeCom, body, query, sealed


@pytest.fixture(scope="module")
def gateway(gateways: dict[str, Any]) -> FakeWeCom:
    found = gateways["wecom"]
    assert isinstance(found, FakeWeCom)
    return found


def test_the_address_is_checked_by_its_echo(gateway: FakeWeCom) -> None:
    of = sealed("1616140317555161061")
    response = httpx.get(gateway.service + PATH, params={**query(of), "echostr": of})
    assert (response.status_code, response.text) == (200, "1616140317555161061")


def test_the_echo_of_somebody_else_is_refused(gateway: FakeWeCom) -> None:
    of = sealed("1616140317555161061")
    for params in ({}, {"echostr": of}, {**query(of, token="other"), "echostr": of}, {**query("x"), "echostr": of}):  # noqa: S106
        response = httpx.get(gateway.service + PATH, params=params)
        assert response.status_code == 401
        assert "1616140317555161061" not in response.text


@pytest.mark.parametrize(
    ("of", "given"),
    [
        (sealed("<xml/>"), {"token": "other"}),
        (sealed("<xml/>"), {"at": 1_000_000_000}),
        (sealed("<xml/>"), {"at": time.time() + 86_400}),
        (sealed("<xml/>", receiver="another corporation"), {}),
        (sealed("<xml/>", aes_key="b" * 43), {}),
        ("AAAA", {}),
        ("", {}),
        ("é", {}),
        (sealed("no xml"), {}),
    ],
    ids=["token", "old", "ahead", "receiver", "aes key", "too short", "empty", "no base64", "no xml"],
)
def test_what_is_not_theirs_is_refused(gateway: FakeWeCom, of: str, given: dict[str, Any]) -> None:
    response = httpx.post(gateway.service + PATH, params=query(of, **given), content=body(of))
    assert response.status_code == 401
    assert response.json()["code"] == "wrong_signature"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"<xml>",
        b"\xff",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xml><Encrypt>&a;</Encrypt></xml>',
    ],
)
def test_what_is_no_message_is_refused(gateway: FakeWeCom, content: bytes) -> None:
    assert httpx.post(gateway.service + PATH, params=query(""), content=content).status_code == 401


def test_a_huge_body_is_refused(gateway: FakeWeCom) -> None:
    assert httpx.post(gateway.service + PATH, content=b" " * (1024 * 1024 + 1)).status_code == 413


@pytest.mark.parametrize("fields", [{"MsgType": "event", "Event": "enter_agent"}, {"MsgType": "text", "AgentID": 7}])
def test_events_and_messages_to_another_application_are_let_go(gateway: FakeWeCom, fields: dict[str, Any]) -> None:
    since = len(gateway.said)
    gateway.post(gateway.message("u", TENANT, None, Content="帮助", **fields))
    gateway.say("帮助", user="after")
    gateway.heard(1, since)
    assert len(gateway.said) == since + 1


def test_a_token_that_is_no_longer_good_is_got_again(gateway: FakeWeCom) -> None:
    gateway.tokens += 1
    since = len(gateway.said)
    gateway.say("帮助")
    assert "docx" in gateway.heard(1, since)[0].text


CHECKS = Checks(TOKEN, wecom_events.key_of(AES_KEY), TENANT, str(AGENT), 300, time.time)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_what_is_sealed_is_opened(text: str) -> None:
    of = sealed(text)
    assert wecom_events.opened(CHECKS, query(of), of) == text.encode()


@given(st.binary(max_size=200))
def test_whatever_else_is_signed_is_refused(data: bytes) -> None:
    """One who knows the token and not the key."""
    of = data.hex()
    with pytest.raises(WrongSignature):
        wecom_events.opened(CHECKS, query(of), of)


@pytest.mark.parametrize("key", ["", "a" * 42, "a" * 44, "-" * 43])
def test_what_is_no_key_is_told(key: str) -> None:
    with pytest.raises(ValueError, match="EncodingAESKey"):
        wecom_events.key_of(key)
