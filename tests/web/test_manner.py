"""How the page can be used: by keyboard alone, in two languages, light and dark, on a phone, on paper, by a reader."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.browsing import lit, read
from tests.web.conftest import Opened

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def current(page: Page) -> str | None:
    return page.locator(".item[aria-current]").get_attribute("data-id")


def test_a_report_is_read_with_the_keyboard_alone(page: Page, sample: str) -> None:
    page.goto("/")
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.insert_text(sample)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".item")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert current(page) == "a2"
    expect(page.locator('[data-id="a2"]')).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    assert current(page) == "a2"
    assert lit(page, "lit-achievement")
    page.keyboard.press("Enter")
    expect(page.locator(".source-scroll")).to_be_focused()
    first = lit(page, "clause")
    page.keyboard.press("n")
    assert lit(page, "clause") != first
    page.keyboard.press("p")
    assert lit(page, "clause") == first
    page.keyboard.press("Enter")
    expect(page.locator('[data-id="a2"]')).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator('[data-id="a2"]')).to_be_focused()
    page.keyboard.press("2")
    expect(page.get_by_role("tab", name="数据")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("u")
    assert lit(page, "uncited")


def test_the_list_of_keys_is_a_key_away_and_leaves_the_keyboard_where_it_was(page: Page, city: str) -> None:
    read(page, city)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    assert page.locator(".item[aria-current]").count() == 0, "keys are not for what is behind"
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_attached()


def test_the_skip_link_is_first_and_leads_past_the_bar(page: Page, city: str) -> None:
    read(page, city)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert "summaries" in page.url


def test_everything_that_takes_the_keyboard_shows_it(page: Page, city: str) -> None:
    read(page, city)
    for _ in range(40):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert width >= 1
        assert style != "none"


def test_the_other_language_is_a_click_away_and_stays(page: Page, city: str) -> None:
    read(page, city)
    page.get_by_role("button", name="switch to English").click()
    expect(page.get_by_role("tab", name="Figures")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.goto("/#/summaries")
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="History")).to_be_visible()


def test_english_comes_with_an_english_browser(open_page: Opened) -> None:
    with open_page(locale="en-US") as page:
        page.goto("/")
        expect(page.get_by_role("button", name="Summarize")).to_be_visible()
        page.locator("textarea").fill("no Chinese at all")
        page.get_by_role("button", name="Summarize").click()
        expect(page.get_by_role("alert")).to_contain_text("Paste the text of a report in Chinese")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_is_the_browsers_until_another_is_chosen(open_page: Opened, scheme: str) -> None:
    background = "getComputedStyle(document.documentElement).backgroundColor"
    with open_page(color_scheme=scheme) as page:
        page.goto("/")
        before = page.evaluate(background)
        assert (sum(map(int, re.findall(r"\d+", before)[:3])) > 380) == (scheme == "light")
        page.locator("#scheme").click()
        after = page.evaluate(background)
        assert after != before
        page.reload()
        assert page.evaluate(background) == after


def test_a_narrow_window_shows_one_pane_and_has_no_sideways_scroll(open_page: Opened, city: str) -> None:
    with open_page(**PHONE) as page:
        read(page, city)
        expect(page.locator(".source-scroll")).not_to_be_visible()
        for tab in ("条目", "数据", "说明"):
            page.get_by_role("tab", name=tab).tap()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("tab", name="条目").tap()
        page.locator(".jump").nth(2).tap()
        expect(page.locator(".source-scroll")).to_be_visible()
        assert lit(page, "lit-achievement")
        page.get_by_role("button", name="摘要").tap()
        expect(page.locator(".item").first).to_be_attached()
        for path in ("/#/", "/#/summaries", "/#/batches"):
            page.goto(path)
            page.wait_for_selector("h1")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_on_paper_the_summary_stands_alone(page: Page, city: str) -> None:
    read(page, city)
    page.emulate_media(media="print")
    expect(page.locator(".headline h1")).to_be_visible()
    expect(page.locator(".item").last).to_be_visible()
    for gone in (".bar", ".source-pane", ".tools", ".outline"):
        expect(page.locator(gone)).not_to_be_visible()
    assert len(page.pdf()) > 20_000


VIEWS = ["/#/", "/#/summaries", "/#/batches", "figures", "account", "items", "keys"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_serious_fault_of_accessibility(open_page: Opened, city: str, axe: str, view: str, scheme: str) -> None:
    with open_page(color_scheme=scheme) as page:
        if view.startswith("/"):
            page.goto(view)
            page.wait_for_selector("h1")
        else:
            read(page, city)
            if view == "keys":
                page.keyboard.press("?")
            else:
                page.locator(f'[data-tab="{view}"]').click()
                page.keyboard.press("j") if view == "items" else None
        assert faults(page, axe) == []


def faults(page: Page, axe: str) -> list[str]:
    """What axe finds that is serious or worse; a contrast that it cannot tell is no finding."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


KINDS = ("achievement", "problem", "plan")
_RATIO = """([text, ground]) => {
  const style = getComputedStyle(document.documentElement);
  const channel = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = name => {
    const hex = style.getPropertyValue(name).trim().slice(1);
    const [r, g, b] = [0, 2, 4].map(at => channel(parseInt(hex.slice(at, at + 2), 16) / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [high, low] = [light(text), light(ground)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_lit_stays_readable(open_page: Opened, scheme: str) -> None:
    """Marks are no elements, so that axe does not see them: contrast of at least 4.5 to 1, told by the colours."""
    grounds = [f"--{kind}-{how}" for kind in KINDS for how in ("faint", "lit")]
    pairs = [("--ink", one) for one in [*grounds, "--figure-lit", "--uncited-lit", "--sheet", "--paper", "--raised"]]
    pairs += [(f"--{kind}", ground) for kind in KINDS for ground in ("--paper", "--sheet", f"--{kind}-faint")]
    pairs += [(one, ground) for one in ("--soft", "--accent", "--bad", "--warn") for ground in ("--paper", "--sheet")]
    pairs += [("--on-accent", "--accent"), *(("--soft", f"--{kind}-faint") for kind in KINDS)]
    with open_page(color_scheme=scheme) as page:
        page.goto("/")
        found = {pair: page.evaluate(_RATIO, list(pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize(("width", "least", "most"), [(1440, 32, 40), (1920, 32, 40), (1200, 24, 40), (360, 16, 24)])
def test_lines_of_the_source_are_of_a_good_length(
    open_page: Opened, city: str, width: int, least: int, most: int
) -> None:
    with open_page(viewport={"width": width, "height": 900}) as page:
        read(page, city)
        if width < 800:
            page.locator('[data-face="source"]').click()
        found = page.evaluate(
            """() => {
              const source = document.querySelector('.source'), style = getComputedStyle(source), em = parseFloat(style.fontSize);
              return {line: source.querySelector('p').clientWidth / em, height: parseFloat(style.lineHeight) / em};
            }"""
        )
    assert least <= found["line"] <= most
    assert 1.7 <= found["height"] <= 1.9
