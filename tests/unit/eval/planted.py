"""Runs to compare: perfect summaries of a few gold reports, and the regressions that a gate must see."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from eval import dataset, perfect, runs
from eval.metrics import SCORER_VERSION
from eval.runner import Setup, run
from eval.runs import DatasetInfo, Header, Run
from eval.values import Dataset
from schemas.request import SummaryOptions
from schemas.summary import Evidence, Item, ReportSummary
from service.engines.extractive import ExtractiveEngine
from service.pipeline import Pipeline

Change = Callable[[Sequence[Item], str], Sequence[Item]]


@cache
def data(count: int | None = None) -> Dataset:
    """The development reports of the project's own gold."""
    whole = dataset.load(split="dev")
    return whole.model_copy(update={"reports": whole.reports[:count]})


def header(of: Dataset, **other: object) -> Header:
    given = {
        "scorer_version": SCORER_VERSION,
        "dataset": DatasetInfo(name=of.name, version=of.version, sha256=of.sha256),
        "engine": "planted",
        "model": None,
        "prompt_version": None,
        "split": None,
        "repeats": 1,
        "started": "2026-01-01T00:00:00+00:00",
    }
    return Header.model_validate({**given, **other})


def setup(of: Dataset, change: Change = lambda items, _: items, **other: object) -> Setup:
    """An engine that answers what the gold asks for, changed."""
    summaries = {of.texts[gold.id]: perfect.summary(gold, of.texts[gold.id]) for gold in of.reports}

    async def summarize(text: str, _: int) -> ReportSummary:
        return changed(summaries[text], text, change)

    return Setup(of, header(of, **other), summarize, concurrency=2)


@cache
def embedded(text: str) -> ReportSummary:
    engine = ExtractiveEngine()
    pipeline = Pipeline(engine, engine, 100_000)
    return asyncio.run(pipeline.summarize(text, SummaryOptions(include_source=False)))


def embedded_setup(of: Dataset, change: Change = lambda items, _: items) -> Setup:
    """The embedded engine, its summaries changed."""

    async def summarize(text: str, _: int) -> ReportSummary:
        return changed(await asyncio.to_thread(embedded, text), text, change)

    return replace(setup(of), summarize=summarize)


def done(of: Setup, target: Path) -> Run:
    """The run, written and read."""
    asyncio.run(run(of, target))
    return runs.read(target)


def changed(summary: ReportSummary, text: str, change: Change) -> ReportSummary:
    kept = change(summary.items(), text)
    by = {letter: tuple(item for item in kept if item.id[0] == letter) for letter in "apn"}
    return summary.model_copy(update={"achievements": by["a"], "problems": by["p"], "plans": by["n"]})


def every_third_dropped(items: Sequence[Item], _: str) -> Sequence[Item]:
    return [item for n, item in enumerate(items) if n % 3 != 2]


def evidence_shifted(items: Sequence[Item], text: str) -> Sequence[Item]:
    """Every item cites the clause behind the one that it should."""
    return [item.model_copy(update={"evidence": tuple(_next(e, text) for e in item.evidence)}) for item in items]


def a_figure_in_twenty_changed(items: Sequence[Item], _: str) -> Sequence[Item]:
    """The figure and the number in the text, one more than it was."""
    seen, found = 0, []
    for item in items:
        figures = []
        for figure in item.figures:
            if seen % 20 == 0 and figure.value.isdigit():
                other = str(int(figure.value) + 1)
                text = item.text.replace(figure.value, other)
                item = item.model_copy(update={"text": text})
                figure = figure.model_copy(update={"value": other, "number": other})
            seen += 1
            figures.append(figure)
        found.append(item.model_copy(update={"figures": tuple(figures)}))
    return found


def _next(evidence: Evidence, text: str) -> Evidence:
    stops = [at for at in range(evidence.end, len(text)) if text[at] in "，。；"][:2]
    if len(stops) < 2:
        return evidence
    start, end = stops[0] + 1, stops[1]
    return Evidence(start=start, end=end, text=text[start:end])
