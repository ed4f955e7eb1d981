"""Running an engine over a dataset: every report summarized and scored, a failed one too, results on disk as they come.

Reports go out `concurrency` at a time. That helps engines that wait for a server; the embedded engine only computes,
and one report after the other is as fast.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from eval import journal, runs
from eval.baselines import BASELINES
from eval.journal import Journal, Key
from eval.metrics import score
from eval.runs import Aggregate, Header, Measured, ReportRun
from eval.values import Dataset, Failure, GoldReport
from schemas.summary import ReportSummary
from service.errors import ConfigurationError, TiyaoError
from service.messages import Language, say

Summarize = Callable[[str, int], Awaitable[ReportSummary]]
"""The engine under evaluation: the text of a report and which repeat of it this is."""

_SAME = ("schema_version", "scorer_version", "engine", "model", "prompt_version", "split", "repeats")


class Mismatch(Exception):
    """The journal beside the run file is of another run; `names` says in what."""

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        super().__init__(str(path), names)
        self.path = path
        self.names = names


@dataclass(frozen=True, slots=True)
class Setup:
    """All that a run takes. `told` is called with what is done and of how many, once before the first report."""

    dataset: Dataset
    header: Header
    summarize: Summarize
    concurrency: int = 4
    language: Language = "en"
    told: Callable[[int, int], None] = lambda *_: None


class Result(NamedTuple):
    """What came of a run. `there` results were left by an interrupted one; `fell_back` counts items that a model's
    engine had to leave to the embedded one, in `fell_back_in` results."""

    there: int
    failed: int
    fell_back: int
    fell_back_in: int
    aggregate: dict[str, Aggregate]
    baselines: dict[str, dict[str, Aggregate]]


async def run(setup: Setup, target: Path, *, fresh: bool = False) -> Result:
    """Run what is left to run and write the run file.

    Raises Mismatch where the journal beside the file is of another run and not `fresh`, ConfigurationError where the
    engine is not set up. Whatever else goes wrong with a report is a result: it scores 0.
    """
    with _journal(journal.path_beside(target), setup.header, fresh) as kept:
        there = len(kept.done)
        await _all(setup, kept)
        result = _summed(kept, there)
        journal.fold(
            kept,
            target,
            {
                "aggregate": _plain(result.aggregate),
                "baselines": {name: _plain(summed) for name, summed in result.baselines.items()},
            },
        )
    journal.path_beside(target).unlink(missing_ok=True)
    return result


def _journal(path: Path, header: Header, fresh: bool) -> Journal:
    kept = None if fresh else journal.resume(path)
    if kept is None:
        return journal.begin(path, header)
    if names := _differences(kept.header, header):
        kept.close()
        raise Mismatch(path, names)
    return kept


def _differences(one: Header, other: Header) -> tuple[str, ...]:
    names = tuple(name for name in _SAME if getattr(one, name) != getattr(other, name))
    return names if one.dataset.sha256 == other.dataset.sha256 else ("dataset", *names)


async def _all(setup: Setup, kept: Journal) -> None:
    total = len(setup.dataset.reports) * setup.header.repeats
    queue = iter([job for job in _jobs(setup) if Key(job[0].id, job[1]) not in kept.done])
    setup.told(len(kept.done), total)

    async def work() -> None:
        for gold, repeat in queue:
            kept.add(await _one(setup, gold, repeat))
            setup.told(len(kept.done), total)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(max(1, setup.concurrency)):
                group.create_task(work())
    except ExceptionGroup as stopped:
        raise stopped.exceptions[0] from None


def _jobs(setup: Setup) -> Iterator[tuple[GoldReport, int]]:
    return ((gold, repeat) for repeat in range(setup.header.repeats) for gold in setup.dataset.reports)


async def _one(setup: Setup, gold: GoldReport, repeat: int) -> ReportRun:
    text = setup.dataset.texts[gold.id]
    began = time.perf_counter()
    summary, failure = await _tried(setup, gold, text, repeat)
    seconds = time.perf_counter() - began
    return ReportRun(
        id=gold.id,
        repeat=repeat,
        seconds=round(seconds, 4),
        error=failure,
        summary=summary,
        scored=score(text, gold, summary, failure),
        baselines=_baselines(text, gold) if repeat == 0 else {},
    )


async def _tried(setup: Setup, gold: GoldReport, text: str, repeat: int) -> tuple[ReportSummary | None, Failure | None]:
    try:
        return await setup.summarize(text, repeat), None
    except ConfigurationError:
        raise
    except TiyaoError as error:
        message = say(error.code, setup.language, **error.details)
        return None, Failure(report_id=gold.id, code=error.code, message=message)
    except Exception as error:  # a crash of the engine is the engine's score, not the end of the run
        return None, Failure(report_id=gold.id, code="internal", message=f"{type(error).__name__}: {error}")


def _baselines(text: str, gold: GoldReport) -> dict[str, Measured]:
    return {name: runs.values(score(text, gold, baseline(text))) for name, baseline in BASELINES.items()}


def _summed(kept: Journal, there: int) -> Result:
    """The aggregates, from metric values only: one result at a time is in memory."""
    own: list[tuple[str, Measured]] = []
    besides: dict[str, list[Measured]] = {name: [] for name in BASELINES}
    failed, fell_back = 0, []
    for line in kept.lines():
        result = ReportRun.model_validate_json(line)
        own.append((result.id, runs.values(result.scored)))
        failed += result.error is not None
        fell_back.append(result.summary.quality.fell_back if result.summary else 0)
        for name, measured in result.baselines.items():
            besides[name].append(measured)
    return Result(
        there=there,
        failed=failed,
        fell_back=sum(fell_back),
        fell_back_in=sum(map(bool, fell_back)),
        aggregate=runs.aggregate(runs.averaged(own).values()),
        baselines={name: runs.aggregate(rows) for name, rows in besides.items()},
    )


def _plain(summed: dict[str, Aggregate]) -> dict[str, object]:
    return {name: value.model_dump(mode="json") for name, value in summed.items()}
