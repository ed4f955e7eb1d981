"""The run file: one evaluation of one engine on one dataset, plain JSON, complete in itself but for the source texts."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from eval.stats import t_interval
from eval.values import Failure, Scored, Value
from schemas.summary import ReportSummary
from service.errors import InvalidRequest, NotFound, UnreadableFile

RUN_SCHEMA: Literal["1"] = "1"
Measured = dict[str, float | None]
"""Metric values of one report by name; None where a metric does not apply to it."""


class DatasetInfo(Value):
    """Which gold a run was scored against. `path` and `reports` are where it was read; None for the project's own."""

    name: str
    version: str
    sha256: str
    path: str | None = None
    reports: str | None = None


class Header(Value):
    """What a run is a run of. Two runs can be compared where `dataset.sha256` and `scorer_version` agree."""

    schema_version: Literal["1"] = RUN_SCHEMA
    scorer_version: str
    dataset: DatasetInfo
    engine: str
    model: str | None
    prompt_version: str | None
    split: str | None
    repeats: int
    started: str


class ReportRun(Value):
    """One report, once. `summary` is None where it failed (then there is an `error`) or was left out to save space.

    `baselines` has the metric values of the baselines on this report, by baseline; empty on repeats after the first.
    """

    id: str
    repeat: int
    seconds: float
    error: Failure | None
    summary: ReportSummary | None
    scored: Scored
    baselines: dict[str, Measured]


class Aggregate(Value):
    """Mean over reports with the 95% t interval; `n` counts the reports that the metric applies to, and one of them
    alone has no interval."""

    mean: float
    low: float | None
    high: float | None
    n: int


class Run(Header):
    aggregate: dict[str, Aggregate]
    baselines: dict[str, dict[str, Aggregate]]
    reports: tuple[ReportRun, ...]

    def header(self) -> Header:
        """The run without its results."""
        return Header.model_construct(**{name: getattr(self, name) for name in Header.model_fields})

    def measured(self) -> dict[str, Measured]:
        """Metric values by report id, the mean of its repeats."""
        return averaged((report.id, values(report.scored)) for report in self.reports)


def values(scored: Scored) -> Measured:
    """The metric values without their reasons."""
    return {name: score.value for name, score in scored.metrics.items()}


def averaged(rows: Iterable[tuple[str, Measured]]) -> dict[str, Measured]:
    """One row a report: repeats are averaged metric by metric, those to which it does not apply left out."""
    grouped: dict[str, list[Measured]] = {}
    for report, measured in rows:
        grouped.setdefault(report, []).append(measured)
    return {report: _mean(repeats) for report, repeats in grouped.items()}


def aggregate(rows: Iterable[Measured]) -> dict[str, Aggregate]:
    """The mean of every metric over reports; a metric that applies to none is left out."""
    columns: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.items():
            if value is not None:
                columns.setdefault(name, []).append(value)
    return {name: _aggregated(column) for name, column in columns.items()}


def read(path: Path) -> Run:
    """Raises NotFound or UnreadableFile for no file, InvalidRequest for one that is no run."""
    try:
        return Run.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise NotFound(what=str(path)) from error
    except OSError as error:
        raise UnreadableFile(path=str(path), reason=error.strerror) from error
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(step) for step in wrong["loc"])
        raise InvalidRequest(field=str(path), reason=f"{place} {wrong['msg']}".strip()) from error


def compact(run: Run) -> str:
    """The run as a baseline to commit: metrics and the verdict on every item, a report a line; no texts, no reasons."""
    head = run.model_dump(mode="json", exclude={"reports"})
    head["dataset"] |= {"path": None, "reports": None}
    rows = [json.dumps(_bare(report), ensure_ascii=False) for report in run.reports]
    body = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return body + ',\n "reports": [\n  ' + ",\n  ".join(rows) + "\n ]\n}\n"


def _bare(report: ReportRun) -> dict[str, object]:
    row = report.model_dump(mode="json", exclude={"summary", "baselines"})
    row["seconds"] = round(report.seconds, 3)
    metrics = report.scored.metrics
    row["scored"]["metrics"] = {name: {"value": score.value, "reason": ""} for name, score in metrics.items()}
    for pair in row["scored"]["pairs"]:
        pair.update(similarity=round(pair["similarity"], 4), parts=None, reason="")
    return {**row, "summary": None, "baselines": {}}


def _mean(repeats: list[Measured]) -> Measured:
    return {name: _mean_of([row.get(name) for row in repeats]) for name in repeats[0]}


def _mean_of(column: list[float | None]) -> float | None:
    there = [value for value in column if value is not None]
    return sum(there) / len(there) if there else None


def _aggregated(column: list[float]) -> Aggregate:
    interval = t_interval(column)
    return Aggregate(mean=interval.mean, low=interval.low, high=interval.high, n=len(column))
