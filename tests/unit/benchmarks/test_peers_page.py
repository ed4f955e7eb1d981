"""The page says what the results say."""

import json
import xml.etree.ElementTree as ET

import pytest

from benchmarks.peers import document, plots
from benchmarks.peers.__main__ import PAGE, RESULTS
from benchmarks.peers.targets import targets

COMMITTED = json.loads(RESULTS.read_text(encoding="utf-8"))


def test_the_page_is_written_from_the_results() -> None:
    assert PAGE.read_text(encoding="utf-8") == document.page(COMMITTED)


@pytest.mark.parametrize("name", [file for _, file in document.PLOTS.values()])
def test_the_plots_are_drawn_from_the_results(name: str) -> None:
    drawing = (PAGE.parent / "plots" / name).read_text(encoding="utf-8")
    assert drawing == document.drawings(COMMITTED)[name]


def test_every_row_is_told_the_lost_ones_with_a_reason() -> None:
    page = document.page(COMMITTED)
    for row in COMMITTED["lengths"]:
        if row["lost"]:
            assert f"| {row['peer']} (lost) |" in page or f"| {row['peer']} | " in page
            assert document._why(row)
    costs = [line for line in page.splitlines() if line.startswith("| tiyao |")]
    assert len(costs) >= 2 * len({row["length"] for row in COMMITTED["lengths"]})


def test_a_worse_result_misses_its_target() -> None:
    worse = json.loads(json.dumps(COMMITTED))
    for row in worse["lengths"]:
        if row["peer"] == "tiyao" and not row["lost"]:
            row["seconds"] *= 9
            row["elsewhere"] += 1
    now = {one.asked: one.met for one in targets(COMMITTED)}
    then = {one.asked: one.met for one in targets(worse)}
    assert not then["wall time at most 1.15 × the critical path at every length"]
    assert not then["all evidence exact"]
    assert all(now[asked] or not met for asked, met in then.items())


def test_a_chart_is_an_image_with_a_line_for_each_name() -> None:
    drawing = plots.chart("Zeit <s>", "characters", {"a & b": [(10, 1), (1_000, 100)], "none": [(10, 0)]})
    root = ET.fromstring(drawing)  # noqa: S314
    assert [one.tag.rsplit("}", 1)[1] for one in root].count("polyline") == 1
    assert "a &amp; b" in drawing
