"""WeCom: messages to an application come to `/chat/wecom`, signed and encrypted; answers go by the API for messages."""

import time
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from service.chat.bots import blocks, wecom_events
from service.chat.bots.blocks import Style
from service.chat.bots.calling import Caller
from service.chat.bots.inbox import Inbox
from service.chat.bots.port import File, Incoming, Link, PlatformName, Reply
from service.chat.bots.receiving import body_of
from service.chat.bots.tokens import Token
from service.chat.bots.wecom_events import Checks
from service.chat_errors import PlatformFailed

PATH = "/chat/wecom"
STYLE = Style(
    forms={"heading": "**{}**", "line": "{}", "quote": "> {}", "note": '<font color="comment">{}</font>'},
    escape=blocks.widened,
    size=blocks.utf8,
    limit=1_900,  # of 2,048 bytes; the title takes some of the first
    quotes=False,
)
_TITLE_CHARACTERS, _CARD_CHARACTERS = 40, 150
_STALE_TOKEN = frozenset({40001, 40014, 41001, 42001})


class WeCom:
    """The platform's API."""

    name: PlatformName = "wecom"

    def __init__(self, corp: str, agent: int, secret: str, caller: Caller) -> None:
        self._corp, self._agent, self._secret = corp, agent, secret
        self._caller = caller
        self._token = Token(self._issued)

    async def fetch(self, incoming: Incoming, file: File, most_bytes: int) -> bytes:  # noqa: ARG002
        token = await self._token.get()
        return await self._caller.download("/cgi-bin/media/get", most_bytes, access_token=token, media_id=file.id)

    async def send(self, incoming: Incoming, reply: Reply) -> None:
        for message in messages(reply):
            await self._sent({"touser": incoming.reply_to, "agentid": self._agent, **message})

    async def close(self) -> None:
        await self._caller.close()

    async def _sent(self, message: dict[str, Any]) -> None:
        for _ in range(2):
            token = await self._token.get()
            answer = await self._caller.json("POST", "/cgi-bin/message/send", message, access_token=token)
            if answer.get("errcode") not in _STALE_TOKEN:
                break
            self._token.forget()
        _check(answer)

    async def _issued(self) -> tuple[str, float]:
        answer = await self._caller.json("GET", "/cgi-bin/gettoken", corpid=self._corp, corpsecret=self._secret)
        _check(answer)
        return str(answer["access_token"]), float(answer["expires_in"])


def messages(reply: Reply) -> list[dict[str, Any]]:
    """The answer as messages: Markdown, and a card with the link at the end."""
    texts = blocks.packed(reply.blocks, STYLE)
    if reply.title:
        texts = [f"**{blocks.widened(reply.title[:_TITLE_CHARACTERS])}**\n{texts[0]}" if texts else "", *texts[1:]]
    made: list[dict[str, Any]] = [{"msgtype": "markdown", "markdown": {"content": text}} for text in texts if text]
    return [*made, _card(reply, reply.link)] if reply.link else made


def router(checks: Checks) -> APIRouter:
    """The routes of its address: the check of it, and messages."""
    made = APIRouter()

    @made.get(PATH, include_in_schema=False)
    async def check(request: Request) -> Response:
        query = request.query_params
        return PlainTextResponse(wecom_events.opened(checks, query, query.get("echostr", "")))

    @made.post(PATH, include_in_schema=False)
    async def message(request: Request) -> Response:
        inbox: Inbox = request.state.inbox
        sealed = wecom_events.sealed_in(await body_of(request))
        if found := wecom_events.incoming(checks, wecom_events.opened(checks, request.query_params, sealed)):
            await inbox.accept(found)
        return PlainTextResponse("")

    return made


def checks(token: str, key: bytes, corp: str, agent: int, age_seconds: float) -> Checks:
    """By this machine's clock."""
    return Checks(token, key, corp, str(agent), age_seconds, time.time)


def _card(reply: Reply, link: Link) -> dict[str, Any]:
    first = next((block.text for block in reply.blocks if block.kind == "line"), "")
    card = {
        "title": (reply.title or link.text)[:_TITLE_CHARACTERS],
        "description": first[:_CARD_CHARACTERS],
        "url": link.url,
        "btntxt": link.text[:4],
    }
    return {"msgtype": "textcard", "textcard": card}


def _check(answer: dict[str, Any]) -> None:
    if answer.get("errcode", 0) != 0:
        raise PlatformFailed(platform="wecom", reason=f"errcode {answer['errcode']}")
