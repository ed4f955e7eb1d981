"""Feishu as its bots see it: encrypted and signed events, tokens, replies to messages, files of messages."""

import base64
import hashlib
import json
import os
import re
import time
from typing import Any, ClassVar

import httpx
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.chat.bots.gateway import TENANT, USER, Answer, Call, Gateway, Said, timed

KEY, TOKEN = "encrypt-key", "verification-token"
PATH = "/chat/feishu"


def sealed(event: Any, key: str = KEY) -> bytes:
    """A body as Feishu posts it."""
    padder = padding.PKCS7(128).padder()
    plain = padder.update(json.dumps(event, ensure_ascii=False).encode()) + padder.finalize()
    iv = os.urandom(16)
    cipher = Cipher(algorithms.AES(hashlib.sha256(key.encode()).digest()), modes.CBC(iv)).encryptor()
    return json.dumps({"encrypt": base64.b64encode(iv + cipher.update(plain) + cipher.finalize()).decode()}).encode()


def signed(body: bytes, *, key: str = KEY, at: float | None = None) -> dict[str, str]:
    timestamp, nonce = str(round(time.time() if at is None else at)), "nonce"
    signature = hashlib.sha256(f"{timestamp}{nonce}{key}".encode() + body).hexdigest()
    return {
        "X-Lark-Request-Timestamp": timestamp,
        "X-Lark-Request-Nonce": nonce,
        "X-Lark-Signature": signature,
        "Content-Type": "application/json",
    }


class FakeFeishu(Gateway):
    name = "feishu"
    secrets: ClassVar[dict[str, Any]] = {
        "app_id": f"cli_{os.urandom(4).hex()}",  # the package keeps tokens by it for the whole process
        "app_secret": "app-secret",
        "encrypt_key": KEY,
        "verification_token": TOKEN,
    }

    def message(self, kind: str, content: Any, *, user: str, tenant: str, event: str | None = None) -> dict[str, Any]:
        id = event or self.event()
        return {
            "schema": "2.0",
            "header": {
                "event_id": f"e-{id}",
                "event_type": "im.message.receive_v1",
                "create_time": str(round(time.time() * 1000)),
                "token": TOKEN,
                "app_id": self.secrets["app_id"],
                "tenant_key": tenant,
            },
            "event": {
                "sender": {"sender_id": {"open_id": user}, "sender_type": "user", "tenant_key": tenant},
                "message": {
                    "message_id": f"om_{id}",
                    "create_time": str(round(time.time() * 1000)),
                    "chat_id": f"oc_{user}",
                    "chat_type": "p2p",
                    "message_type": kind,
                    "content": json.dumps(content, ensure_ascii=False),
                },
            },
        }

    def post(self, event: Any) -> float:
        body = sealed(event)
        seconds, response = timed(lambda: httpx.post(self.service + PATH, content=body, headers=signed(body)))
        assert response.status_code == 200, response.text
        return seconds

    def say(self, text: str, *, user: str = USER, tenant: str = TENANT, event: str | None = None) -> float:
        return self.post(self.message("text", {"text": text}, user=user, tenant=tenant, event=event))

    def send_file(self, name: str, data: bytes, *, user: str = USER) -> float:
        self.files["file_key"] = data
        return self.post(self.message("file", {"file_key": "file_key", "file_name": name}, user=user, tenant=TENANT))

    def answer(self, call: Call) -> Answer:
        if call.path == "/open-apis/auth/v3/tenant_access_token/internal":
            assert call.json["app_secret"] == self.secrets["app_secret"]
            return Answer({"code": 0, "msg": "ok", "tenant_access_token": "t-token", "expire": 7200})
        assert call.headers["authorization"] == "Bearer t-token"
        if found := re.fullmatch(r"/open-apis/im/v1/messages/([^/]+)/reply", call.path):
            card = json.loads(call.json["content"])
            assert len(call.json["content"].encode()) < 30_000
            self.said.append(_said(found.group(1), card))
            return Answer({"code": 0, "msg": "success", "data": {"message_id": "om_x"}})
        if found := re.fullmatch(r"/open-apis/im/v1/messages/([^/]+)/resources/([^/]+)", call.path):
            assert call.query == {"type": "file"}
            return Answer(self.files[found.group(2)])
        return Answer({"code": 404, "msg": "no such path"}, 404)


def _said(to: str, card: Any) -> Said:
    assert card["schema"] == "2.0"
    title = card.get("header", {}).get("title", {}).get("content", "")
    elements = card["body"]["elements"]
    texts = [title, *(one["content"] for one in elements if one["tag"] == "markdown")]
    links = [one["behaviors"][0]["default_url"] for one in elements if one["tag"] == "button"]
    return Said(to, "\n".join(texts), tuple(links), card)
