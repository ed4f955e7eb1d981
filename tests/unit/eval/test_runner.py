"""Running: every report is a result, results are on disk as they come, a run goes on where it was stopped."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval import journal, runs
from eval.metrics import SCORERS
from eval.runner import Mismatch, run
from schemas.summary import ReportSummary
from service.errors import ConfigurationError, ModelUnreachable
from tests.unit.eval.planted import data, done, header, setup

TWO = data(2)


def test_a_perfect_engine_scores_one_and_stands_beside_the_baselines(tmp_path: Path) -> None:
    found = done(setup(TWO), tmp_path / "run.json")
    assert found.aggregate["item_f1"].mean == 1
    assert found.aggregate["item_f1"].n == 2
    assert set(found.baselines) == {"lead", "random"}
    assert all(found.baselines[name]["item_f1"].mean < 0.9 for name in found.baselines)
    assert list(tmp_path.iterdir()) == [tmp_path / "run.json"]


def test_the_run_file_is_plain_json_with_all_that_is_promised(tmp_path: Path) -> None:
    done(setup(TWO), tmp_path / "run.json")
    told = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert {"schema_version", "scorer_version", "dataset", "engine", "model", "prompt_version", "split"} <= set(told)
    assert [report["id"] for report in told["reports"]] == sorted(gold.id for gold in TWO.reports)
    assert {"seconds", "repeat", "error", "summary", "scored"} <= set(told["reports"][0])
    assert set(told["reports"][0]["scored"]["metrics"]) == set(SCORERS)
    assert TWO.texts[TWO.reports[0].id] not in (tmp_path / "run.json").read_text("utf-8")


@pytest.mark.parametrize("error", [ModelUnreachable(base_url="http://x"), ZeroDivisionError("by design")])
def test_a_failed_report_scores_zero_and_stays_in_the_average(tmp_path: Path, error: Exception) -> None:
    whole = setup(TWO)
    bad = TWO.texts[TWO.reports[0].id]

    async def summarize(text: str, repeat: int) -> ReportSummary:
        if text == bad:
            raise error
        return await whole.summarize(text, repeat)

    found = done(replace(whole, summarize=summarize), tmp_path / "run.json")
    assert found.reports[0].error is not None
    assert found.reports[0].scored.metrics["item_f1"].value == 0
    assert found.aggregate["item_f1"].mean == 0.5
    assert found.aggregate["item_f1"].n == 2


def test_a_wrong_setting_ends_the_run(tmp_path: Path) -> None:
    async def summarize(*_: object) -> ReportSummary:
        raise ConfigurationError(setting="TIYAO_MODEL", reason="reason_model_unset")

    with pytest.raises(ConfigurationError):
        asyncio.run(run(replace(setup(TWO), summarize=summarize), tmp_path / "run.json"))


class Killed(BaseException):
    """As sudden as a signal."""


def stopped_after(count: int, target: Path, **other: object) -> None:
    """Run until `count` reports are done, and break off in the midst of writing the next."""
    whole, left = setup(data(4), **other), [count]

    async def summarize(text: str, repeat: int) -> ReportSummary:
        if not left[0]:
            raise Killed
        left[0] -= 1
        return await whole.summarize(text, repeat)

    with pytest.raises(BaseException) as stopped:  # noqa: PT011
        asyncio.run(run(replace(whole, summarize=summarize, concurrency=1), target))
    assert stopped.group_contains(Killed) if isinstance(stopped.value, BaseExceptionGroup) else True
    with journal.path_beside(target).open("ab") as stream:
        stream.write(b'{"id": "cut off in the mid')


def test_a_stopped_run_goes_on_and_ends_as_one_that_was_not(tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    stopped_after(2, target)
    assert not target.exists()
    asked: list[str] = []
    whole = setup(data(4))

    async def summarize(text: str, repeat: int) -> ReportSummary:
        asked.append(text)
        return await whole.summarize(text, repeat)

    result = asyncio.run(run(replace(whole, summarize=summarize), target))
    assert (result.there, len(asked)) == (2, 2)
    straight = done(whole, tmp_path / "straight.json")
    resumed = runs.read(target)
    assert resumed.aggregate == straight.aggregate
    assert resumed.baselines == straight.baselines
    assert [r.scored for r in resumed.reports] == [r.scored for r in straight.reports]
    assert not journal.path_beside(target).exists()


def test_a_journal_of_another_run_is_neither_taken_nor_lost(tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    stopped_after(2, target, model="other")
    with pytest.raises(Mismatch) as error:
        asyncio.run(run(setup(data(4)), target))
    assert error.value.names == ("model",)
    assert journal.path_beside(target).stat().st_size
    assert asyncio.run(run(setup(data(4)), target, fresh=True)).there == 0


def test_a_journal_cut_off_in_its_first_line_counts_for_nothing(tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    journal.path_beside(target).write_text('{"schema_ver')
    assert asyncio.run(run(setup(TWO), target)).there == 0


def test_killed_between_folding_and_clearing_up_nothing_is_run_again(tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    path = journal.path_beside(target)
    first = done(setup(TWO), target)
    with journal.begin(path, header(TWO)) as kept:
        for report in first.reports:
            kept.add(report)
    assert asyncio.run(run(setup(TWO), target)).there == 2
    assert runs.read(target) == first


def test_repeats_are_averaged_before_reports_are(tmp_path: Path) -> None:
    whole = setup(TWO, repeats=2)
    bad = TWO.texts[TWO.reports[0].id]

    async def summarize(text: str, repeat: int) -> ReportSummary:
        if text == bad and repeat:
            raise ModelUnreachable(base_url="http://x")
        return await whole.summarize(text, repeat)

    found = done(replace(whole, summarize=summarize), tmp_path / "run.json")
    assert len(found.reports) == 4
    assert found.aggregate["item_f1"].n == 2
    assert found.aggregate["item_f1"].mean == 0.75


def test_progress_counts_up_to_all(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    told = replace(setup(TWO), told=lambda done, total: seen.append((done, total)))
    asyncio.run(run(told, tmp_path / "run.json"))
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_a_compact_run_can_be_read_and_has_neither_texts_nor_reasons(tmp_path: Path) -> None:
    whole = done(setup(TWO), tmp_path / "run.json")
    (tmp_path / "compact.json").write_text(runs.compact(whole), encoding="utf-8")
    small = runs.read(tmp_path / "compact.json")
    assert small.aggregate == whole.aggregate
    assert {r.summary for r in small.reports} == {None}
    assert (tmp_path / "compact.json").stat().st_size < (tmp_path / "run.json").stat().st_size / 2
    assert TWO.reports[0].items[0].text not in (tmp_path / "compact.json").read_text("utf-8")
