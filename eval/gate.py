"""Whether a run may follow a baseline: first what must hold always, then a margin and a test.

Hard: the invariants are 1 on every report; a report that failed breaks them all. Then each gated metric is paired by
report against the baseline:

* pass: the 95% interval of the difference lies above -margin, so that a loss worth speaking of is ruled out;
* fail: the mean is below -margin, and a loss that large is no accident (exact sign-flip test, one-sided);
* inconclusive: neither. More reports or repeats are needed, or somebody who looks.

An engine that does the same thing twice has all differences 0 and passes.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from eval.compare import MetricChange, changes, check
from eval.metrics import INVARIANTS
from eval.runs import Run

Outcome = Literal["pass", "fail", "inconclusive"]
EXIT: dict[Outcome, int] = {"pass": 0, "fail": 1, "inconclusive": 3}

GATED = ("item_f1", "vital_recall", "evidence_joint", "figure_f1")
MARGIN = 0.01
ALPHA = 0.05


class Finding(NamedTuple):
    """One thing that was looked at. `report` is None for a metric over all of them."""

    name: str
    outcome: Outcome
    report: str | None
    value: float
    change: MetricChange | None


class Decision(NamedTuple):
    outcome: Outcome
    findings: tuple[Finding, ...]


def gate(run: Run, baseline: Run, margin: float = MARGIN, alpha: float = ALPHA) -> Decision:
    """Raises Incomparable for runs of different gold, scorers or reports."""
    check(baseline, run)
    measured = changes(baseline.measured(), run.measured(), GATED)
    tested = [_tested(change, margin, alpha) for change in measured]
    findings = (*_broken(run), *tested)
    return Decision(_worst([finding.outcome for finding in findings]), findings)


def judged(change: MetricChange, margin: float, alpha: float) -> Outcome:
    """The decision about one metric. A single report has no interval: it passes where it has lost nothing."""
    low = change.change.low if change.change.low is not None else min(change.change.difference, 0.0) - margin
    if low >= -margin:
        return "pass"
    if change.change.difference < -margin and change.change.p / 2 <= alpha:
        return "fail"
    return "inconclusive"


def _tested(change: MetricChange, margin: float, alpha: float) -> Finding:
    return Finding(change.name, judged(change, margin, alpha), None, change.after, change)


def _broken(run: Run) -> Iterator[Finding]:
    """The invariants that do not hold, report by report; one passing finding for each that holds throughout."""
    for name in INVARIANTS:
        values = [(report.id, report.scored.metrics[name].value) for report in run.reports]
        broken = [Finding(name, "fail", id, value or 0.0, None) for id, value in values if value != 1]
        yield from broken or [Finding(name, "pass", None, 1.0, None)]


def _worst(outcomes: list[Outcome]) -> Outcome:
    for outcome in ("fail", "inconclusive"):
        if outcome in outcomes:
            return outcome
    return "pass"
