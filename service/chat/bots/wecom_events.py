"""What WeCom posts: its signature, its encryption, its XML.

A message is sealed as AES-256-CBC of 16 random bytes, the length of the text in 4 bytes, the text, and the id of whom it
is for; padded to 32 bytes. The signature is over the sealed text, so it is checked before anything is opened.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from lxml import etree

from service.chat.bots.port import File, Incoming
from service.chat_errors import WrongSignature

_BLOCK_BYTES = 32
_RANDOM_BYTES, _LENGTH_BYTES = 16, 4


class Checks(NamedTuple):
    """`key` are the 32 bytes of the EncodingAESKey; `agent` is the application's id."""

    token: str
    key: bytes
    corp: str
    agent: str
    age_seconds: float
    now: Callable[[], float]


def key_of(encoding_aes_key: str) -> bytes:
    """Raises ValueError for one that is none."""
    if not re.fullmatch("[A-Za-z0-9+/]{43}", encoding_aes_key):
        raise ValueError("not an EncodingAESKey")
    return base64.b64decode(encoding_aes_key + "=")


def opened(checks: Checks, query: Mapping[str, str], sealed: str) -> bytes:
    """The text of what is sealed. Raises WrongSignature for whatever WeCom has not sent to this corporation lately."""
    timestamp = query.get("timestamp", "")
    parts = sorted((checks.token, timestamp, query.get("nonce", ""), sealed))
    signed = hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()
    if not hmac.compare_digest(signed.encode(), query.get("msg_signature", "").encode()):
        raise WrongSignature(platform="wecom")
    if not re.fullmatch("[0-9]{1,12}", timestamp) or abs(checks.now() - int(timestamp)) > checks.age_seconds:
        raise WrongSignature(platform="wecom")
    try:
        text, receiver = _unsealed(checks.key, base64.b64decode(sealed, validate=True))
    except ValueError as error:
        raise WrongSignature(platform="wecom") from error
    if receiver != checks.corp.encode():
        raise WrongSignature(platform="wecom")
    return text


def sealed_in(body: bytes) -> str:
    """The sealed text in the XML of a request. Raises WrongSignature where there is none."""
    return fields(body).get("Encrypt", "")


def incoming(checks: Checks, text: bytes) -> Incoming | None:
    """The message of an opened request; None where it is an event, or another application's."""
    told = fields(text)
    user, kind = told.get("FromUserName", ""), told.get("MsgType", "")
    if kind in ("", "event") or not user or told.get("AgentID") != checks.agent:
        return None
    named = File(id=told.get("MediaId", ""), name=told.get("FileName") or told.get("Title", ""))
    return Incoming(
        platform="wecom",
        tenant=told.get("ToUserName", ""),
        user=user,
        chat=user,
        event=told.get("MsgId") or f"{user}:{told.get('CreateTime', '')}",
        text=told.get("Content", "").strip() if kind == "text" else "",
        files=(named,) if kind == "file" and named.id else (),
        reply_to=user,
        sent_at_ms=1000 * int(told["CreateTime"]) if re.fullmatch("[0-9]{1,12}", told.get("CreateTime", "")) else 0,
    )


def fields(xml: bytes) -> dict[str, str]:
    """The elements directly below the root. Raises WrongSignature for what is no XML; nothing it refers to is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WrongSignature(platform="wecom") from error
    return {child.tag: child.text or "" for child in root if isinstance(child.tag, str)}


def _unsealed(key: bytes, sealed: bytes) -> tuple[bytes, bytes]:
    """The text, and whom it is for. Raises ValueError."""
    opener = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    padded = opener.update(sealed) + opener.finalize()
    padding = padded[-1] if padded else 0
    if not 1 <= padding <= _BLOCK_BYTES or padded[-padding:] != bytes([padding]) * padding:
        raise ValueError("padding")
    plain = padded[_RANDOM_BYTES:-padding]
    length = int.from_bytes(plain[:_LENGTH_BYTES])
    text = plain[_LENGTH_BYTES : _LENGTH_BYTES + length]
    if len(text) != length:
        raise ValueError("length")
    return text, plain[_LENGTH_BYTES + length :]
