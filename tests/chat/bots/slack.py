"""Slack as its apps see it: signed events, chat.postMessage, private files."""

import hashlib
import hmac
import json
import time
from typing import Any, ClassVar

import httpx

from tests.chat.bots.gateway import TENANT, USER, Answer, Call, Gateway, Said, timed

SECRET, BOT_TOKEN = "signing-secret", "xoxb-token"
PATH = "/chat/slack"


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    timestamp = str(round(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
        "Content-Type": "application/json",
    }


class FakeSlack(Gateway):
    name = "slack"
    secrets: ClassVar[dict[str, Any]] = {"bot_token": BOT_TOKEN, "signing_secret": SECRET}

    @property
    def settings(self) -> dict[str, Any]:
        return {**super().settings, "slack_base_url": f"{self.url}/api/"}

    def message(self, user: str, tenant: str, event: str | None, **fields: Any) -> dict[str, Any]:
        ts = f"{round(time.time())}.{next(self.numbers):06d}" if event is None else f"1700000000.{event[-6:]:0>6}"
        told = {
            "type": "message",
            "channel": f"D{user}",
            "channel_type": "im",
            "user": user,
            "ts": ts,
            "team": tenant,
            **fields,
        }
        return {"token": "x", "team_id": TENANT, "type": "event_callback", "event_id": f"Ev{ts}", "event": told}

    def post(self, event: Any, **headers: str) -> float:
        body = json.dumps(event, ensure_ascii=False).encode()
        of = {**signed(body), **headers}
        seconds, response = timed(lambda: httpx.post(self.service + PATH, content=body, headers=of))
        assert response.status_code == 200, response.text
        return seconds

    def say(self, text: str, *, user: str = USER, tenant: str = TENANT, event: str | None = None) -> float:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return self.post(self.message(user, tenant, event, text=escaped))

    def send_file(self, name: str, data: bytes, *, user: str = USER) -> float:
        self.files["F1"] = data
        file = {"id": "F1", "name": name, "size": len(data), "url_private_download": f"{self.url}/files-pri/F1"}
        file["url_private"] = file["url_private_download"]
        return self.post(self.message(user, TENANT, None, text="", subtype="file_share", files=[file]))

    def answer(self, call: Call) -> Answer:
        assert call.headers["authorization"] == f"Bearer {BOT_TOKEN}"
        if call.path == "/api/chat.postMessage":
            self.said.append(_said(call.json))
            return Answer({"ok": True, "ts": "1.2"})
        if call.path.startswith("/files-pri/"):
            return Answer(self.files[call.path.rsplit("/", 1)[1]])
        return Answer({"ok": False, "error": "unknown_method"})


def _said(message: Any) -> Said:
    texts, links = [], []
    assert len(message["blocks"]) <= 50
    for block in message["blocks"]:
        if block["type"] == "actions":
            links += [one["url"] for one in block["elements"]]
            continue
        assert len(block["text"]["text"]) <= (150 if block["type"] == "header" else 3_000)
        texts.append(block["text"]["text"])
    return Said(message["channel"], "\n".join(texts), tuple(links), message)
