"""Finding the JSON object in what a model wrote: behind its thinking, in a fence, in a tool call spelt as text, between
sentences. Which object is meant shows by the names that the format asks for. Nothing is guessed inside an object: only a
comma before a closing bracket is overlooked. Pure.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S | re.I)
_THOUGHT = re.compile(r"\A.*</think(?:ing)?>", re.S | re.I)
_STRING_OR_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.S)
_MAX_STARTS = 64
_DECODER = json.JSONDecoder(strict=False)


def find(content: str, names: frozenset[str]) -> dict[str, Any] | None:
    """The last object that holds one of the names, itself or one level inside it; None where there is none."""
    spoken = _THOUGHT.sub("", _THOUGHTS.sub("", content))
    for text in dict.fromkeys((spoken, _without_commas(spoken))):
        fitting = [found for value in _objects(text) if (found := _fitting(value, names))]
        if fitting:
            return fitting[-1]
    return None


def _without_commas(text: str) -> str:
    return _STRING_OR_COMMA.sub(lambda match: match[1] or "", text)


def _objects(text: str) -> Iterator[Any]:
    """The outermost objects that stand whole in a text."""
    at = text.find("{")
    for _ in range(_MAX_STARTS):
        if at < 0:
            return
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            yield value
        at = text.find("{", end)


def _fitting(value: Any, names: frozenset[str]) -> dict[str, Any] | None:
    """The object itself, or the one that it wraps: `{"name": …, "arguments": {…}}`, its arguments as text too."""
    if not isinstance(value, dict):
        return None
    if names & value.keys():
        return value
    for inner in value.values():
        if isinstance(inner, str) and inner.lstrip().startswith("{"):
            inner = next(_objects(inner), None)
        if isinstance(inner, dict) and names & inner.keys():
            return inner
    return None
