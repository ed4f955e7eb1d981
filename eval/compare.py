"""Two runs side by side: what the second won and lost against the first, by metric, by report, by item.

Only runs scored against the same gold by the same scorers over the same reports can be compared; reports are paired, so
that hard and easy ones weigh the same on both sides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from eval.metrics import METRICS
from eval.runs import Measured, ReportRun, Run
from eval.stats import Paired, paired
from schemas.document import Kind

Verdict = Literal["missed", "other kind", "found"]
COMPARED = tuple(name for name in METRICS if ".topic." not in name)
"""By topic there are too few items a report for a paired difference to say anything."""
_VERDICTS: tuple[Verdict, ...] = ("missed", "other kind", "found")


class Incomparable(Exception):
    """The runs do not speak of the same thing; `what` is dataset, scorer_version, reports."""

    def __init__(self, what: str, one: str, other: str) -> None:
        super().__init__(what, one, other)
        self.what = what
        self.one = one
        self.other = other


class MetricChange(NamedTuple):
    """A metric over the reports to which it applies; `change` is the second run less the first."""

    name: str
    before: float
    after: float
    n: int
    change: Paired


class ItemChange(NamedTuple):
    """A gold item whose verdict changed. With repeats a verdict is the mean of them, rounded."""

    gold: str
    kind: Kind
    before: Verdict
    after: Verdict


class ReportChange(NamedTuple):
    """`spurious` counts candidate items without a partner, before and after, a mean over repeats."""

    id: str
    metrics: dict[str, tuple[float, float]]
    won: tuple[ItemChange, ...]
    lost: tuple[ItemChange, ...]
    spurious: tuple[float, float]
    error: str | None


class Comparison(NamedTuple):
    metrics: tuple[MetricChange, ...]
    reports: tuple[ReportChange, ...]


def check(before: Run, after: Run) -> None:
    """Raises Incomparable for runs of different gold, scorers or reports."""
    if before.dataset.sha256 != after.dataset.sha256:
        raise Incomparable("dataset", _gold(before), _gold(after))
    if before.scorer_version != after.scorer_version:
        raise Incomparable("scorer_version", before.scorer_version, after.scorer_version)
    ids, others = ({report.id for report in run.reports} for run in (before, after))
    if ids != others:
        raise Incomparable("reports", _some(ids - others), _some(others - ids))


def compare(before: Run, after: Run) -> Comparison:
    """Raises Incomparable."""
    check(before, after)
    first, second = before.measured(), after.measured()
    reports = tuple(_report(id, before, after, first[id], second[id]) for id in sorted(first))
    return Comparison(tuple(changes(first, second, COMPARED)), reports)


def changes(before: dict[str, Measured], after: dict[str, Measured], names: Iterable[str]) -> Iterator[MetricChange]:
    """The metrics of these names that apply to some report on both sides."""
    for name in names:
        rows = [(before[id].get(name), after[id].get(name)) for id in sorted(before)]
        both = [(one, other) for one, other in rows if one is not None and other is not None]
        if both:
            one, other = [row[0] for row in both], [row[1] for row in both]
            yield MetricChange(name, _mean(one), _mean(other), len(both), paired(one, other))


def verdicts(reports: Iterable[ReportRun]) -> dict[str, tuple[Kind, Verdict]]:
    """What became of each gold item, by its id; the mean over repeats."""
    points: dict[str, list[int]] = defaultdict(list)
    kinds: dict[str, Kind] = {}
    for report in reports:
        for pair in report.scored.pairs:
            if pair.gold is not None and pair.gold_kind is not None:
                points[pair.gold].append(2 if pair.same_kind else 1 if pair.candidate is not None else 0)
                kinds[pair.gold] = pair.gold_kind
    return {gold: (kinds[gold], _VERDICTS[round(_mean(got))]) for gold, got in points.items()}


def _report(id: str, before: Run, after: Run, first: Measured, second: Measured) -> ReportChange:
    olds, news = ([report for report in run.reports if report.id == id] for run in (before, after))
    old, new = verdicts(olds), verdicts(news)
    changed = [ItemChange(gold, old[gold][0], old[gold][1], new[gold][1]) for gold in old if gold in new]
    return ReportChange(
        id=id,
        metrics={
            name: (one, other)
            for name, one in first.items()
            if one is not None and (other := second.get(name)) is not None and abs(one - other) > 1e-9
        },
        won=tuple(item for item in changed if _rank(item.after) > _rank(item.before)),
        lost=tuple(item for item in changed if _rank(item.after) < _rank(item.before)),
        spurious=(_spurious(olds), _spurious(news)),
        error=next((report.error.code for report in news if report.error), None),
    )


def _rank(verdict: Verdict) -> int:
    return _VERDICTS.index(verdict)


def _spurious(reports: list[ReportRun]) -> float:
    return _mean([sum(pair.gold is None for pair in report.scored.pairs) for report in reports])


def _mean(column: list[float] | list[int]) -> float:
    return sum(column) / len(column)


def _gold(run: Run) -> str:
    return f"{run.dataset.name} {run.dataset.version} ({run.dataset.sha256[:12]})"


def _some(ids: set[str]) -> str:
    shown = sorted(ids)
    return ", ".join(shown[:3]) + (" …" if len(shown) > 3 else "") if shown else "–"
