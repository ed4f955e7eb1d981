"""The llm engine through the real openai client, against a real HTTP server that plays good and bad model servers."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from schemas.document import Kind
from schemas.draft import Condensed, Draft, Rejection
from service import messages
from service.engines.llm import LlmEngine
from service.engines.protocol import Line, Tally
from service.errors import (
    ConfigurationError,
    ModelError,
    ModelOverwhelmed,
    ModelRefused,
    ModelUnreachable,
    QuotaSpent,
    UnknownModel,
    WrongAddress,
    WrongKey,
)
from service.settings import Settings
from tests.scripted import Scenario, ScriptedServer, answer, blank, cut, failure, hang, html, raw, reset
from tests.scripted.reports import number, whole

CHUNK = whole()
KEY = "sk-secret-0123456789"
GOOD: dict[str, list[dict[str, Any]]] = {
    "achievements": [
        {
            "t": "functions",
            "x": "推出“一件事一次办”83件，全年办件1.3万余件",
            "c": [number(CHUNK, "83件"), number(CHUNK, "1.3万")],
        },
        {
            "t": "disputes",
            "x": "全年调处矛盾纠纷1282件，调解成功率97.5%",
            "c": [number(CHUNK, "1282"), number(CHUNK, "97.5")],
        },
    ],
    "problems": [
        {"t": "enforcement", "x": "部分乡镇没有专职法制审核人员", "c": [number(CHUNK, "专职")]},
    ],
    "plans": [{"t": "enforcement", "x": "组织执法人员培训不少于60学时", "c": [number(CHUNK, "60学时")]}],
}
KINDS: tuple[Kind, ...] = ("achievement", "problem", "plan")
DRAFTS = tuple(
    Draft(kind, row["t"], row["x"], tuple(n - 1 for n in row["c"]))
    for kind, rows in zip(KINDS, GOOD.values(), strict=True)
    for row in rows
)


def settings(base_url: str, **changed: Any) -> Settings:
    quick = {"retry_wait_max_seconds": 0.01, "request_timeout_seconds": 10.0, "api_key": KEY, "model": "scripted"}
    return Settings(_env_file=None, **{"base_url": base_url, **quick, **changed})  # type: ignore[call-arg]


def play(scenario: Scenario, act: Callable[[LlmEngine], Awaitable[Any]], **changed: Any) -> tuple[Any, ScriptedServer]:
    """What the act came to against the scenario, a result or an error, and the server with what it was asked."""

    async def scene() -> Any:
        async with LlmEngine.from_settings(settings(**{"base_url": server.base_url, **changed})) as engine:
            try:
                return await act(engine)
            except ModelError as error:
                return error

    with ScriptedServer(scenario) as server:
        return asyncio.run(scene()), server


def extract(scenario: Scenario, **changed: Any) -> tuple[Any, ScriptedServer, Tally]:
    tally = Tally()
    result, server = play(scenario, lambda engine: engine.extract(CHUNK, tally), **changed)
    return result, server, tally


def test_a_good_answer_becomes_drafts_and_is_counted() -> None:
    result, server, tally = extract([answer(GOOD, prompt_tokens=900, completion_tokens=80)])
    assert tuple(result) == DRAFTS
    assert (tally.calls, tally.prompt_tokens, tally.completion_tokens) == (1, 900, 80)
    (request,) = server.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert (request.body["model"], request.body["temperature"], request.body["max_tokens"]) == ("scripted", 0.0, 4096)
    assert [message["role"] for message in request.body["messages"]] == ["system", "user"]
    assert "全年累计办件1.3万余件" in request.user


def test_the_schema_is_strict_and_knows_the_chunks_numbers_only() -> None:
    _, server, _ = extract([answer(GOOD)])
    (request,) = server.requests
    asked = request.body["response_format"]
    assert (asked["type"], asked["json_schema"]["strict"]) == ("json_schema", True)
    text = json.dumps(request.schema)
    assert f'"enum": {list(range(1, len(CHUNK.clauses) + 1))}' in text
    for refused_by_some in ("minimum", "maximum", "minItems", "maxItems", "maxLength", "pattern"):
        assert refused_by_some not in text


@pytest.mark.parametrize("key", [None, "  "])
def test_without_a_key_none_is_sent(key: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-service")
    _, server, _ = extract([answer(GOOD)], api_key=key)
    assert server.requests[0].headers["authorization"] == "Bearer none"


@pytest.mark.parametrize(
    "faults",
    [
        [failure(500)],
        [failure(503), failure(502), html(504)],
        [failure(408)],
        [failure(409)],
        [failure(429)],
        [reset()],
        [reset(sent_bytes=40)],
    ],
)
def test_what_passes_is_tried_again(faults: list[Any]) -> None:
    result, server, tally = extract([*faults, answer(GOOD)])
    assert tuple(result) == DRAFTS
    assert len(server.requests) == len(faults) + 1
    assert tally.calls == 1


def test_a_time_out_is_tried_again() -> None:
    result, server, _ = extract([hang(), answer(GOOD)], request_timeout_seconds=0.3)
    assert tuple(result) == DRAFTS
    assert len(server.requests) == 2


def test_retry_after_is_waited_out() -> None:
    began = time.monotonic()
    result, _, _ = extract([failure(429, retry_after="1"), answer(GOOD)])
    assert tuple(result) == DRAFTS
    assert time.monotonic() - began >= 1.0


def test_a_server_that_asks_for_too_long_a_wait_is_left() -> None:
    result, server, _ = extract([failure(429, "slow down", retry_after="3600")])
    assert isinstance(result, ModelError)
    assert result.details == {"reason": "server", "status": 429, "words": "slow down"}
    assert len(server.requests) == 1


def test_tries_end() -> None:
    result, server, tally = extract([failure(503, "loading model")], max_attempts=3)
    assert type(result) is ModelError
    assert result.details == {"reason": "server", "status": 503, "words": "loading model"}
    assert len(server.requests) == 3
    assert tally.calls == 0


def test_hanging_ends_as_a_time_out() -> None:
    result, _, _ = extract([hang()], request_timeout_seconds=0.2, max_attempts=2)
    assert type(result) is ModelError
    assert result.details == {"reason": "timeout"}


def test_an_address_where_nothing_listens() -> None:
    with ScriptedServer([answer(GOOD)]) as gone:
        base_url = gone.base_url
    result, server, _ = extract([answer(GOOD)], base_url=base_url, max_attempts=2)
    assert isinstance(result, ModelUnreachable)
    assert result.details == {"base_url": base_url}
    assert server.requests == []


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        (failure(400, f"no good: {KEY} is wrong"), ModelRefused, "no good: *** is wrong"),
        (failure(422, "no good"), ModelRefused, "TIYAO_BASE_URL"),
        (failure(401, f"no good: {KEY} is wrong"), WrongKey, "TIYAO_API_KEY"),
        (failure(403, "no access"), WrongKey, "TIYAO_API_KEY"),
        (failure(404, "The model `scripted` does not exist"), UnknownModel, "scripted"),
        (failure(400, "Model Not Exist"), UnknownModel, "TIYAO_MODEL"),
        (raw({"detail": "Not Found"}, status=404), WrongAddress, "/v1"),
        (html(404), WrongAddress, "TIYAO_BASE_URL"),
        (html(200), WrongAddress, "Bad gateway nginx"),
        (failure(402, "Insufficient Balance"), QuotaSpent, "Insufficient Balance"),
        (failure(429, "You exceeded your current quota", code="insufficient_quota"), QuotaSpent, "402|429"),
    ],
)
def test_what_asking_again_cannot_mend_is_told_at_once_in_plain_words(
    reply: Any, error: type[ModelError], message: str
) -> None:
    result, server, _ = extract([reply])
    assert type(result) is error
    assert len(server.requests) == 1
    for language in ("zh", "en"):
        told = messages.say(result.code, language, **result.details)  # type: ignore[arg-type]
        assert re.search(message.replace("*", r"\*"), told)
        assert KEY not in told
        assert "{" not in told


def test_a_refusal_never_repeats_the_report() -> None:
    result, _, _ = extract(lambda request: failure(400, f"bad input: {request.user}"))
    assert isinstance(result, ModelRefused)
    assert result.details == {"status": 400, "reason": "bad input: …"}


USELESS = {
    "blank": blank(),
    "refused": answer("", finish="content_filter"),
    "response": raw({"error": {"message": "out of memory"}}),
    "json": answer("好的，以下是摘要：一、办件1.3万余件。"),
    "format": answer({**GOOD, "plans": "无"}),
    "thought": answer("<think>" + "先看第一条，再看第二条。" * 9, finish="length"),
}


@pytest.mark.parametrize("reason", list(USELESS))
def test_a_useless_answer_is_asked_for_once_more_with_the_reason(reason: str) -> None:
    result, server, tally = extract([USELESS[reason], answer(GOOD)])
    assert tuple(result) == DRAFTS
    first, second = server.requests
    assert second.system == first.system
    assert second.user.startswith(first.user)
    assert "不能用" in second.user
    assert tally.calls == 2


@pytest.mark.parametrize(
    ("reason", "rungs"),
    [
        ("blank", ["json_schema", "json_schema", "tool"]),
        ("json", ["json_schema", "json_schema", "tool"]),
        ("format", ["json_schema", "json_schema", "tool"]),
        ("refused", ["json_schema"] * 2),
        ("thought", ["json_schema"] * 2),
    ],
)
def test_answers_that_stay_useless_are_an_error(reason: str, rungs: list[str]) -> None:
    result, server, _ = extract([USELESS[reason]])
    assert isinstance(result, ModelError)
    assert result.details == {"reason": reason}
    assert [request.rung for request in server.requests] == rungs


def test_an_error_with_a_good_status_is_told_in_the_servers_words() -> None:
    result, server, _ = extract([USELESS["response"]])
    assert isinstance(result, ModelError)
    assert result.details == {"reason": "server", "status": 200, "words": "out of memory"}
    assert [request.rung for request in server.requests] == ["json_schema"] * 2


def test_thinking_gets_more_room() -> None:
    _, server, _ = extract([USELESS["thought"], answer(GOOD)])
    assert [request.body["max_tokens"] for request in server.requests] == [4096, 8192]


def test_blanks_without_end_are_asked_for_one_rung_lower() -> None:
    loop = answer('{"achievements":[' + " \n" * 500, finish="length")
    result, server, _ = extract([loop, answer(GOOD)])
    assert tuple(result) == DRAFTS
    assert [request.rung for request in server.requests] == ["json_schema", "tool"]


@pytest.mark.parametrize("reply", [cut(GOOD), failure(400, "maximum context length is 2048 tokens"), failure(413)])
def test_too_much_is_left_to_a_smaller_chunk_at_once(reply: Any) -> None:
    result, server, _ = extract([reply])
    assert isinstance(result, ModelOverwhelmed)
    assert len(server.requests) == 1


def test_numbers_that_the_chunk_does_not_have_are_dropped() -> None:
    strange = {
        "achievements": [{"t": "other", "x": "甲", "c": [0, 999]}, {"t": "other", "x": "乙", "c": [999, 3, 3]}],
        "problems": [],
        "plans": [],
    }
    result, _, _ = extract([answer(strange)])
    assert tuple(result) == (Draft("achievement", "other", "乙", (2,)),)


def test_a_chunk_of_headings_is_not_asked_about() -> None:
    heading = next(clause.number for clause in CHUNK.clauses if clause.heading)
    only = CHUNK._replace(first=heading, last=heading + 1)
    result, server = play([answer(GOOD)], lambda engine: engine.extract(only, Tally()))
    assert (result, server.requests) == ((), [])


def test_no_more_calls_at_once_than_set() -> None:
    async def act(engine: LlmEngine) -> int:
        parts = [CHUNK._replace(first=first) for first in range(9)]
        results = await asyncio.gather(*(engine.extract(part, Tally()) for part in parts))
        return len(results)

    result, server = play(lambda _: answer(GOOD, delay=0.05), act, concurrent_calls=3)
    assert (result, server.most_at_once) == (9, 3)


def test_cancelling_ends_the_call_under_way() -> None:
    async def act(engine: LlmEngine) -> float:
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(engine.extract(CHUNK, Tally()), 0.2)
        return time.monotonic() - began

    result, server = play([hang()], act)
    assert isinstance(result, float)
    assert result < 2
    assert len(server.requests) == 1


def test_repair_gives_the_reason_and_takes_the_new_wording() -> None:
    wrong = DRAFTS[0]._replace(text="全年办件1.3亿件")
    fixed = {"items": [{"n": 1, "x": "全年累计办件1.3万余件", "c": [DRAFTS[0].clauses[1] + 1]}]}

    def act(engine: LlmEngine) -> Awaitable[Any]:
        return engine.repair(CHUNK, [Rejection(wrong, "number", "没有“1.3亿件”")], Tally())

    result, server = play([answer(fixed)], act)
    assert tuple(result) == (wrong._replace(text="全年累计办件1.3万余件", clauses=DRAFTS[0].clauses[1:]),)
    assert "没有“1.3亿件”" in server.requests[0].user
    assert server.requests[0].name == "repaired"


def test_condense_speaks_of_lines_by_index() -> None:
    lines = [Line(draft.kind, draft.topic, draft.text) for draft in DRAFTS]
    content = {"overview": "调处矛盾纠纷1282件。", "items": [2], "doubles": [[1, 2]]}
    result, server = play([answer(content)], lambda engine: engine.condense(lines, "标题", Tally()))
    assert result == Condensed("调处矛盾纠纷1282件。", (1,), ((0, 1),))
    assert server.requests[0].name == "condensed"


def test_an_overview_that_is_too_long_is_asked_for_again() -> None:
    lines = [Line(draft.kind, draft.topic, draft.text) for draft in DRAFTS]
    long = {"overview": "很" * 121, "items": [1], "doubles": []}
    result, server = play(
        [answer(long), answer({**long, "overview": "短"})], lambda engine: engine.condense(lines, None, Tally())
    )
    assert result == Condensed("短", (0,))
    assert "overview" in server.requests[1].user


def test_what_the_engine_tells_of_itself() -> None:
    async def act(engine: LlmEngine) -> tuple[Any, ...]:
        return engine.name, engine.model, engine.chunk_tokens, engine.count_tokens("<|endoftext|>") > 1

    assert play([answer(GOOD)], act, chunk_tokens=2_500)[0] == ("llm", "scripted", 2_500, True)


def test_no_model_no_engine() -> None:
    with pytest.raises(ConfigurationError):
        LlmEngine.from_settings(settings("http://127.0.0.1:9/v1", model=None))
