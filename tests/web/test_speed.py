"""A report of 20,000 characters is read without lag. The figures: `python -m tests.web.timings`, docs/results/page.md."""

import statistics

import pytest
from playwright.sync_api import Page

from tests.web.browsing import read, summarized
from tests.web.timings import LIGHT, SCROLL, STEPS, TYPE, long_report

LATENCY_MS = 100


@pytest.fixture(scope="module")
def long(address: str) -> str:
    return summarized(address, long_report())


def test_lighting_and_scrolling_keep_up(page: Page, long: str) -> None:
    read(page, long)
    for what in (LIGHT, SCROLL):
        assert statistics.median(page.evaluate(what, [".source-scroll", STEPS])) < LATENCY_MS


def test_typing_keeps_up(page: Page) -> None:
    page.goto("/")
    page.locator("textarea").fill(long_report())
    assert statistics.median(page.evaluate(TYPE, ["textarea", STEPS])) < LATENCY_MS
