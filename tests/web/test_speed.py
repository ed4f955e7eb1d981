"""A report of 20,000 characters is read without lag: by the time that the page computes, since the clock of a busy machine
tells of the machine. The figures: `python -m tests.web.timings`, docs/results/page.md."""

import pytest
from playwright.sync_api import Page

from tests.web.browsing import read, summarized
from tests.web.timings import LIGHT, SCROLL, TYPE, long_report, steps

LATENCY_MS = 100


@pytest.fixture(scope="module")
def long(address: str) -> str:
    return summarized(address, long_report())


def test_lighting_and_scrolling_keep_up(page: Page, long: str) -> None:
    read(page, long)
    for what in (LIGHT, SCROLL):
        assert steps(page, what, ".source-scroll")[1] < LATENCY_MS


def test_typing_keeps_up(page: Page) -> None:
    page.goto("/")
    page.locator("textarea").fill(long_report())
    assert steps(page, TYPE, "textarea")[1] < LATENCY_MS
