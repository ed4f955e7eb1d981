"""What a server understands, and what its refusals teach about it.

The ladder: json_schema (enforced while decoding), a strict tool that must be called, json_object, plain text. A 400 that
names what was used teaches the next rung; a 400 that names nothing teaches nothing. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from prompts import Prompt
from service.engines.llm.refusals import Refusal
from service.engines.llm.server import OPENAI, Rung, Server

Schema = Mapping[str, Any]

RUNGS: tuple[Rung, ...] = get_args(Rung)
_BOUNDS = ("max_tokens", "max_completion_tokens", None)
_TEACHING = frozenset({400, 404, 422, 500, 501})
_FORMAT = re.compile(
    r"response[_ ]?format|json[_ ]?(?:schema|object|mode)|structured[_ -]?outputs?|guided|grammar|schema|strict"
)
_TOOL = re.compile(r"\btools?\b|tool_|function|schema|strict")
_TEMPERATURE = re.compile(r"temperature")
_BOUND = re.compile(r"max_(?:completion_)?tokens")
_AT_MOST = re.compile(r"(?:at most|up to|maximum(?: value)? (?:of|is)|less than or equal to|<=|\[\s*\d+\s*,)\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """`bound` is what the server calls the longest answer, None where it knows no name; `most_answer_tokens` the longest
    that it takes, None where it told none."""

    rung: Rung = "json_schema"
    bound: str | None = "max_tokens"
    temperature: bool = True
    most_answer_tokens: int | None = None


def first(server: Server) -> Dialect:
    """What is spoken before anything is learnt."""
    # OpenAI's newer models refuse max_tokens, which is the only name that many other servers know.
    bound = "max_completion_tokens" if server.base_url == OPENAI else "max_tokens"
    rung = "json_schema" if server.answer_format == "auto" else server.answer_format
    return Dialect(rung, bound, server.temperature is not None)


def lower(rung: Rung, steps: int = 1) -> Rung:
    """The rung so many steps down; the last one where there are no more."""
    return RUNGS[min(RUNGS.index(rung) + steps, len(RUNGS) - 1)]


def learned(dialect: Dialect, refusal: Refusal, *, fixed_rung: bool = False) -> Dialect | None:
    """The dialect after a refusal of a call in it; None where the refusal teaches nothing. Each step goes one way, so
    learning comes to an end."""
    if refusal.status not in _TEACHING or refusal.meaning not in ("other", "address", "passing"):
        return None
    if dialect.temperature and _TEMPERATURE.search(refusal.words):
        return replace(dialect, temperature=False)
    if dialect.bound and _BOUND.search(refusal.words):
        return _other_bound(dialect, refusal.words)
    asked = _TOOL if dialect.rung == "tool" else _FORMAT
    if dialect.rung != "text" and not fixed_rung and asked.search(refusal.words):
        return replace(dialect, rung=lower(dialect.rung))
    return None


def _other_bound(dialect: Dialect, words: str) -> Dialect | None:
    """The same with the longest answer that the words allow, or under its next name."""
    if told := _AT_MOST.search(words):
        most = int(told[1])
        known = dialect.most_answer_tokens
        return replace(dialect, most_answer_tokens=most) if most > 0 and (known is None or most < known) else None
    return replace(dialect, bound=_BOUNDS[_BOUNDS.index(dialect.bound) + 1])


def body(
    server: Server, dialect: Dialect, prompt: Prompt, name: str, schema: Schema, answer_tokens: int
) -> dict[str, Any]:
    """The request's body, without the messages' neighbours that the client adds itself."""
    fields: dict[str, Any] = {"model": server.model, "messages": messages(prompt)}
    if dialect.temperature:
        fields["temperature"] = server.temperature
    if dialect.bound:
        fields[dialect.bound] = min(answer_tokens, dialect.most_answer_tokens or answer_tokens)
    return {**fields, **_asking(dialect.rung, name, schema), **server.extra_body}


def messages(prompt: Prompt) -> list[dict[str, str]]:
    return [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]


def _asking(rung: Rung, name: str, schema: Schema) -> dict[str, Any]:
    """The fields that ask for the format. Below the tool the prompt alone tells the schema; it does on every rung, since
    llama.cpp enforces a schema without showing it to the model."""
    if rung == "json_schema":
        asked = {"name": name, "strict": True, "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": asked}}
    if rung == "tool":
        function = {"name": name, "strict": True, "parameters": schema}
        chosen = {"type": "function", "function": {"name": name}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": chosen}
    return {"response_format": {"type": "json_object"}} if rung == "json_object" else {}
