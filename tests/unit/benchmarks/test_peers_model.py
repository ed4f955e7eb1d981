"""The scripted model: its limits, its faults, its bill."""

import json
from typing import Any

import pytest

from benchmarks.peers import calls, material, model
from benchmarks.peers.model import Call, Fault, Model, Pace
from service.engines.llm import tokens
from tests.scripted import Request

REPORT = material.joined(material.reports()[:2], "two")


def loaded(fault: Fault | None = None) -> Model:
    made = Model()
    made.load(
        {
            "text": REPORT.text,
            "items": json.loads(json.dumps(REPORT.items)),
            "pace": Pace(0.0, 0.0, 0.0),
            "fault": fault,
        }
    )
    return made


def request(passage: str, **more: Any) -> Request:
    messages = [
        {"role": "system", "content": "提取条目"},
        {"role": "user", "content": f"<report>\n{passage}\n</report>"},
    ]
    return Request(0, {}, {"model": "by hand", "messages": messages, **more})


def choice(made: Model, asked: Request) -> dict[str, Any]:
    body = json.loads(made(asked).body)
    told: dict[str, Any] = body["choices"][0]
    return told


def test_tokens_are_counted_for_everybody_alike() -> None:
    made, form = loaded(), {"type": "json_object"}
    content = choice(made, request(REPORT.text, response_format=form))["message"]["content"]
    (call,) = made.calls
    assert call.prompt_tokens == tokens.count(f"提取条目\n<report>\n{REPORT.text}\n</report>")
    assert call.format_tokens == tokens.count('[{"type":"json_object"}]')
    assert call.completion_tokens == tokens.count(content)
    assert calls.bill(made.calls).total == call.prompt_tokens + call.format_tokens + call.completion_tokens


def test_a_tool_is_answered_as_a_tool_call() -> None:
    told = choice(loaded(), request(REPORT.text, tools=[{"type": "function", "function": {"name": "Report"}}]))
    assert told["message"]["content"] is None
    assert json.loads(told["message"]["tool_calls"][0]["function"]["arguments"])["achievements"]


def test_what_does_not_fit_the_context_is_refused() -> None:
    made = loaded()
    reply = made(request("字" * (model.CONTEXT_TOKENS + 1)))
    assert reply.status == 400
    assert made.calls[0].outcome == "too long"


def test_an_answer_ends_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "ANSWER_TOKENS", 100)
    made = loaded()
    told = choice(made, request(REPORT.text))
    assert told["finish_reason"] == "length"
    assert made.calls[0].completion_tokens == 100
    with pytest.raises(json.JSONDecodeError):
        json.loads(told["message"]["content"])


def test_a_cut_comes_each_time_and_only_where_the_fault_is() -> None:
    place = REPORT.items[0].spans[0][0]
    made = loaded(Fault("cut", place))
    half = len(REPORT.text) // 2
    assert [choice(made, request(REPORT.text[:half]))["finish_reason"] for _ in range(2)] == ["length", "length"]
    assert choice(made, request(REPORT.text[half:]))["finish_reason"] == "stop"


def test_an_answer_is_garbled_once() -> None:
    made = loaded(Fault("garbled", REPORT.items[0].spans[0][0]))
    contents = [choice(made, request(REPORT.text))["message"]["content"] for _ in range(2)]
    with pytest.raises(json.JSONDecodeError):
        json.loads(contents[0])
    assert json.loads(contents[1])["achievements"]


def call(name: str, began: float, due: float, digest: str = "", outcome: str = "whole") -> Call:
    return Call(name, digest, began, 1, 1, due=due, outcome=outcome)


def test_the_critical_path_is_packed_calls_and_the_overview_behind() -> None:
    lines = [call("lines", 0, seconds) for seconds in (3, 1, 1, 1)]
    assert calls.critical_seconds([*lines, call("overview", 9, 11)], 2) == 3 + 2
    assert calls.critical_seconds([*lines, call("repaired", 3, 4)], 4) == 3 + 1


def test_busy_seconds_count_no_moment_twice() -> None:
    assert calls.busy_seconds([call("lines", 0, 2), call("lines", 1, 3), call("lines", 5, 6)]) == 4


def test_only_whole_answers_count_as_asked_again() -> None:
    answered = [call("lines", 0, 1, "a"), call("lines", 0, 1, "b", "cut"), call("lines", 0, 1, "c")]
    assert calls.asked_again(answered, [call("lines", 2, 3, "a"), call("lines", 2, 3, "b")]) == 1
