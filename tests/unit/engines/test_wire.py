"""Chat completions as servers send them."""

import json
from typing import Any

import pytest

from service.engines.llm.answers import Unusable
from service.engines.llm.wire import Completion, Used, read


def body(message: dict[str, Any], finish: str | None = "stop", usage: Any = None) -> str:
    return json.dumps({"choices": [{"message": message, "finish_reason": finish}], "usage": usage})


def call(arguments: Any) -> dict[str, Any]:
    return {
        "content": None,
        "tool_calls": [{"type": "function", "function": {"name": "lines", "arguments": arguments}}],
    }


@pytest.mark.parametrize(
    ("message", "finish", "content", "fault"),
    [
        ({"content": "好"}, "stop", "好", ""),
        ({"content": "好"}, None, "好", ""),
        ({"content": "好", "tool_calls": None}, "stop", "好", ""),
        ({"content": "好", "tool_calls": []}, "stop", "好", ""),
        ({"content": [{"type": "text", "text": "好"}, {"type": "text", "text": "的"}]}, "stop", "好的", ""),
        (call('{"items":[]}'), "tool_calls", '{"items":[]}', ""),
        (call({"items": [1]}), "tool_calls", '{"arguments":{"items":[1]}}', ""),
        ({**call(""), "content": "好"}, "stop", "好", ""),
        ({"content": ""}, "stop", "", "blank"),
        ({"content": None}, "stop", "", "blank"),
        ({"content": " \n"}, "stop", "", "blank"),
        ({}, "stop", "", "blank"),
        ({"content": "", "refusal": "I cannot"}, "stop", "", "refused"),
        ({"content": "好"}, "content_filter", "", "refused"),
        ({"content": ""}, "sensitive", "", "refused"),
        ({"content": ""}, "insufficient_system_resource", "", "response"),
        ({"content": '{"achievements":['}, "length", "", "length"),
        ({"content": '{"achievements":[' + " \n" * 400}, "length", "", "whitespace"),
        ({"content": "\n" * 400}, "length", "", "whitespace"),
        ({"content": ""}, "length", "", "whitespace"),
        ({"content": "<think>" + "想" * 400}, "length", "", "thought"),
        ({"content": "", "reasoning_content": "想" * 400}, "length", "", "thought"),
        ({"content": "<think>想</think>" + "写" * 400}, "length", "", "length"),
    ],
)  # fmt: skip
def test_read(message: dict[str, Any], finish: str | None, content: str, fault: str) -> None:
    found = read(body(message, finish))
    assert (found.content, found.fault) == (content, fault)


@pytest.mark.parametrize(
    ("usage", "used"),
    [
        ({"prompt_tokens": 3, "completion_tokens": 2}, Used(3, 2)),
        ({"prompt_tokens": None, "completion_tokens": "2"}, Used()),
        ({"prompt_tokens": -1}, Used()),
        ({}, Used()),
        (None, Used()),
        ([], Used()),
    ],
)
def test_usage_that_is_nonsense_is_none(usage: Any, used: Used) -> None:
    assert read(body({"content": "好"}, usage=usage)) == Completion("好", used)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "blank"),
        ("\n \n", "blank"),
        ('{"choices": []}', "response"),
        ('{"error": {"message": "out of memory"}}', "response"),
        ('{"choices": [{"finish_reason": "stop"}]}', "response"),
        ('{"choices": [{"message"', "response"),
        ("<html>", "response"),
    ],
)
def test_no_completion(text: str, reason: str) -> None:
    with pytest.raises(Unusable) as caught:
        read(text)
    assert caught.value.reason == reason


def test_blank_lines_that_hold_the_line_are_no_part_of_it() -> None:
    assert read("\n\n\n" + body({"content": "好"})).content == "好"
