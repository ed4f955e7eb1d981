"""What comes over the wire: too long, packed, as events, an error with status 200."""

import gzip
import json
from typing import Any

import pytest

from service.errors import ModelError, QuotaSpent, UnknownModel, WrongKey
from tests.contract.test_scenarios import run
from tests.scripted import Reply, Request, answer, failure, raw
from tests.scripted.copyist import copyist, good

MEGABYTE = 1024 * 1024
EVENTS = {"content-type": "text/event-stream"}
# What is tried here is no matter of time.
SLOW = {"request_timeout_seconds": 20.0, "report_timeout_seconds": 60.0}


def events(request: Request, cut_off: bool = False) -> Reply:
    """The copyist's answer, as a server that streams whatever it is asked."""
    whole = json.loads(copyist(request).body)
    text = whole["choices"][0]["message"]["content"]
    pieces: list[Any] = [
        {"choices": [{"index": 0, "delta": {"content": text[at : at + 7]}, "finish_reason": None}]}
        for at in range(0, len(text), 7)
    ]
    if cut_off:
        pieces = pieces[: len(pieces) // 2]
    else:
        pieces += [
            {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
            {"choices": [], "usage": whole["usage"]},
        ]
    lines = [f"data: {json.dumps(piece, ensure_ascii=False)}\n\n" for piece in pieces]
    return Reply(body="".join([": hold\n\n", *lines, "" if cut_off else "data: [DONE]\n\n"]).encode(), headers=EVENTS)


def test_events_that_nobody_asked_for_are_read() -> None:
    came = run(events, **SLOW)
    plain = run(copyist, **SLOW)
    assert came.summary
    assert plain.summary
    assert came.warnings == plain.warnings
    assert [item.text for item in came.summary.items()] == [item.text for item in plain.summary.items()]
    assert came.summary.usage.completion_tokens == plain.summary.usage.completion_tokens > 0


def test_events_that_break_off_are_no_answer() -> None:
    came = run(lambda request: events(request, cut_off=True), **SLOW)
    assert came.summary
    assert "chunk_fell_back" in came.warnings


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b" " * (4 * MEGABYTE), {"content-type": "application/json"}),
        (gzip.compress(b" " * (64 * MEGABYTE), 1), {"content-type": "application/json", "content-encoding": "gzip"}),
    ],
    ids=["long", "packed"],
)
@pytest.mark.parametrize("status", [200, 500])
def test_a_response_without_end_is_broken_off(body: bytes, headers: dict[str, str], status: int) -> None:
    came = run(lambda _: Reply(status, body, headers), max_response_bytes=MEGABYTE, **SLOW)
    assert came.summary
    told = [w.message for w in came.summary.quality.warnings if w.code == "chunk_fell_back"]
    assert told
    assert all("longer than 1048576 bytes" in message for message in told), told
    assert len(came.server.requests) == len(told)  # once a chunk: it would be as long again


def test_what_is_as_long_as_may_be_is_read() -> None:
    def padded(request: Request) -> Reply:
        return Reply(body=copyist(request).body + b" " * (MEGABYTE // 2))

    wide, tight = (run(padded, max_response_bytes=most, **SLOW) for most in (MEGABYTE, MEGABYTE // 4))
    assert "chunk_fell_back" not in wide.warnings
    assert "chunk_fell_back" in tight.warnings


def test_an_error_with_status_200_is_told_in_the_servers_words() -> None:
    broken = Reply(body=failure(500, "the engine has lost its weights").body)
    came = run(lambda _: broken, **SLOW)
    assert came.summary
    told = [warning.message for warning in came.summary.quality.warnings]
    assert any("HTTP 200" in message and "lost its weights" in message for message in told), told


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}}, WrongKey),
        ({"code": 40013, "msg": "余额不足"}, QuotaSpent),
        ({"error": {"message": "The model does not exist", "code": "model_not_found"}}, UnknownModel),
    ],
)
def test_an_error_in_the_place_of_an_answer_is_told_as_one(body: dict[str, Any], error: type[ModelError]) -> None:
    came = run(lambda _: raw(body))
    assert isinstance(came.error, error)


def test_tokens_beyond_reason_are_not_counted() -> None:
    def absurd(request: Request) -> Reply:
        return answer(good(request), prompt_tokens=2**63)

    summary = run(absurd).summary
    assert summary
    assert summary.usage.prompt_tokens == 0


@pytest.mark.parametrize("error", [None, ["out of memory"], 500, {"msg": None}])
def test_an_error_without_words_is_an_answer_of_no_use(error: object) -> None:
    came = run(lambda _: raw({"error": error}))
    assert came.summary
    assert "chunk_fell_back" in came.warnings
