"""The model's process and tiyao's client, end to end; the peers need environments of their own."""

from collections.abc import Iterator

import pytest

from benchmarks.peers import judging, material, plan, rows
from benchmarks.peers.runs import ModelProcess, against, run

pytestmark = pytest.mark.soak
SHORT = min(material.reports(), key=lambda one: len(one.text))


@pytest.fixture(scope="module")
def model() -> Iterator[ModelProcess]:
    with ModelProcess() as process:
        yield process


def test_a_run_tells_what_came_and_what_was_asked(model: ModelProcess) -> None:
    done = run(model, plan.TIYAO, SHORT, pace=rows.QUICKLY)
    verdict = judging.judged(SHORT, done.items)
    assert done.lost == ""
    assert verdict.answered + verdict.reworded == len(SHORT.items)
    assert verdict.pieces == verdict.exact
    assert done.calls
    assert all(call.outcome == "whole" for call in done.calls)


def test_a_client_that_takes_too_long_is_ended_and_told(model: ModelProcess) -> None:
    done = run(model, plan.TIYAO, SHORT, timeout_seconds=0.05)
    assert done.result is None
    assert done.lost.startswith("not finished")


def test_a_client_may_speak_to_any_server(model: ModelProcess) -> None:
    model.load(SHORT, rows.QUICKLY, None)
    assert against(model.base_url, plan.TIYAO, SHORT, 120.0).items


def test_what_was_kept_is_not_asked_again_after_a_kill(model: ModelProcess) -> None:
    (row,) = rows.kills(model, (plan.TIYAO,))
    assert row["answered"] > 0
    assert row["kept_asked_again"] == 0
