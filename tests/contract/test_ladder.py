"""Servers of several shapes, each of which refuses what real ones refuse: what is learnt, and that it is learnt once."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from schemas.draft import Draft
from service.engines.llm import LlmEngine
from service.engines.protocol import Tally
from service.errors import ModelError
from tests.contract.test_llm_engine import DRAFTS, GOOD, settings
from tests.scripted import Reply, Request, ScriptedServer, answer, failure, raw
from tests.scripted.reports import whole

CHUNK = whole()
PARTS = [CHUNK._replace(first=first) for first in range(4)]
TEXT = json.dumps(GOOD, ensure_ascii=False)


def called(content: Any) -> Reply:
    """An answer as a tool call."""
    function = {"name": "lines", "arguments": json.dumps(content, ensure_ascii=False)}
    message = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "1", "type": "function", "function": function}],
    }
    return raw({"choices": [{"finish_reason": "tool_calls", "message": message}]})


def strict(request: Request) -> Reply:
    """OpenAI's newer models: strict schemas, no max_tokens, no temperature."""
    if "max_tokens" in request.body:
        return failure(
            400,
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        )
    if "temperature" in request.body:
        return failure(400, "Unsupported value: 'temperature' does not support 0.0 with this model.")
    return answer(GOOD)


def object_only(request: Request) -> Reply:
    """DeepSeek: json_object, no schemas, no forced tools."""
    if request.rung == "json_schema":
        return failure(400, "This response_format type is unavailable now")
    if request.rung == "tool":
        return failure(400, "deepseek-reasoner does not support this tool_choice")
    return answer(GOOD)


def tools_only(request: Request) -> Reply:
    """A gateway that knows tools, and no response_format; it answers by a call."""
    if "response_format" in request.body:
        return raw(
            {"detail": [{"loc": ["body", "response_format"], "msg": "Extra inputs are not permitted"}]}, status=422
        )
    return called(GOOD)


def bare(request: Request) -> Reply:
    """A server that knows neither and writes prose around its JSON."""
    if request.rung != "text":
        return failure(400, f"unknown field: {'tools' if request.rung == 'tool' else 'response_format'}")
    return answer(f"<think>第一条……</think>好的：\n```json\n{TEXT}\n```")


def call_as_text(request: Request) -> Reply:
    """llama.cpp with some templates: the call comes as text, with no tool_calls."""
    if request.rung == "json_schema":
        return failure(500, "failed to parse grammar")
    return answer("```json\n" + json.dumps({"name": "lines", "arguments": GOOD}, ensure_ascii=False) + "\n```")


def short_context(request: Request) -> Reply:
    """vLLM with a small window: prompt and answer together must fit."""
    asked = request.body["max_tokens"]
    if asked > 2580:
        return failure(
            400,
            f"'max_tokens' or 'max_completion_tokens' is too large: {asked}. This model's maximum context length is 4096 "
            f"tokens and your request has 1500 input tokens ({asked} > 4096 - 1500).",
        )
    return answer(GOOD)


def short_answers(request: Request) -> Reply:
    if request.body["max_tokens"] > 2000:
        return failure(400, "Range of max_tokens should be [1, 2000]")
    return answer(GOOD)


SHAPES: list[tuple[Callable[[Request], Reply], int, str, dict[str, Any]]] = [
    (strict, 2, "json_schema", {"max_completion_tokens": 4096}),
    (object_only, 2, "json_object", {"max_tokens": 4096, "temperature": 0.0}),
    (tools_only, 1, "tool", {"max_tokens": 4096}),
    (bare, 3, "text", {}),
    (call_as_text, 1, "tool", {}),
    (short_context, 1, "json_schema", {"max_tokens": 2580}),
    (short_answers, 1, "json_schema", {"max_tokens": 2000}),
]


def play(scenario: Callable[[Request], Reply], **changed: Any) -> tuple[list[Any], ScriptedServer, list[int]]:
    """The lines of the parts, asked for one after the other, and how many requests each took."""

    async def scene() -> list[Any]:
        results: list[Any] = []
        async with LlmEngine.from_settings(settings(server.base_url, **changed)) as engine:
            for part in PARTS:
                before = len(server.requests)
                try:
                    results.append(await engine.extract(part, Tally()))
                except ModelError as error:
                    results.append(error)
                taken.append(len(server.requests) - before)
        return results

    taken: list[int] = []
    with ScriptedServer(scenario) as server:
        return asyncio.run(scene()), server, taken


def here(first: int) -> tuple[Draft, ...]:
    """What the good answer says of a part that begins there: numbers are the part's own."""
    return tuple(draft._replace(clauses=tuple(at + first for at in draft.clauses)) for draft in DRAFTS)


@pytest.mark.parametrize(("shape", "refusals", "rung", "sent"), SHAPES, ids=[shape[0].__name__ for shape in SHAPES])
def test_what_a_server_takes_is_learnt_from_its_refusals_once(
    shape: Callable[[Request], Reply], refusals: int, rung: str, sent: dict[str, Any]
) -> None:
    results, server, taken = play(shape)
    assert tuple(results[0]) == here(0)
    assert not any(isinstance(result, ModelError) for result in results)
    learnt_for_good = shape is not short_context  # what is left of a window depends on the prompt
    assert taken == [refusals + 1, *([1] * 3 if learnt_for_good else [2] * 3)]
    assert server.requests[-1].rung == rung
    assert {name: server.requests[-1].body.get(name) for name in sent} == sent


def test_calls_that_go_out_together_learn_one_step() -> None:
    async def scene() -> None:
        async with LlmEngine.from_settings(settings(server.base_url)) as engine:
            await asyncio.gather(*(engine.extract(part, Tally()) for part in PARTS))

    with ScriptedServer(tools_only) as server:
        asyncio.run(scene())
    rungs = [request.rung for request in server.requests]
    assert rungs.count("tool") == len(PARTS)
    assert set(rungs) == {"json_schema", "tool"}


def test_a_400_that_names_nothing_teaches_nothing() -> None:
    results, server, taken = play(lambda _: failure(400, "Bad Request"))
    assert [result.code for result in results] == ["model_refused"] * 4
    assert taken == [1, 1, 1, 1]
    assert {request.rung for request in server.requests} == {"json_schema"}


@pytest.mark.parametrize("rung", ["json_schema", "tool", "json_object", "text"])
def test_a_rung_that_is_set_is_the_only_one(rung: str) -> None:
    results, server, _ = play(lambda _: answer(GOOD), answer_format=rung)
    assert tuple(results[0]) == here(0)
    assert {request.rung for request in server.requests} == {rung}


def test_a_rung_that_is_set_and_refused_is_told() -> None:
    results, server, _ = play(object_only, answer_format="tool")
    assert {result.code for result in results} == {"model_refused"}
    assert {request.rung for request in server.requests} == {"tool"}


def test_a_rung_whose_calls_only_the_next_one_answers_is_left() -> None:
    def blank_by_schema(request: Request) -> Reply:
        return answer("") if request.rung == "json_schema" else answer(GOOD)

    results, _, taken = play(blank_by_schema)
    assert not any(isinstance(result, ModelError) for result in results)
    assert taken == [3, 3, 1, 1]


def test_extra_fields_and_the_servers_own_temperature() -> None:
    extra = {"chat_template_kwargs": {"enable_thinking": False}}
    _, server, _ = play(lambda _: answer(GOOD), extra_body=extra, temperature="")
    for request in server.requests:
        assert request.body["chat_template_kwargs"] == {"enable_thinking": False}
        assert "temperature" not in request.body
