"""DingTalk: messages to a robot come over a websocket that is opened from here (stream mode), so no address of this
machine is needed; answers go by the robot's API.

The websocket's protocol is the official package's; opening it is not, since that blocks, and cannot be stopped.
"""

import asyncio
import contextlib
import json
import logging
import random
from typing import Any
from urllib.parse import quote

from service.chat.bots import blocks
from service.chat.bots.blocks import Style
from service.chat.bots.calling import Caller
from service.chat.bots.inbox import Inbox
from service.chat.bots.port import File, Incoming, PlatformName, Reply
from service.chat.bots.tokens import Token
from service.chat_errors import PlatformFailed
from service.errors import StoreError, TiyaoError

STYLE = Style(
    forms={"heading": "#### {}\n", "line": "{}\n", "quote": "> {}\n", "note": "{}\n"},
    escape=blocks.widened,
    size=len,
    limit=4_500,  # longer ones are cut by some clients
)
_GROUP = "group:"
_FIRST_PAUSE_SECONDS, _MAX_PAUSE_SECONDS = 1.0, 60.0
_JITTER = random.SystemRandom()
_STEADY_SECONDS = 60.0
_log = logging.getLogger(__name__)


class DingTalk:
    """The platform's API. `client_id` is the robot's code too."""

    name: PlatformName = "dingtalk"

    def __init__(self, client_id: str, secret: str, caller: Caller) -> None:
        self.client_id, self._secret = client_id, secret
        self._caller = caller
        self._token = Token(self._issued)

    async def fetch(self, incoming: Incoming, file: File, most_bytes: int) -> bytes:  # noqa: ARG002
        asked = {"downloadCode": file.id, "robotCode": self.client_id}
        answer = await self._asked("/v1.0/robot/messageFiles/download", asked)
        return await self._caller.download(str(answer.get("downloadUrl")), most_bytes)

    async def send(self, incoming: Incoming, reply: Reply) -> None:
        for key, parameters in messages(reply):
            message = {
                "robotCode": self.client_id,
                "msgKey": key,
                "msgParam": json.dumps(parameters, ensure_ascii=False),
            }
            if incoming.reply_to.startswith(_GROUP):
                conversation = incoming.reply_to.removeprefix(_GROUP)
                await self._asked("/v1.0/robot/groupMessages/send", {"openConversationId": conversation, **message})
            else:
                await self._asked("/v1.0/robot/oToMessages/batchSend", {"userIds": [incoming.reply_to], **message})

    async def endpoint(self, topics: list[str]) -> str:
        """The address of a websocket, good for once. Raises PlatformFailed."""
        asked = {
            "clientId": self.client_id,
            "clientSecret": self._secret,
            "subscriptions": [{"type": "CALLBACK", "topic": topic} for topic in topics],
            "ua": "tiyao",
        }
        answer = await self._caller.json("POST", "/v1.0/gateway/connections/open", asked)
        if "endpoint" not in answer or "ticket" not in answer:
            raise PlatformFailed(platform=self.name, reason=str(answer.get("code")))
        return f"{answer['endpoint']}?ticket={quote(str(answer['ticket']), safe='')}"

    async def close(self) -> None:
        await self._caller.close()

    async def _asked(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"x-acs-dingtalk-access-token": await self._token.get()}
        answer = await self._caller.json("POST", path, body, headers=headers)
        if "code" in answer:  # only its errors have one
            self._token.forget()
            raise PlatformFailed(platform=self.name, reason=str(answer["code"]))
        return answer

    async def _issued(self) -> tuple[str, float]:
        asked = {"appKey": self.client_id, "appSecret": self._secret}
        answer = await self._caller.json("POST", "/v1.0/oauth2/accessToken", asked)
        if "accessToken" not in answer:
            raise PlatformFailed(platform=self.name, reason=str(answer.get("code")))
        return str(answer["accessToken"]), float(answer.get("expireIn", 0))


def messages(reply: Reply) -> list[tuple[str, dict[str, str]]]:
    """The answer as message keys and parameters: Markdown, the last one a card where there is a link."""
    texts = blocks.packed(reply.blocks, STYLE) or [""]
    title = blocks.widened(reply.title or "")
    if title:
        texts[0] = f"### {title}\n\n{texts[0]}"
    made = [("sampleMarkdown", {"title": title or "提要", "text": text}) for text in texts]
    if reply.link:
        _, parameters = made[-1]
        card = {**parameters, "singleTitle": reply.link.text, "singleURL": reply.link.url}
        made[-1] = ("sampleActionCard", card)
    return made


def incoming(data: dict[str, Any]) -> Incoming | None:
    """The message of a callback; None for one without an id."""
    if not data.get("msgId"):
        return None
    user, conversation = str(data.get("senderStaffId") or ""), str(data.get("conversationId") or "")
    text, files = _content(data)
    return Incoming(
        platform="dingtalk",
        tenant=str(data.get("senderCorpId") or ""),
        user=user,
        chat=conversation,
        event=str(data["msgId"]),
        text=text,
        files=files,
        reply_to=f"{_GROUP}{conversation}" if data.get("conversationType") == "2" else user,
        sent_at_ms=int(data.get("createAt") or 0),
    )


def _content(data: dict[str, Any]) -> tuple[str, tuple[File, ...]]:
    kind = data.get("msgtype")
    content = data.get("text" if kind == "text" else "content")
    if not isinstance(content, dict):
        return "", ()
    if kind == "text":
        return str(content.get("content", "")).strip(), ()
    if kind == "richText":
        parts = content.get("richText") or ()
        return "".join(str(part.get("text", "")) for part in parts if isinstance(part, dict)).strip(), ()
    if kind == "file" and content.get("downloadCode"):
        return "", (File(id=str(content["downloadCode"]), name=str(content.get("fileName", ""))),)
    return "", ()


class Stream:
    """Keeps a websocket open and hands its messages to the inbox. Raises ImportError where the extra is not installed."""

    def __init__(self, platform: DingTalk) -> None:
        import dingtalk_stream
        import websockets

        self._package, self._websockets = dingtalk_stream, websockets
        self._platform = platform

    async def run(self, inbox: Inbox) -> None:
        """Until cancelled; opened again, with pauses that grow, whenever it is lost."""
        client = self._client(inbox)
        loop = asyncio.get_running_loop()
        pause = _FIRST_PAUSE_SECONDS
        while True:
            began = loop.time()
            try:
                await self._follow(client)
                lost = "closed"
            except (TiyaoError, OSError, ValueError, self._websockets.WebSocketException) as error:
                lost = str(error) if isinstance(error, TiyaoError) else type(error).__name__
            if loop.time() - began > _STEADY_SECONDS:
                pause = _FIRST_PAUSE_SECONDS
            _log.warning("the stream is opened again", extra={"platform": "dingtalk", "reason": lost, "seconds": pause})
            await asyncio.sleep(pause * (0.5 + _JITTER.random() / 2))
            pause = min(_MAX_PAUSE_SECONDS, 2 * pause)

    async def _follow(self, client: Any) -> None:
        address = await self._platform.endpoint([self._package.ChatbotMessage.TOPIC])
        tasks: set[asyncio.Task[None]] = set()
        async with self._websockets.connect(address) as socket:
            client.websocket = socket
            _log.info("the stream is open", extra={"platform": "dingtalk"})
            try:
                async for received in socket:
                    task = asyncio.create_task(client.background_task(json.loads(received)))
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)
            finally:
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.gather(*tasks, return_exceptions=True)

    def _client(self, inbox: Inbox) -> Any:
        package = self._package

        class Handler(package.ChatbotHandler):  # type: ignore[misc, name-defined]
            async def process(self, callback: Any) -> tuple[int, str]:
                """Acknowledge a message when it is noted."""
                try:
                    if message := incoming(callback.data):
                        await inbox.accept(message)
                except StoreError as error:
                    _log.warning("a message was not noted: %s", error)
                    return package.AckMessage.STATUS_SYSTEM_EXCEPTION, "later"
                return package.AckMessage.STATUS_OK, "OK"

        client = package.DingTalkStreamClient(package.Credential(self._platform.client_id, ""), _log)
        client.register_callback_handler(package.ChatbotMessage.TOPIC, Handler())
        client.pre_start()
        return client
