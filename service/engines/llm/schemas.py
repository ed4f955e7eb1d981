"""The JSON schemas that a server is asked to enforce, built per call so that only existing numbers can be answered.

They keep to what every strict server takes: each field required, no additional ones, `enum` where a range is meant.
Azure and Anthropic refuse `minimum`, `maxItems`, `maxLength` and their like with a 400; those bounds are checked in
`answers.py`. The list of numbers stands once, behind a `$ref`: it is the largest part of the schema, and OpenAI takes
at most 1,000 enum values in all. Beyond MAX_LISTED numbers a list would cost more than the instructions: then any integer
is allowed, and the reading of the answer alone drops numbers that do not exist.
"""

from collections.abc import Iterable, Sequence
from typing import Any, get_args

from schemas.document import Topic

Schema = dict[str, Any]

MAX_LISTED = 96
"""As many as a chunk has clauses (`chunking.MAX_CLAUSES`): with them, schema and instructions stay below 900 tokens."""


def lines(clauses: Sequence[int]) -> Schema:
    """Rows by kind, for the clauses of these numbers: `t` topic, `x` text, `c` clause numbers.

    The numbers come last: a small model that begins a row with them counts on and on (seen with qwen-0.5b).
    """
    topic = {"type": "string", "enum": list(get_args(Topic))}
    row = _object(t=topic, x=_TEXT, c=_array(_numbers(clauses)))
    rows = {"$ref": "#/$defs/r"}
    return {**_object(achievements=rows, problems=rows, plans=rows), "$defs": {"r": _array(row)}}


def repaired(count: int, clauses: Iterable[int]) -> Schema:
    """Rows for `count` rejected items: `n` the item's number, `x` text, `c` numbers of the clauses shown."""
    return _object(items=_array(_object(n=_numbers(range(1, count + 1)), x=_TEXT, c=_array(_numbers(clauses)))))


def condensed(count: int) -> Schema:
    """An overview of `count` items, the items it rests on, groups of doubles."""
    items = {"$ref": "#/$defs/i"}
    schema = _object(overview=_TEXT, items=items, doubles=_array(items))
    return {**schema, "$defs": {"i": _array(_numbers(range(1, count + 1)))}}


def chosen(count: int) -> Schema:
    """The numbers, of `count` that were shown, of what answers a question, and whether that is told at all."""
    return _object(numbers=_array(_numbers(range(1, count + 1))), told={"type": "boolean"})


_TEXT: Schema = {"type": "string"}


def _numbers(allowed: Iterable[int]) -> Schema:
    listed = list(allowed)
    return {"type": "integer", "enum": listed} if len(listed) <= MAX_LISTED else {"type": "integer"}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
