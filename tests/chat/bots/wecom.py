"""WeCom as its applications see it: signed and encrypted XML, tokens, messages of at most 2,048 bytes, media."""

import base64
import hashlib
import os
import time
from typing import Any, ClassVar
from xml.sax.saxutils import escape

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.chat.bots.gateway import TENANT, USER, Answer, Call, Gateway, Said, timed

AES_KEY, TOKEN, AGENT = base64.b64encode(bytes(range(32))).decode()[:43], "callback-token", 1000002
PATH = "/chat/wecom"


def sealed(text: str, receiver: str = TENANT, aes_key: str = AES_KEY) -> str:
    key = base64.b64decode(aes_key + "=")
    plain = os.urandom(16) + len(text.encode()).to_bytes(4) + text.encode() + receiver.encode()
    padding = 32 - len(plain) % 32
    cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(cipher.update(plain + bytes([padding]) * padding) + cipher.finalize()).decode()


def query(of: str, *, token: str = TOKEN, at: float | None = None) -> dict[str, str]:
    """The query by which a sealed text is signed."""
    timestamp, nonce = str(round(time.time() if at is None else at)), "nonce"
    parts = "".join(sorted((token, timestamp, nonce, of)))
    signature = hashlib.sha1(parts.encode(), usedforsecurity=False).hexdigest()
    return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}


def body(of: str) -> bytes:
    return f"<xml><ToUserName><![CDATA[{TENANT}]]></ToUserName><Encrypt><![CDATA[{of}]]></Encrypt></xml>".encode()


class FakeWeCom(Gateway):
    name = "wecom"
    secrets: ClassVar[dict[str, Any]] = {
        "corp_id": TENANT,
        "agent_id": AGENT,
        "secret": "app-secret",
        "token": TOKEN,
        "encoding_aes_key": AES_KEY,
    }
    tokens = 0

    def message(self, user: str, tenant: str, event: str | None, **fields: object) -> str:
        told = {
            "ToUserName": tenant,
            "FromUserName": user,
            "CreateTime": round(time.time()),
            "MsgId": event or self.event(),
            "AgentID": AGENT,
            **fields,
        }
        return f"<xml>{''.join(f'<{name}>{escape(str(value))}</{name}>' for name, value in told.items())}</xml>"

    def post(self, xml: str, tenant: str = TENANT) -> float:
        of = sealed(xml, tenant)
        seconds, response = timed(lambda: httpx.post(self.service + PATH, params=query(of), content=body(of)))
        assert response.status_code == 200, response.text
        return seconds

    def say(self, text: str, *, user: str = USER, tenant: str = TENANT, event: str | None = None) -> float:
        return self.post(self.message(user, tenant, event, MsgType="text", Content=text), tenant)

    def send_file(self, name: str, data: bytes, *, user: str = USER) -> float:
        self.files["media"] = data
        return self.post(self.message(user, TENANT, None, MsgType="file", MediaId="media", FileName=name))

    def answer(self, call: Call) -> Answer:
        if call.path == "/cgi-bin/gettoken":
            assert call.query == {"corpid": TENANT, "corpsecret": "app-secret"}
            self.tokens += 1
            return Answer({"errcode": 0, "errmsg": "ok", "access_token": f"token-{self.tokens}", "expires_in": 7200})
        if call.query.get("access_token") != f"token-{self.tokens}":
            return Answer({"errcode": 42001, "errmsg": "access_token expired"})
        if call.path == "/cgi-bin/message/send":
            self.said.append(_said(call.json))
            return Answer({"errcode": 0, "errmsg": "ok", "msgid": "x"})
        if call.path == "/cgi-bin/media/get":
            return Answer(self.files[call.query["media_id"]])
        return Answer({"errcode": 404, "errmsg": "no such path"}, 404)


def _said(message: Any) -> Said:
    assert message["agentid"] == AGENT
    if message["msgtype"] == "textcard":
        card = message["textcard"]
        assert len(card["title"].encode()) <= 128
        assert len(card["description"].encode()) <= 512
        return Said(message["touser"], f"{card['title']}\n{card['description']}", (card["url"],), message)
    text = message["markdown"]["content"]
    assert len(text.encode()) <= 2_048
    return Said(message["touser"], text, (), message)
