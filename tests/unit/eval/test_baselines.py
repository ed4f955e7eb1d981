"""The baselines: sound summaries, badly chosen."""

import pytest

from eval.baselines import BASELINES, at_random, lead
from eval.metrics import INVARIANTS, score
from schemas.summary import ReportSummary
from tests.unit.eval.planted import data

GOLD = data(1).reports[0]
TEXT = data(1).texts[GOLD.id]


@pytest.mark.parametrize("name", sorted(BASELINES))
def test_a_baseline_is_a_valid_summary(name: str) -> None:
    summary = BASELINES[name](TEXT)
    assert ReportSummary.model_validate_json(summary.model_dump_json()) == summary
    assert all(TEXT[e.start : e.end] == e.text for item in summary.items() for e in item.evidence)
    metrics = score(TEXT, GOLD, summary).metrics
    assert [metrics[invariant].value for invariant in INVARIANTS[:2]] == [1, 1]


def test_lead_takes_the_first_sentences_as_achievements() -> None:
    summary = lead(TEXT)
    assert not summary.problems + summary.plans
    starts = [item.evidence[0].start for item in summary.items()]
    assert starts == sorted(starts)


def test_random_is_the_same_for_a_seed_and_another_for_another() -> None:
    assert at_random(TEXT, 1) == at_random(TEXT, 1)
    assert at_random(TEXT, 1) != at_random(TEXT, 2)


@pytest.mark.parametrize("name", sorted(BASELINES))
@pytest.mark.parametrize("text", ["好", "一、工作\n", "法治" * 500])
def test_odd_texts_are_no_trouble(name: str, text: str) -> None:
    assert all(len(item.text) <= 60 for item in BASELINES[name](text).items())
