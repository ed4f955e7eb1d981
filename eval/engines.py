"""The engines that a run can be of: those of the service, and the baselines."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Literal, NamedTuple

from eval.baselines import at_random, lead
from eval.runner import Summarize
from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service import build
from service.pipeline import Pipeline
from service.settings import Settings

EngineName = Literal["extractive", "llm", "lead", "random"]


class Subject(NamedTuple):
    """An engine under evaluation, ready to be asked."""

    engine: str
    model: str | None
    prompt_version: str | None
    summarize: Summarize


@asynccontextmanager
async def subject(settings: Settings, name: EngineName | None) -> AsyncIterator[Subject]:
    """The engine of that name; None for the one that the settings make. Its connections close with the context."""
    if name in ("lead", "random"):
        yield Subject(name, None, None, _lead if name == "lead" else _random)
        return
    # A kept answer would make every repeat the same, and take no time.
    pipeline = build.pipeline(settings.model_copy(update={"keep_replies": False}), _engine(name))
    engine = pipeline.fallback if name == "extractive" else pipeline.engine
    summarize = partial(_summarized, pipeline, SummaryOptions(engine=_engine(name), include_source=False))
    try:
        yield Subject(engine.name, engine.model, engine.prompt_version, summarize)
    finally:
        await pipeline.close()


def _engine(name: EngineName | None) -> Literal["extractive", "llm"] | None:
    return name if name in ("extractive", "llm") else None


async def _summarized(pipeline: Pipeline, options: SummaryOptions, text: str, repeat: int) -> ReportSummary:
    return await replace(pipeline, repeat=repeat).summarize(text, options, language="en")


async def _lead(text: str, _: int) -> ReportSummary:
    return lead(text)


async def _random(text: str, repeat: int) -> ReportSummary:
    return at_random(text, seed=repeat)
