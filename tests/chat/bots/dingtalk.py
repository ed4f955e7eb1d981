"""DingTalk as its robots see it: a websocket that the robot opens, acknowledged messages, the robot's API, files."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from websockets.sync.server import Server, ServerConnection, serve

from tests.chat.bots.gateway import PATIENCE_SECONDS, TENANT, USER, Answer, Call, Gateway, Said

TOPIC = "/v1.0/im/bot/messages/get"


class FakeDingTalk(Gateway):
    name = "dingtalk"
    secrets: ClassVar[dict[str, Any]] = {"client_id": "robot", "client_secret": "app-secret"}

    def __init__(self) -> None:
        super().__init__()
        self.socket: ServerConnection | None = None
        self.connections = 0
        self._acknowledged: dict[str, Any] = {}
        self._stream: Server = serve(self._follow, "127.0.0.1", 0)
        self._following = threading.Thread(target=self._stream.serve_forever)

    def __enter__(self) -> Self:
        self._following.start()
        return super().__enter__()

    def __exit__(self, *arguments: object) -> None:
        self._stream.shutdown()
        self._following.join()
        super().__exit__(*arguments)

    def _follow(self, socket: ServerConnection) -> None:
        assert socket.request
        assert socket.request.path == "/connect?ticket=ticket%2F1"
        self.socket = socket
        self.connections += 1
        for received in socket:
            ack = json.loads(received)
            self._acknowledged[ack["headers"]["messageId"]] = ack

    def deliver(self, data: dict[str, Any], frame: str | None = None) -> float:
        """Send a callback; the seconds until it is acknowledged."""
        id = frame or f"frame-{next(self.numbers)}"
        self._acknowledged.pop(id, None)
        headers = {"appId": "a", "topic": TOPIC, "messageId": id, "contentType": "application/json", "time": "1"}
        text = json.dumps({"specVersion": "1.0", "type": "CALLBACK", "headers": headers, "data": json.dumps(data)})
        began = time.monotonic()
        for _ in self._until(lambda: self.socket):
            pass
        assert self.socket
        self.socket.send(text)
        for _ in self._until(lambda: id in self._acknowledged):
            pass
        assert self._acknowledged[id]["code"] == 200
        return time.monotonic() - began

    def _until(self, done: Any) -> Iterator[None]:
        began = time.monotonic()
        while not done():
            assert time.monotonic() - began < PATIENCE_SECONDS
            time.sleep(0.01)
            yield

    def message(self, user: str, tenant: str, event: str | None, **fields: Any) -> dict[str, Any]:
        return {
            "msgId": event or self.event(),
            "conversationId": f"cid-{user}",
            "conversationType": "1",
            "senderStaffId": user,
            "senderCorpId": tenant,
            "chatbotCorpId": tenant,
            "createAt": round(time.time() * 1000),
            "robotCode": "robot",
            **fields,
        }

    def say(self, text: str, *, user: str = USER, tenant: str = TENANT, event: str | None = None) -> float:
        return self.deliver(self.message(user, tenant, event, msgtype="text", text={"content": text}))

    def send_file(self, name: str, data: bytes, *, user: str = USER) -> float:
        self.files["code"] = data
        content = {"downloadCode": "code", "fileName": name}
        return self.deliver(self.message(user, TENANT, None, msgtype="file", content=content))

    def answer(self, call: Call) -> Answer:
        if call.path == "/v1.0/gateway/connections/open":
            assert call.json["clientSecret"] == "app-secret"
            assert {"type": "CALLBACK", "topic": TOPIC} in call.json["subscriptions"]
            port = self._stream.socket.getsockname()[1]
            return Answer({"endpoint": f"ws://127.0.0.1:{port}/connect", "ticket": "ticket/1"})
        if call.path == "/v1.0/oauth2/accessToken":
            assert call.json == {"appKey": "robot", "appSecret": "app-secret"}
            return Answer({"accessToken": "token", "expireIn": 7200})
        if call.path.startswith("/oss/"):
            return Answer(self.files[call.path.rsplit("/", 1)[1]])
        assert call.headers["x-acs-dingtalk-access-token"] == "token"
        if call.path == "/v1.0/robot/messageFiles/download":
            return Answer({"downloadUrl": f"{self.url}/oss/{call.json['downloadCode']}"})
        if call.path == "/v1.0/robot/oToMessages/batchSend":
            self.said.append(_said(call.json["userIds"][0], call.json))
            return Answer({"processQueryKey": "x"})
        if call.path == "/v1.0/robot/groupMessages/send":
            self.said.append(_said(call.json["openConversationId"], call.json))
            return Answer({"processQueryKey": "x"})
        return Answer({"code": "NotFound", "message": "no such path"}, 404)


def _said(to: str, message: Any) -> Said:
    parameters = json.loads(message["msgParam"])
    links = (parameters["singleURL"],) if message["msgKey"] == "sampleActionCard" else ()
    assert len(parameters["text"].encode()) <= 20_000
    return Said(to, parameters["text"], links, message)
