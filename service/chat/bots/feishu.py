"""Feishu: events come to `POST /chat/feishu`, encrypted and signed; answers are cards, sent by Feishu's own client.

The client's package takes seconds to load and is blocking: it is loaded once, where the bot is set up, and called in
threads.
"""

import asyncio
import hashlib
import json
import time
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from service.chat.bots import blocks, feishu_events
from service.chat.bots.blocks import Style
from service.chat.bots.feishu_events import Checks, Secrets
from service.chat.bots.inbox import Inbox
from service.chat.bots.port import File, Incoming, PlatformName, Reply
from service.chat.bots.receiving import body_of
from service.chat_errors import PlatformFailed
from service.errors import FileTooLarge

PATH = "/chat/feishu"
_MARKUP = {ord(character): f"&#{ord(character)};" for character in "&<>*_~`[]!#$\\|"}
STYLE = Style(
    forms={
        "heading": "**{}**",
        "line": "{}",
        "quote": "<font color='grey'>{}</font>",
        "note": "<font color='grey'>{}</font>",
    },
    escape=lambda text: text.translate(_MARKUP),
    size=blocks.utf8,
    limit=16_000,  # a card may have 30 KB, its JSON written as a string of JSON
)
_UUID_CHARACTERS = 50


class Feishu:
    """The platform's API, by its own client."""

    name: PlatformName = "feishu"

    def __init__(self, app_id: str, secret: str, base_url: str, timeout_seconds: float) -> None:
        """Raises ImportError where the extra is not installed."""
        import lark_oapi
        from lark_oapi.core import log

        log.logger.handlers.clear()  # it writes to stdout by itself; what it tells goes with the rest
        self._lark = lark_oapi
        builder = lark_oapi.Client.builder().app_id(app_id).app_secret(secret)
        self._client = builder.domain(base_url.rstrip("/")).timeout(timeout_seconds).build()

    def decrypt(self, encrypt_key: str, sealed: str) -> str:
        """What was encrypted with the key. Raises ValueError."""
        from lark_oapi.core.utils import AESCipher

        return str(AESCipher(encrypt_key).decrypt_str(sealed))

    async def fetch(self, incoming: Incoming, file: File, most_bytes: int) -> bytes:
        message = self._lark.api.im.v1
        asked = message.GetMessageResourceRequest.builder().message_id(incoming.reply_to).file_key(file.id).type("file")
        found = await self._called(self._client.im.v1.message_resource.get, asked.build())
        data = found.file.read(most_bytes + 1)
        if len(data) > most_bytes:
            raise FileTooLarge(limit=most_bytes)
        return bytes(data)

    async def send(self, incoming: Incoming, reply: Reply) -> None:
        im = self._lark.api.im.v1
        for number, card in enumerate(cards(reply)):
            content = json.dumps(card, ensure_ascii=False)
            # The same answer sent again, after a time-out, is one answer.
            once = hashlib.sha256(f"{incoming.key}{number}{content}".encode()).hexdigest()[:_UUID_CHARACTERS]
            body = im.ReplyMessageRequestBody.builder().msg_type("interactive").content(content).uuid(once).build()
            asked = im.ReplyMessageRequest.builder().message_id(incoming.reply_to).request_body(body).build()
            await self._called(self._client.im.v1.message.reply, asked)

    async def close(self) -> None:
        """It holds no connections."""

    async def _called(self, call: Any, request: Any) -> Any:
        try:
            response = await asyncio.to_thread(call, request)
        except Exception as error:  # whatever its HTTP client and its readers of JSON raise
            raise PlatformFailed(platform=self.name, reason=type(error).__name__) from error
        if not response.success():
            status = getattr(response.raw, "status_code", None)
            raise PlatformFailed(platform=self.name, reason=f"HTTP {status}, code {response.code}")
        return response


def cards(reply: Reply) -> list[dict[str, Any]]:
    """The answer as cards (JSON 2.0): the title on the first, the link on the last."""
    texts = blocks.packed(reply.blocks, STYLE) or [""]
    made = [{"schema": "2.0", "body": {"elements": [{"tag": "markdown", "content": text}]}} for text in texts]
    if reply.title:
        made[0]["header"] = {"title": {"tag": "plain_text", "content": reply.title}, "template": "blue"}
    if reply.link:
        open_url = {"type": "open_url", "default_url": reply.link.url}
        button = {"tag": "button", "text": {"tag": "plain_text", "content": reply.link.text}, "behaviors": [open_url]}
        made[-1]["body"]["elements"].append(button)  # type: ignore[index]
    return made


def router(platform: Feishu, secrets: Secrets, age_seconds: float) -> APIRouter:
    """The route of its events."""
    made = APIRouter()
    checks = Checks(secrets, lambda sealed: platform.decrypt(secrets.encrypt_key, sealed), age_seconds, time.time)

    @made.post(PATH, include_in_schema=False)
    async def event(request: Request) -> Response:
        inbox: Inbox = request.state.inbox
        found = feishu_events.opened(checks, request.headers, await body_of(request))
        if feishu_events.is_challenge(found):
            return JSONResponse({"challenge": found.get("challenge", "")})
        if message := feishu_events.incoming(found):
            await inbox.accept(message)
        return JSONResponse({})

    return made
