"""Two runs side by side."""

import pytest

from eval.compare import Incomparable, compare
from eval.runs import Run
from tests.unit.eval.planted import data, done, every_third_dropped, setup

THREE = data(3)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return done(setup(THREE), tmp_path_factory.mktemp("whole") / "run.json")


@pytest.fixture(scope="module")
def thinned(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return done(setup(THREE, every_third_dropped), tmp_path_factory.mktemp("thinned") / "run.json")


def test_what_was_dropped_is_lost_item_by_item(whole: Run, thinned: Run) -> None:
    found = compare(whole, thinned)
    for gold, report in zip(THREE.reports, found.reports, strict=True):
        assert len(report.lost) == len(gold.items) // 3
        assert {(item.before, item.after) for item in report.lost} == {("found", "missed")}
        assert report.won == ()
    recall = next(row for row in found.metrics if row.name == "item_recall")
    assert recall.before == 1
    assert recall.change.difference == pytest.approx(recall.after - 1)
    assert recall.change.difference < -0.2


def test_the_other_way_round_it_is_won(whole: Run, thinned: Run) -> None:
    there, back = compare(whole, thinned), compare(thinned, whole)
    assert [len(report.won) for report in back.reports] == [len(report.lost) for report in there.reports]


def test_a_run_against_itself_has_neither(whole: Run) -> None:
    found = compare(whole, whole)
    assert all(not report.won + report.lost and not report.metrics for report in found.reports)
    assert all(row.change.difference == 0 and row.change.p == 1 for row in found.metrics)


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("scorer_version", {"scorer_version": "0"}),
        ("dataset", {"dataset": {"name": "other", "version": "1", "sha256": "0" * 64}}),
    ],
)
def test_runs_of_different_gold_or_scorers_are_refused(whole: Run, what: str, other: dict[str, object]) -> None:
    stranger = Run.model_validate({**whole.model_dump(), **other})
    with pytest.raises(Incomparable) as error:
        compare(whole, stranger)
    assert error.value.what == what


def test_runs_over_different_reports_are_refused(whole: Run) -> None:
    with pytest.raises(Incomparable, match="reports"):
        compare(whole, whole.model_copy(update={"reports": whole.reports[:2]}))
