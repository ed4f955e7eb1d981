"""Slack: events come to `POST /chat/slack`, signed, and go through Slack's own Bolt; answers are blocks."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from fastapi import APIRouter, Request, Response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from service.chat.bots import blocks, slack_events
from service.chat.bots.blocks import Style
from service.chat.bots.calling import Caller
from service.chat.bots.inbox import Inbox
from service.chat.bots.port import File, Incoming, PlatformName, Reply
from service.chat.bots.receiving import body_of
from service.chat_errors import PlatformFailed
from service.errors import FileTooLarge, StoreError

PATH = "/chat/slack"
STYLE = Style(
    forms={"heading": "*{}*", "line": "{}", "quote": "> {}", "note": "_{}_"},
    escape=lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
    size=len,
    limit=2_900,  # of 3,000 in a section
)
_FILES_HOST = "files.slack.com"
_SECTIONS = 12  # with 2,900 characters each a message stays below 40,000
_TITLE_CHARACTERS, _BUTTON_CHARACTERS = 150, 75
_RETRIES = 2


class Slack:
    """The platform's API."""

    name: PlatformName = "slack"

    def __init__(self, token: str, base_url: str, timeout_seconds: float, caller: Caller) -> None:
        self._token = token
        self._hosts = {_FILES_HOST, urlsplit(base_url).netloc}
        retries = [
            AsyncConnectionErrorRetryHandler(max_retry_count=_RETRIES),
            AsyncRateLimitErrorRetryHandler(_RETRIES),
        ]
        self._client = AsyncWebClient(token, base_url, max(1, round(timeout_seconds)), retry_handlers=retries)
        self._caller = caller

    async def fetch(self, incoming: Incoming, file: File, most_bytes: int) -> bytes:  # noqa: ARG002
        if file.bytes is not None and file.bytes > most_bytes:
            raise FileTooLarge(limit=most_bytes)
        if urlsplit(file.id).netloc not in self._hosts:  # the token is for Slack's eyes only
            raise PlatformFailed(platform=self.name, reason="host")
        return await self._caller.download(file.id, most_bytes, {"Authorization": f"Bearer {self._token}"})

    async def send(self, incoming: Incoming, reply: Reply) -> None:
        channel, _, thread = incoming.reply_to.partition("|")
        for message in messages(reply):
            try:
                await self._client.chat_postMessage(channel=channel, thread_ts=thread or None, **message)
            except (SlackClientError, aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
                raise PlatformFailed(platform=self.name, reason=_reason(error)) from error

    async def close(self) -> None:
        await self._caller.close()


def messages(reply: Reply) -> list[dict[str, Any]]:
    """The answer as messages: the title on the first, the link on the last."""
    sections = [
        {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
        for text in blocks.packed(reply.blocks, STYLE)
    ]
    made: list[list[dict[str, Any]]] = [sections[n : n + _SECTIONS] for n in range(0, len(sections), _SECTIONS)] or [[]]
    if reply.title:
        made[0].insert(0, {"type": "header", "text": _plain(reply.title, _TITLE_CHARACTERS)})
    if reply.link:
        button = {"type": "button", "text": _plain(reply.link.text, _BUTTON_CHARACTERS), "url": reply.link.url}
        made[-1].append({"type": "actions", "elements": [button]})
    told = STYLE.escape(reply.title or (reply.blocks[0].text if reply.blocks else ""))
    return [{"text": told, "blocks": parts, "unfurl_links": False} for parts in made]


def router(secret: str, base_url: str) -> APIRouter:
    """The route of its events."""
    made = APIRouter()
    app = _app(secret, base_url)

    @made.post(PATH, include_in_schema=False)
    async def event(request: Request) -> Response:
        text = slack_events.check(secret, request.headers, await body_of(request))
        asked = AsyncBoltRequest(body=text, headers=dict(request.headers), context={"inbox": request.state.inbox})
        answer = await app.async_dispatch(asked)
        return Response(answer.body, answer.status, answer.first_headers_without_set_cookie())

    return made


def _app(secret: str, base_url: str) -> AsyncApp:
    app = AsyncApp(
        name="tiyao",
        signing_secret=secret,
        client=AsyncWebClient(base_url=base_url),
        authorize=_authorized,
        ssl_check_enabled=False,
        process_before_response=True,  # acknowledged when it is noted
    )

    @app.event(re.compile(".*"))
    async def noted(body: dict[str, Any], context: dict[str, Any]) -> None:
        inbox: Inbox = context["inbox"]
        if message := slack_events.incoming(body):
            await inbox.accept(message)

    @app.error
    async def failed(error: Exception) -> BoltResponse:
        if not isinstance(error, StoreError):
            raise error
        return BoltResponse(status=503, body="")

    return app


async def _authorized(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """Whom a bot answers is for its lists to say; there is one token for all."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


def _plain(text: str, most: int) -> dict[str, str]:
    return {"type": "plain_text", "text": text if len(text) <= most else text[: most - 1] + "…"}


def _reason(error: Exception) -> str:
    answer = getattr(error, "response", None)
    return str(answer.get("error")) if answer is not None and hasattr(answer, "get") else type(error).__name__
