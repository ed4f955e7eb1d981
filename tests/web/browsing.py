"""A browser on the page: Chromium by playwright, held to the loopback, every fault of the page noted."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = "TIYAO_TEST_CHROMIUM"
"""Set where the tests of the page must run: the path of Chromium."""
USUAL = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MS = 60_000
_OWN = ("blob", "data")


def chromium() -> str | None:
    """Where the browser is: the one that must be used, else the usual one, if it is there."""
    named = os.environ.get(CHROMIUM)
    return named or (USUAL if Path(USUAL).exists() else None)


class Watched:
    """What a context's pages did that they must not do."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.faults: list[str] = []
        self._host = urlsplit(address).netloc
        context.on("request", lambda request: self._asked(request.url))
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("console", lambda message: self._said(message.type, message.text))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _OWN and parts.netloc != self._host:
            self.faults.append(f"asked {url}")

    def _said(self, kind: str, text: str) -> None:
        # An address that has nothing is an answer like others; the browser calls it an error.
        if kind == "error" and "Failed to load resource" not in text:
            self.faults.append(text)


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page in a context of its own, Chinese and wide unless told otherwise; at the end nothing may have gone wrong."""
    given = {"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **options}
    context = browser.new_context(base_url=address, **given)
    context.set_default_timeout(WAIT_MS)
    watched = Watched(context, address)
    try:
        yield context.new_page()
    finally:
        context.close()
    assert watched.faults == []


def summarized(address: str, text: str, **more: Any) -> str:
    """The id of a report that was posted and is done."""
    with httpx.Client(base_url=address, timeout=60) as client:
        made = client.post("/v1/jobs", json={"text": text, **more}).raise_for_status().json()
        with client.stream("GET", f"/v1/jobs/{made['id']}/events") as stream:
            stream.read()
        job = client.get(f"/v1/jobs/{made['id']}").json()
    assert job["state"] == "succeeded", job
    return str(made["id"])


def read(page: Page, id: str, rest: str = "") -> None:
    """Open a summary and wait until it is there."""
    page.goto(f"/#/summaries/{id}{rest}")
    page.wait_for_selector(".item")


def lit(page: Page, name: str) -> list[str]:
    """The texts under a mark, in order."""
    found: list[str] = page.evaluate("name => [...CSS.highlights.get(name)].map(String)", name)
    return found


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)
