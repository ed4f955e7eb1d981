"""The gate: what must hold, then margin and test."""

from pathlib import Path

import pytest

from eval.compare import Incomparable, MetricChange
from eval.gate import gate, judged
from eval.runs import Run
from eval.stats import paired
from tests.unit.eval import planted
from tests.unit.eval.planted import Change, data, done, embedded_setup


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return done(embedded_setup(data()), tmp_path_factory.mktemp("baseline") / "run.json")


def test_a_rerun_of_the_same_passes(baseline: Run, tmp_path: Path) -> None:
    decision = gate(done(embedded_setup(data()), tmp_path / "again.json"), baseline)
    assert decision.outcome == "pass"
    assert {finding.outcome for finding in decision.findings} == {"pass"}


@pytest.mark.parametrize(
    ("change", "seen_by"),
    [
        (planted.every_third_dropped, "item_f1"),
        (planted.evidence_shifted, "evidence_joint"),
        (planted.a_figure_in_twenty_changed, "number_support"),
    ],
    ids=["third dropped", "evidence shifted", "figures changed"],
)
def test_a_planted_regression_fails(baseline: Run, tmp_path: Path, change: Change, seen_by: str) -> None:
    decision = gate(done(embedded_setup(data(), change), tmp_path / "worse.json"), baseline)
    assert decision.outcome == "fail"
    assert seen_by in {finding.name for finding in decision.findings if finding.outcome == "fail"}


def test_an_invariant_broken_in_one_report_fails_though_scores_rise(baseline: Run) -> None:
    first = baseline.reports[0]
    zero = first.scored.metrics["evidence_valid"].model_copy(update={"value": 0.99})
    scored = first.scored.model_copy(update={"metrics": {**first.scored.metrics, "evidence_valid": zero}})
    broken = first.model_copy(update={"scored": scored})
    decision = gate(baseline.model_copy(update={"reports": (broken, *baseline.reports[1:])}), baseline)
    assert decision.outcome == "fail"
    assert [(f.name, f.report) for f in decision.findings if f.outcome == "fail"] == [("evidence_valid", first.id)]


def test_other_gold_or_scorers_are_refused(baseline: Run) -> None:
    with pytest.raises(Incomparable):
        gate(baseline, baseline.model_copy(update={"scorer_version": "0"}))


@pytest.mark.parametrize(
    ("differences", "outcome"),
    [
        ([0.0] * 8, "pass"),
        ([0.0], "pass"),
        ([0.03, 0.02, 0.0, 0.01, 0.02, 0.03, 0.0, 0.01], "pass"),
        ([-0.005, 0.0, -0.004, -0.006, 0.0, -0.005, -0.004, -0.003], "pass"),
        ([-0.05, -0.06, -0.04, -0.05, -0.03, -0.07, -0.05, -0.04], "fail"),
        ([-0.05, -0.06, -0.04, -0.05, -0.03], "fail"),
        ([-0.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], "inconclusive"),
        ([-0.3, 0.25, -0.2, 0.2, -0.1, 0.1, -0.05, 0.02], "inconclusive"),
        ([-0.05], "inconclusive"),
        ([-0.05, -0.05], "inconclusive"),
    ],
)
def test_margin_and_test_as_a_table(differences: list[float], outcome: str) -> None:
    change = paired([0.8] * len(differences), [0.8 + difference for difference in differences])
    row = MetricChange("item_f1", 0.8, 0.8, len(differences), change)
    assert judged(row, margin=0.01, alpha=0.05) == outcome
