"""How fast the page is, in the browser, with a report of 20,000 characters: `python -m tests.web.timings`.

Prints the table of docs/results/page.md: the median and the worst of several runs, each in a context of its own.
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
RUNS = 5
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
TYPE = (
    _EACH
    % "const box = document.querySelector(selector); box.setRangeText('案', 50, 50, 'end'); box.dispatchEvent(new InputEvent('input', {bubbles: true}));"
)


class Timing(NamedTuple):
    what: str
    milliseconds: list[float]

    def row(self) -> str:
        return f"| {self.what} | {statistics.median(self.milliseconds):.0f} | {max(self.milliseconds):.0f} |"


def long_report() -> str:
    """Reports written for the project, one behind the other: 20,000 characters."""
    texts = [path.read_text("utf-8").strip() for path in sorted((ROOT / "eval" / "gold" / "reports").glob("*.txt"))]
    return "\n\n".join(texts)[:CHARACTERS]


def measured(browser: Browser, address: str, id: str) -> list[Timing]:
    """Every timing, over all runs."""
    first, whole, light, scroll, uncited, typing = ([] for _ in range(6))  # type: list[float]
    for _ in range(RUNS):
        with opened(browser, address) as page:
            page.goto(f"/#/summaries/{id}")
            painted, shown = page.evaluate(_PAINTED)
            first.append(painted)
            whole.append(shown)
            light += page.evaluate(LIGHT, ["", STEPS])
            scroll += page.evaluate(SCROLL, [".source-scroll", STEPS])
            uncited += page.evaluate(UNCITED, [".source-pane .pane-head button", 10])
            typing += _typed(page)
    return [
        Timing("first paint of anything", first),
        Timing("summary and source whole on the screen", whole),
        Timing("the next item: its evidence lit and in view", light),
        Timing("a scroll of the source by 300 px, with all marks", scroll),
        Timing("what is not cited shown, or hidden", uncited),
        Timing("a character typed into the pasted report", typing),
    ]


def _typed(page: Page) -> list[float]:
    page.goto("/#/")
    page.locator("textarea").fill(long_report())
    found: list[float] = page.evaluate(TYPE, ["textarea", STEPS])
    return found


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
    print("\n".join(["| what | median, ms | worst, ms |", "| --- | --- | --- |", *rows]))  # noqa: T201


if __name__ == "__main__":
    main()
