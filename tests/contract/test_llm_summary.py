"""One report through the pipeline with a scripted model: the whole way, and its two ends."""

import asyncio
import json
from typing import Any

from schemas.request import SummaryOptions
from service.engines.extractive import ExtractiveEngine
from service.engines.llm import LlmEngine
from service.errors import ModelRefused
from service.pipeline import Pipeline
from tests.contract.test_llm_engine import DRAFTS, GOOD, play, settings
from tests.scripted import Request, answer, blank, failure
from tests.scripted.reports import TEXT


def ideal(request: Request) -> Any:
    """A model that answers well, but writes one figure wrong at first."""
    if request.name == "lines":
        return answer(json.loads(json.dumps(GOOD, ensure_ascii=False).replace("1282件", "1382件")))
    if request.name == "repaired":
        return answer({"items": [{"n": 1, "x": GOOD["achievements"][1]["x"], "c": GOOD["achievements"][1]["c"]}]})
    return answer({"overview": "全年办件1.3万余件，部分乡镇没有专职法制审核人员。", "items": [1, 3], "doubles": []})


def test_a_whole_summary() -> None:
    async def act(engine: LlmEngine) -> Any:
        return await Pipeline(engine, ExtractiveEngine(), 10_000).summarize(TEXT, SummaryOptions())

    summary, server = play(ideal, act)
    assert [request.name for request in server.requests] == ["lines", "repaired", "condensed"]
    assert [item.text for item in summary.items()] == [draft.text for draft in DRAFTS]
    assert summary.overview.text == "全年办件1.3万余件，部分乡镇没有专职法制审核人员。"
    assert (summary.quality.repaired, summary.quality.fell_back, summary.quality.warnings) == (1, 0, ())
    assert (summary.usage.engine, summary.usage.calls, summary.usage.prompt_tokens) == ("llm", 3, 300)
    for item in summary.items():
        for piece in item.evidence:
            assert TEXT[piece.start : piece.end] == piece.text


def test_a_summary_without_any_usable_answer_is_the_embedded_engines() -> None:
    async def act(engine: LlmEngine) -> Any:
        return await Pipeline(engine, ExtractiveEngine(), 10_000).summarize(TEXT, SummaryOptions())

    summary, _ = play([blank()], act)
    assert len(summary.items()) == len(DRAFTS)
    assert {warning.code for warning in summary.quality.warnings} >= {"chunk_fell_back", "overview_fell_back"}


def test_a_server_that_refuses_is_one_clear_error_of_the_summary() -> None:
    async def act(engine: LlmEngine) -> Any:
        return await Pipeline(engine, ExtractiveEngine(), 10_000).summarize(TEXT, SummaryOptions())

    error, server = play([failure(401, "Incorrect API key provided")], act)
    assert isinstance(error, ModelRefused)
    assert error.details["status"] == 401
    assert len(server.requests) == 1


def test_a_server_that_is_away_leaves_the_embedded_engines_summary_with_warnings() -> None:
    async def scene() -> Any:
        async with LlmEngine.from_settings(settings("http://127.0.0.1:9/v1", max_attempts=1)) as engine:
            return await Pipeline(engine, ExtractiveEngine(), 10_000).summarize(TEXT, SummaryOptions())

    summary = asyncio.run(scene())
    assert len(summary.items()) == len(DRAFTS)
    assert {warning.code for warning in summary.quality.warnings} == {"chunk_fell_back", "overview_fell_back"}


def test_a_line_of_the_wrong_kind_is_put_right_without_asking() -> None:
    """A plan among the achievements: the outline knows better, and no model is asked to mend it."""

    def scenario(request: Request) -> Any:
        if request.name != "lines":
            return ideal(request)
        told = {**GOOD, "achievements": [*GOOD["achievements"], *GOOD["plans"]], "plans": []}
        return answer(told)

    async def act(engine: LlmEngine) -> Any:
        return await Pipeline(engine, ExtractiveEngine(), 10_000).summarize(TEXT, SummaryOptions())

    summary, server = play(scenario, act)
    assert "repaired" not in [request.name for request in server.requests]
    assert [item.text for item in summary.plans] == [row["x"] for row in GOOD["plans"]]
    assert summary.quality.repaired == len(GOOD["plans"])
