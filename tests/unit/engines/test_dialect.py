"""What a refusal teaches, as a table, and what is sent in each dialect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import Prompt
from service.engines.llm.dialect import RUNGS, Dialect, body, first, learned, lower
from service.engines.llm.refusals import Refusal
from service.engines.llm.server import OPENAI, Server

FULL = Dialect()
TOOL = Dialect(rung="tool")
OBJECT = Dialect(rung="json_object")
TEXT = Dialect(rung="text")
PROMPT = Prompt("系统", "用户")
SCHEMA = {"type": "object"}


@pytest.mark.parametrize(
    ("spoken", "status", "words", "after"),
    [
        # the ladder, in the words of several servers
        (FULL, 400, "this response_format type is unavailable now", TOOL),
        (FULL, 400, "invalid schema for response_format 'lines': keyword '$defs' is not permitted", TOOL),
        (FULL, 400, "'response_format.type' must be one of 'json_object', 'text'", TOOL),
        (FULL, 422, "body.response_format.type unexpected value; permitted: 'text'", TOOL),
        (FULL, 500, "failed to convert json schema to grammar", TOOL),
        (FULL, 400, "structured outputs are not supported with this model", TOOL),
        (TOOL, 400, "does not support tool_choice", OBJECT),
        (TOOL, 400, "registry.example/model does not support tools", OBJECT),
        (TOOL, 404, "no endpoints found that support tool use", OBJECT),
        (TOOL, 400, "the tool_choice parameter does not support being set to required or object in thinking mode", OBJECT),
        (OBJECT, 400, "response_format is not supported", TEXT),
        (OBJECT, 400, "json mode is not supported for this model", TEXT),
        # other fields
        (FULL, 400, "unsupported value: 'temperature' does not support 0 with this model", Dialect(temperature=False)),
        (FULL, 400, "invalid temperature: only 1 is allowed for this model", Dialect(temperature=False)),
        (FULL, 400, "unsupported parameter: 'max_tokens' is not supported with this model. use 'max_completion_tokens' instead.", Dialect(bound="max_completion_tokens")),
        (Dialect(bound="max_completion_tokens"), 422, "body.max_completion_tokens extra inputs are not permitted", Dialect(bound=None)),
        (FULL, 400, "max_tokens is too large: 4096. this model supports at most 2048 completion tokens", Dialect(most_answer_tokens=2048)),
        (FULL, 400, "range of max_tokens should be [1, 2000]", Dialect(most_answer_tokens=2000)),
        # nothing is learnt
        (FULL, 400, "bad request", None),
        (FULL, 400, "the model is overloaded with tool_choice", None),
        (FULL, 401, "response_format", None),
        (FULL, 429, "response_format", None),
        (FULL, 400, "maximum context length is 4096 tokens; max_tokens", None),
        (FULL, 400, "model not exist: json_schema", None),
        (TEXT, 400, "response_format, tools, schema", None),
        (Dialect(temperature=False), 400, "temperature", None),
        (Dialect(most_answer_tokens=100), 400, "max_tokens must be at most 100", None),
    ],
)  # fmt: skip
def test_learned(spoken: Dialect, status: int, words: str, after: Dialect | None) -> None:
    assert learned(spoken, Refusal(status, words)) == after


def test_a_rung_that_was_set_is_kept() -> None:
    refusal = Refusal(400, "this response_format type is unavailable now")
    assert learned(FULL, refusal, fixed_rung=True) is None


@given(st.lists(st.sampled_from(["response_format", "tools", "temperature", "max_tokens at most 9", "max_tokens"])))
def test_learning_comes_to_an_end(words: list[str]) -> None:
    dialect, steps = FULL, 0
    for word in [*words, *words]:
        if (after := learned(dialect, Refusal(400, word))) is not None:
            dialect, steps = after, steps + 1
    assert steps <= len(RUNGS) - 1 + 1 + 2 + 1


def test_the_lowest_rung_has_none_below() -> None:
    assert [lower(rung) for rung in RUNGS] == [*RUNGS[1:], "text"]


def test_what_is_sent_on_each_rung() -> None:
    server = Server("m", "http://server/v1", max_answer_tokens=512)
    sent = {rung: body(server, Dialect(rung=rung), PROMPT, "lines", SCHEMA, 512) for rung in RUNGS}
    assert sent["json_schema"]["response_format"]["json_schema"] == {"name": "lines", "strict": True, "schema": SCHEMA}
    assert sent["tool"]["tools"][0]["function"] == {"name": "lines", "strict": True, "parameters": SCHEMA}
    assert sent["tool"]["tool_choice"] == {"type": "function", "function": {"name": "lines"}}
    assert sent["json_object"]["response_format"] == {"type": "json_object"}
    assert sorted(sent["text"]) == ["max_tokens", "messages", "model", "temperature"]


def test_what_was_learnt_shapes_what_is_sent() -> None:
    dialect = Dialect("text", "max_completion_tokens", temperature=False, most_answer_tokens=300)
    sent = body(Server("m"), dialect, PROMPT, "lines", SCHEMA, 512)
    assert sorted(sent) == ["max_completion_tokens", "messages", "model"]
    assert sent["max_completion_tokens"] == 300
    assert sorted(body(Server("m"), Dialect("text", None), PROMPT, "lines", SCHEMA, 512)) == [
        "messages",
        "model",
        "temperature",
    ]


def test_extra_fields_go_along_and_win() -> None:
    server = Server("m", extra_body={"chat_template_kwargs": {"enable_thinking": False}, "temperature": 0.7})
    sent = body(server, FULL, PROMPT, "lines", SCHEMA, 512)
    assert sent["chat_template_kwargs"] == {"enable_thinking": False}
    assert sent["temperature"] == 0.7


def test_the_first_dialect() -> None:
    assert first(Server("m", OPENAI)) == Dialect(bound="max_completion_tokens")
    assert first(Server("m", "http://server/v1")) == FULL
    assert first(Server("m", "http://server/v1", temperature=None, answer_format="text")) == Dialect(
        "text", temperature=False
    )
