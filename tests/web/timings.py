"""How fast the page is, in the browser, with a report of 20,000 characters: `python -m tests.web.timings`.

Prints the table of docs/results/page.md: the median and the worst of several runs, each in a context of its own, and what
of it the page's main thread computed, which does not depend on what else the machine does.
"""

import os
import statistics
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.app.conftest import ROOT
from tests.app.test_serve import served
from tests.web.browsing import FLAGS, chromium, opened, read, summarized

CHARACTERS = 20_000
RUNS = 3
STEPS = 30
_PAINTED = """() => new Promise(done => {
  const painted = performance.getEntriesByName('first-contentful-paint')[0];
  const whole = () => document.querySelector('.item') && document.querySelector('.source p')
    ? requestAnimationFrame(() => setTimeout(() => done([painted?.startTime ?? 0, performance.now()]))) : requestAnimationFrame(whole);
  whole();
})"""
# From before the act to the frame after it: what a reader waits for.
_EACH = """async ([selector, steps]) => {
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const spent = [];
  for (let n = 0; n < steps; n += 1) {
    await frame();
    const began = performance.now();
    %s
    await frame();
    spent.push(performance.now() - began);
  }
  return spent;
}"""
LIGHT = _EACH % "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}));"
SCROLL = _EACH % "document.querySelector(selector).scrollTop += 300;"
UNCITED = _EACH % "document.querySelector(selector).click();"
# As a key does it. A script that sets the value makes the browser build the whole text anew.
TYPE = (
    _EACH
    % "const box = document.querySelector(selector); box.focus(); box.setSelectionRange(50, 50); document.execCommand('insertText', false, '案');"
)


class Timing(NamedTuple):
    """Milliseconds: of each step by the clock, and of a step on average in the main thread."""

    what: str
    clock: list[float]
    computed: float

    def row(self) -> str:
        computed = f"{self.computed:.0f}" if self.computed else ""
        return f"| {self.what} | {computed} | {statistics.median(self.clock):.0f} | {max(self.clock):.0f} |"


class MainThread:
    """The processor's time that a page's main thread has used."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def milliseconds(self) -> float:
        told = self._session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in told if one["name"] == "TaskDuration")) * 1000


def steps(page: Page, script: str, selector: str, count: int = STEPS) -> tuple[list[float], float]:
    """What each step takes by the clock, and on average in the main thread."""
    thread = MainThread(page)
    before = thread.milliseconds()
    clock: list[float] = page.evaluate(script, [selector, count])
    return clock, (thread.milliseconds() - before) / count


def long_report() -> str:
    """Reports written for the project, one behind the other: 20,000 characters."""
    texts = [path.read_text("utf-8").strip() for path in sorted((ROOT / "eval" / "gold" / "reports").glob("*.txt"))]
    return "\n\n".join(texts)[:CHARACTERS]


def measured(browser: Browser, address: str, id: str) -> list[Timing]:
    """Every timing, over all runs."""
    runs = [_run(browser, address, id) for _ in range(RUNS)]
    return [
        Timing(what, [one for run in runs for one in run[what][0]], statistics.median(run[what][1] for run in runs))
        for what in runs[0]
    ]


def _run(browser: Browser, address: str, id: str) -> dict[str, tuple[list[float], float]]:
    with opened(browser, address) as page:
        thread = MainThread(page)
        page.goto(f"/#/summaries/{id}")
        painted, shown = page.evaluate(_PAINTED)
        return {
            "summary and source whole on the screen": ([shown], thread.milliseconds()),
            "of it, until the first paint of anything": ([painted], 0.0),
            "the next item: its evidence lit and in view": steps(page, LIGHT, ""),
            "a scroll of the source by 300 px, with all marks": steps(page, SCROLL, ".source-scroll"),
            "what is not cited shown, or hidden": steps(page, UNCITED, ".source-pane .pane-head button", 10),
            "a character typed into the pasted report": _typed(page),
        }


def _typed(page: Page) -> tuple[list[float], float]:
    page.goto("/#/")
    page.locator("textarea").fill(long_report())
    return steps(page, TYPE, "textarea")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["TIYAO_DATA_FOLDER"] = f"{folder}/data"
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with served(Path(folder) / "log") as address:
            id = summarized(address, long_report())
            with opened(browser, address) as page:
                read(page, id)
                items, marks = page.locator(".item").count(), page.evaluate("CSS.highlights.get('achievement').size")
            rows = [timing.row() for timing in measured(browser, address, id)]
        browser.close()
    print(f"{CHARACTERS} characters, {items} items, {marks} marked pieces of achievements\n")  # noqa: T201
    print("\n".join(["| what | computed, ms | median, ms | worst, ms |", "| --- | --- | --- | --- |", *rows]))  # noqa: T201


if __name__ == "__main__":
    main()
