"""What Feishu posts: checked, decrypted, and read as a message."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from service.chat.bots.port import File, Incoming
from service.chat_errors import WrongSignature

_MESSAGE = "im.message.receive_v1"
_MENTION = re.compile(r"@_(?:user_\d+|all)\s?")


class Secrets(NamedTuple):
    encrypt_key: str
    token: str


class Checks(NamedTuple):
    """`decrypt` is that of Feishu's package, for the encrypt key: base64 in, text out; it raises ValueError."""

    secrets: Secrets
    decrypt: Callable[[str], str]
    age_seconds: float
    now: Callable[[], float]


def opened(checks: Checks, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """The event of a request. Raises WrongSignature for whatever Feishu has not sent, or not lately.

    The check of the address (url_verification) comes without a signature; its token is what tells that it is theirs.
    """
    event = _decrypted(checks, body)
    token = event.get("token") if is_challenge(event) else _of(event, "header").get("token")
    if not hmac.compare_digest(str(token).encode(), checks.secrets.token.encode()):
        raise WrongSignature(platform="feishu")
    if not is_challenge(event):
        _check_signature(checks, headers, body)
    return event


def is_challenge(event: Mapping[str, Any]) -> bool:
    return event.get("type") == "url_verification"


def incoming(event: Mapping[str, Any]) -> Incoming | None:
    """The message of an event; None where it is something else, or from another bot."""
    header, of = _of(event, "header"), _of(event, "event")
    sender, message = _of(of, "sender"), _of(of, "message")
    if header.get("event_type") != _MESSAGE or sender.get("sender_type") != "user" or not message.get("message_id"):
        return None
    text, files = _content(message)
    return Incoming(
        platform="feishu",
        tenant=str(sender.get("tenant_key") or header.get("tenant_key") or ""),
        user=str(_of(sender, "sender_id").get("open_id") or ""),
        chat=str(message.get("chat_id")),
        event=str(message["message_id"]),
        text=text,
        files=files,
        reply_to=str(message["message_id"]),
        sent_at_ms=_number(message.get("create_time")),
    )


def _decrypted(checks: Checks, body: bytes) -> dict[str, Any]:
    try:
        sealed = json.loads(body)["encrypt"]
        event = json.loads(checks.decrypt(sealed))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise WrongSignature(platform="feishu") from error
    if not isinstance(event, dict):
        raise WrongSignature(platform="feishu")
    return event


def _check_signature(checks: Checks, headers: Mapping[str, str], body: bytes) -> None:
    timestamp, nonce = headers.get("x-lark-request-timestamp", ""), headers.get("x-lark-request-nonce", "")
    signed = hashlib.sha256(f"{timestamp}{nonce}{checks.secrets.encrypt_key}".encode() + body).hexdigest()
    shown = headers.get("x-lark-signature", "")
    if not hmac.compare_digest(signed.encode(), shown.encode()):
        raise WrongSignature(platform="feishu")
    if not re.fullmatch("[0-9]{1,12}", timestamp) or abs(checks.now() - int(timestamp)) > checks.age_seconds:
        raise WrongSignature(platform="feishu")


def _content(message: Mapping[str, Any]) -> tuple[str, tuple[File, ...]]:
    """Text and files; what is neither, such as a picture or a sticker, is an empty text."""
    try:
        content = json.loads(message.get("content") or "{}")
    except ValueError:
        content = None
    if not isinstance(content, dict):
        return "", ()
    kind = message.get("message_type")
    if kind == "text":
        return _MENTION.sub("", str(content.get("text", ""))).strip(), ()
    if kind == "post":
        return "\n".join(_lines(content)).strip(), ()
    if kind == "file" and content.get("file_key"):
        return "", (File(id=str(content["file_key"]), name=str(content.get("file_name", ""))),)
    return "", ()


def _lines(post: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a rich text, its title first; it may stand under its language."""
    if "content" not in post:
        post = next((one for one in post.values() if isinstance(one, dict) and "content" in one), {})
    if post.get("title"):
        yield str(post["title"])
    for line in post.get("content") or ():
        yield "".join(str(part.get("text", "")) for part in line if isinstance(part, dict) and part.get("tag") != "at")


def _of(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = event.get(name)
    return found if isinstance(found, dict) else {}


def _number(value: object) -> int:
    return int(value) if isinstance(value, str | int) and re.fullmatch("[0-9]{1,15}", str(value)) else 0
