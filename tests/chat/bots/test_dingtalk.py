"""The stream that DingTalk sends a robot's messages over."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.chat.bots.dingtalk import FakeDingTalk
from tests.chat.bots.gateway import TENANT
from tests.chat.bots.house import house


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeDingTalk]:
    with house(tmp_path_factory.mktemp("dingtalk"), "dingtalk", working=False) as fakes:
        found = fakes["dingtalk"]
        assert isinstance(found, FakeDingTalk)
        yield found


def test_a_message_that_comes_again_is_answered_once(gateway: FakeDingTalk) -> None:
    since = len(gateway.said)
    message = gateway.message("u", TENANT, "again", msgtype="text", text={"content": "帮助"})
    gateway.deliver(message, "frame-a")
    gateway.deliver(message, "frame-a")
    gateway.deliver(message, "frame-b")
    gateway.say("帮助", user="after")
    gateway.heard(2, since)
    assert len(gateway.said) == since + 2


def test_a_group_is_answered_in_the_group(gateway: FakeDingTalk) -> None:
    since = len(gateway.said)
    fields = {"conversationType": "2", "conversationId": "cid-group", "msgtype": "text", "text": {"content": " 帮助 "}}
    gateway.deliver(gateway.message("u", TENANT, None, **fields))
    assert gateway.heard(1, since)[0].to == "cid-group"


def test_rich_text_is_read(gateway: FakeDingTalk) -> None:
    since = len(gateway.said)
    content = {"richText": [{"text": "he"}, {"downloadCode": "picture"}, {"text": "lp"}]}
    gateway.deliver(gateway.message("u", TENANT, None, msgtype="richText", content=content))
    assert "Send the whole report" in gateway.heard(1, since)[0].text


@pytest.mark.parametrize("data", [{}, {"msgId": ""}, {"msgId": "x", "msgtype": "audio", "content": None}])
def test_odd_messages_are_acknowledged(gateway: FakeDingTalk, data: dict[str, Any]) -> None:
    assert gateway.deliver(data) < 3


def test_a_robot_of_nobodys_tenant_is_not_answered(gateway: FakeDingTalk) -> None:
    since = len(gateway.said)
    for message in ({"senderCorpId": "other"}, {"senderCorpId": None}, {"senderStaffId": None}):
        fields = {"msgtype": "text", "text": {"content": "帮助"}, **message}
        gateway.deliver(gateway.message("u", TENANT, None, **fields))
    gateway.say("帮助", user="after")
    gateway.heard(1, since)
    assert len(gateway.said) == since + 1


def test_a_stream_that_is_cut_or_told_to_end_is_opened_again(gateway: FakeDingTalk) -> None:
    for order in ("cut", "told"):
        before, socket = gateway.connections, gateway.socket
        assert socket
        gateway.socket = None
        if order == "cut":
            socket.close()
        else:
            headers = {"topic": "disconnect", "messageId": "d", "contentType": "application/json", "time": "1"}
            told = {"specVersion": "1.0", "type": "SYSTEM", "headers": headers, "data": "{}"}
            socket.send(json.dumps(told))
        since = len(gateway.said)
        gateway.say("帮助")
        gateway.heard(1, since)
        assert gateway.connections == before + 1


def test_what_is_no_json_ends_the_stream_and_it_is_opened_again(gateway: FakeDingTalk) -> None:
    before = gateway.connections
    assert gateway.socket
    socket, gateway.socket = gateway.socket, None
    socket.send("no json")
    since = len(gateway.said)
    gateway.say("帮助")
    gateway.heard(1, since)
    assert gateway.connections == before + 1
