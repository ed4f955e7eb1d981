"""What Slack posts: checked, and read as a message."""

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from slack_sdk.signature import SignatureVerifier

from service.chat.bots.port import File, Incoming
from service.chat_errors import WrongSignature
from service.errors import InvalidFields

_PLAIN = frozenset({None, "file_share", "thread_broadcast"})
_USER = re.compile(r"<[@!][^<>]*>\s?")
_NAMED = re.compile(r"<[^<>|]*\|([^<>]*)>")
_BARE = re.compile(r"<([^<>|]*)>")


def check(secret: str, headers: Mapping[str, str], body: bytes) -> str:
    """The text of a request that Slack signed, in the last five minutes, and that is an event.

    Raises WrongSignature; InvalidFields for what is signed and no event, such as a click on a button.
    """
    timestamp, shown = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise WrongSignature(platform="slack") from error
    if not re.fullmatch("[0-9]{1,12}", timestamp) or not shown.isascii():
        raise WrongSignature(platform="slack")
    if not SignatureVerifier(secret).is_valid(text, timestamp, shown):
        raise WrongSignature(platform="slack")
    _check_event(text)
    return text


def incoming(body: Mapping[str, Any]) -> Incoming | None:
    """The message of an event: one to the bot alone, or one that names it; None for all others, and for other bots."""
    event = body.get("event")
    if not isinstance(event, dict) or event.get("bot_id") or event.get("subtype") not in _PLAIN:
        return None
    alone = event.get("type") == "message" and event.get("channel_type") == "im"
    if not (alone or event.get("type") == "app_mention") or not event.get("ts"):
        return None
    channel, thread = str(event.get("channel")), event.get("thread_ts") or ("" if alone else event["ts"])
    return Incoming(
        platform="slack",
        # In a shared channel the writer's own team decides, not that of the bot.
        tenant=str(
            event.get("user_team") or event.get("source_team") or event.get("team") or body.get("team_id") or ""
        ),
        user=str(event.get("user") or ""),
        chat=channel,
        event=f"{channel}:{event['ts']}",  # a message that names the bot may come as two events
        text=plain(str(event.get("text") or "")),
        files=_files(event),
        reply_to=f"{channel}|{thread}",
        sent_at_ms=_milliseconds(str(event["ts"])),
    )


def plain(text: str) -> str:
    """A text without Slack's markup: no mentions, links as what they are named."""
    bare = _BARE.sub(r"\1", _NAMED.sub(r"\1", _USER.sub("", text)))
    return html.unescape(bare).strip()


def _check_event(text: str) -> None:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidFields.one("body", "json_invalid") from error
    is_event = isinstance(body, dict) and isinstance(body.get("event"), dict)
    if not is_event and not (isinstance(body, dict) and body.get("type") == "url_verification"):
        raise InvalidFields.one("event", "missing")


def _files(event: Mapping[str, Any]) -> tuple[File, ...]:
    found = [one for one in event.get("files") or () if isinstance(one, dict) and one.get("url_private")]
    return tuple(
        File(
            id=str(one.get("url_private_download") or one["url_private"]),
            name=str(one.get("name") or ""),
            bytes=one["size"] if isinstance(one.get("size"), int) else None,
        )
        for one in found
    )


def _milliseconds(ts: str) -> int:
    return round(float(ts) * 1000) if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,9})?", ts) else 0
