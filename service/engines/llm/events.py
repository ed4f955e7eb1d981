"""A completion that comes as server-sent events, though none were asked for: put together as the one body it stands for."""

import json
from collections.abc import Iterator
from typing import Any

_FIELDS = ("data:", "event:", "id:", "retry:", ":")
_END = "[DONE]"


def whole(body: str) -> str:
    """The body of events as that of one completion; any other body as it is. A stream that breaks off before its choice
    has ended gives a body that is no completion."""
    if not body.lstrip().startswith(_FIELDS):
        return body
    chunks = list(_chunks(body))
    message: dict[str, Any] = {"role": "assistant"}
    finish: str | None = None
    usage: dict[str, Any] | None = None
    for chunk in chunks:
        if "error" in chunk:
            return json.dumps(chunk, ensure_ascii=False)
        usage = chunk.get("usage") or usage
        for choice in _listed(chunk.get("choices"))[:1]:
            _add(message, choice.get("delta") or choice.get("message"))
            finish = choice.get("finish_reason") or finish
    if finish is None:
        return ""
    told = {"choices": [{"message": message, "finish_reason": finish}], "usage": usage}
    return json.dumps(told, ensure_ascii=False)


def _chunks(body: str) -> Iterator[dict[str, Any]]:
    for line in body.splitlines():
        data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
        if not data or data == _END:
            continue
        try:
            chunk = json.loads(data)
        except (ValueError, RecursionError):
            continue
        if isinstance(chunk, dict):
            yield chunk


def _add(message: dict[str, Any], delta: Any) -> None:
    """Put what a piece adds behind what there is: texts, and the arguments of the first tool that is called."""
    if not isinstance(delta, dict):
        return
    for name in ("content", "reasoning_content", "refusal"):
        if isinstance(delta.get(name), str):
            message[name] = message.get(name, "") + delta[name]
    for call in _listed(delta.get("tool_calls"))[:1]:
        function = call.get("function")
        arguments = function.get("arguments") if isinstance(function, dict) else None
        if isinstance(arguments, str):
            calls = message.setdefault("tool_calls", [{"function": {"arguments": ""}}])
            calls[0]["function"]["arguments"] += arguments


def _listed(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
