"""What a server's words against a call mean. Pure; the words of many servers stand here and nowhere else.

quota     the account is used up: waiting does not help
content   the server will not read this text (moderation)
length    prompt, or prompt and answer together, are longer than the model takes
model     no such model
key       wrong key, or no right to the model
address   nothing at this path
passing   the same call may well succeed later
other     a 400 or the like that says none of this
"""

import re
from typing import Any, Literal, NamedTuple

Meaning = Literal["quota", "content", "length", "model", "key", "address", "passing", "other"]

_PASSING = frozenset({408, 409, 429})
_MIN_ROOM_TOKENS = 512
_MIN_ROOM_SHARE = 0.3
_SPARE_TOKENS = 16

_QUOTA = re.compile(
    r"insufficient[_ ](?:quota|balance|credits?|funds)|exceeded your current quota|billing|arrearage|overdue|"
    r"out of credits?|余额不足|欠费|额度(?:不足|已?用[完尽])"
)
_CONTENT = re.compile(
    r"content[_ ](?:filter|policy|management|inspection)|data[_ ]inspection|moderation|flagged|inappropriate|"
    r"sensitive (?:content|words?)|敏感|违规内容|不安全"
)
_LENGTH = re.compile(
    r"context[_ -]?(?:length|window|size)|maximum context|max(?:imum)?[_ ]model[_ ]len|too many (?:input )?tokens|"
    r"(?:prompt|input|message|request)s?\b[^.]{0,40}\b(?:too long|too large|exceed|longer than|larger than)|"
    r"range of input length|reduce the length|tokens? limit exceeded|string_above_max_length|"
    r"上下文.{0,10}(?:长度|超)|(?:输入|提示词?|请求).{0,12}(?:过长|超[过出长]|太长)"
)
_MODEL = re.compile(
    r"model_not_found|\bmodel\b.{0,80}(?:not[ _](?:be )?(?:found|exist)|does not exist|n[o']t exist|not a valid|not available)|"
    r"(?:unknown|invalid|no such|unsupported) model\b|not a valid model|模型.{0,40}(?:不存在|未找到|找不到)"
)
_LIMIT = re.compile(r"maximum context length (?:is|of) (\d+)")
_USED = re.compile(
    r"(\d+) in the messages|has (\d+) input tokens|contains at least (\d+) input|messages resulted in (\d+)"
)


class Refusal(NamedTuple):
    """`words`: the server's message, codes and the parameter that it names, in lower case; nothing of what it echoes."""

    status: int
    words: str

    @property
    def meaning(self) -> Meaning:
        if self.status in (402, 403, 429) and (self.status == 402 or _QUOTA.search(self.words)):
            return "quota"
        if 400 <= self.status < 500 and self.status not in (401, 404, 429) and _CONTENT.search(self.words):
            return "content"
        if self.status == 413 or (self.status in (400, 422, 429, 500) and _LENGTH.search(self.words)):
            return "length"
        if self.status in _PASSING or self.status >= 500:
            return "passing"
        if self.status in (401, 403):
            return "key"
        if self.status in (400, 404, 422) and _MODEL.search(self.words):
            return "model"
        return "address" if self.status in (404, 405) else "other"


def read(status: int, body: Any, text: str) -> Refusal:
    """The refusal in an error body, as the client has parsed it; `text` is the body as it came."""
    return Refusal(status, " ".join(_told(body) or [text]).lower())


def room(refusal: Refusal, asked_tokens: int) -> int | None:
    """Tokens left for an answer where prompt and answer together were too long for the model; None where the server
    does not tell, or so few are left that the prompt itself is too long."""
    limit, used = _LIMIT.search(refusal.words), _USED.search(refusal.words)
    if refusal.meaning != "length" or not limit or not used:
        return None
    taken = int(next(group for group in used.groups() if group))
    left = int(limit[1]) - taken - _SPARE_TOKENS
    enough = max(_MIN_ROOM_TOKENS, _MIN_ROOM_SHARE * taken)
    return left if enough <= left < asked_tokens else None


def _told(body: Any) -> list[str]:
    """The words of OpenAI's `{"message", "code", "type", "param"}`, of `{"detail": …}` and pydantic's lists of faults."""
    if isinstance(body, str):
        return [body]
    if isinstance(body, list):
        return [word for fault in body for word in _told(fault)]
    if not isinstance(body, dict):
        return []
    if "detail" in body or "error" in body:
        return _told(body.get("error") or body.get("detail"))
    place = body.get("loc")
    told = [".".join(map(str, place))] if isinstance(place, list) else []
    named = (body.get(name) for name in ("message", "msg", "code", "type", "param"))
    return told + [value for value in named if isinstance(value, str)]
