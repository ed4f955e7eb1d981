"""One service and one browser for all tests of the page."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.app.conftest import ROOT
from tests.app.test_serve import served
from tests.web.browsing import CHROMIUM, FLAGS, WAIT_MS, chromium, opened, summarized

SAMPLE = ROOT / "samples" / "yunxiu-xian-2024.txt"
CITY = ROOT / "eval" / "gold" / "reports" / "lanzhou-shi-2023.txt"
Opened = Callable[..., AbstractContextManager[Page]]


# Not of the whole session: while playwright runs, no other test could run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip(f"no Chromium: {CHROMIUM} is not set, and there is none at the usual place")
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("page")
    with served(folder / "log", TIYAO_DATA_FOLDER=str(folder / "data"), TIYAO_KEYS="auto") as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, address: str) -> Opened:
    return partial(opened, browser, address)


@pytest.fixture
def page(open_page: Opened) -> Iterator[Page]:
    with ExitStack() as stack:
        yield stack.enter_context(open_page())


@pytest.fixture(scope="package")
def sample() -> str:
    return SAMPLE.read_text("utf-8")


@pytest.fixture(scope="package")
def city_text() -> str:
    return CITY.read_text("utf-8")


@pytest.fixture(scope="package")
def city(address: str, city_text: str) -> str:
    """The id of the summary of a report of a city. Tests that change it make their own."""
    return summarized(address, city_text, name="澜州市")


@pytest.fixture(scope="package")
def axe() -> str:
    """The script that looks for faults of accessibility."""
    path = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        told = "no axe-core: run `npm ci` in tests/web"
        pytest.fail(told) if os.environ.get(CHROMIUM) else pytest.skip(told)
    return path.read_text("utf-8")


@pytest.fixture
def given(address: str) -> Callable[..., str]:
    """Posts a report; gives its id when it is done."""
    return partial(summarized, address)
