"""What reports and files bring with them stays text: no markup, no script, no turned words, no broken page."""

import contextlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import lit, read
from tests.web.conftest import Opened

MARKUP = [
    "<script>window.hurt = 1</script>",
    "<img src=x onerror='window.hurt = 1'>",
    '"><svg onload="window.hurt = 1">',
    "<a href='javascript:window.hurt=1'>点此</a>",
    "</textarea></script><style>*{display:none}</style>",
    "{{ 7 * 7 }}${window.hurt = 1}",
    "<iframe src='https://example.invalid/'></iframe>",
]
TURNED = "\u202e三二一\u202c\u2066甲\u2069\u200f"
REPORT = """{title}
一、主要举措和成效
（一）规范行政执法。{evil}全年办理行政处罚案件126件，同比下降8.2%，群众满意率达97.5%。
二、存在问题
一是基层执法力量不足，{evil}部分乡镇仅有2名持证执法人员。
三、下步工作计划
2025年将组织执法人员轮训4期，推动行政复议服务点覆盖全部12个乡镇。
"""
Given = Callable[..., str]


def unhurt(page: Page) -> None:
    assert page.evaluate("window.hurt") is None
    assert page.locator("#main script, #main iframe, #main svg, #main style").count() == 0
    assert page.locator("#main a[href^='javascript']").count() == 0
    for image in page.locator("#main img").all():
        assert str(image.get_attribute("src")).startswith("assets/")


@pytest.mark.parametrize("evil", MARKUP)
def test_markup_is_text_wherever_it_stands(page: Page, given: Given, evil: str) -> None:
    id = given(REPORT.format(title=f"云岫县{evil}2024年法治政府建设情况报告", evil=evil), name=evil)
    read(page, id)
    assert evil in str(page.locator(".source").text_content())
    page.locator(".item").first.hover()
    page.keyboard.press("2")
    page.keyboard.press("3")
    unhurt(page)
    page.keyboard.press("1")
    page.keyboard.press("e")
    page.wait_for_selector(".card")
    unhurt(page)
    page.goto("/#/summaries?words=" + evil.replace("#", "%23"))
    page.wait_for_selector(".filters")
    page.wait_for_timeout(200)
    unhurt(page)


def test_file_names_and_batches_are_text(page: Page, sample: str) -> None:
    names = ["<img src=x onerror=window.hurt=1>.txt", f"报告{TURNED}.txt", "長" * 180 + ".txt"]
    page.goto("/")
    files: list[Any] = [{"name": n, "mimeType": "text/plain", "buffer": sample.encode()} for n in names]
    page.get_by_label("选择文件").first.set_input_files(files)
    shown = page.locator(".files bdi").all_text_contents()
    assert shown[0] == names[0]
    assert "\u202e" not in shown[1]
    page.get_by_label("批次名称").fill("<script>window.hurt = 1</script>")
    page.get_by_role("button", name="提交 3 份").click()
    page.wait_for_url(re.compile("#/batches/"))
    expect(page.locator('tr[data-state="succeeded"]')).to_have_count(3)
    page.get_by_role("tab", name="数据对照").click()
    page.wait_for_selector(".compared")
    unhurt(page)
    page.goto("/#/batches")
    page.wait_for_selector(".batches li")
    unhurt(page)


def test_controls_that_turn_text_are_seen_and_turn_nothing(page: Page, given: Given) -> None:
    text = REPORT.format(title=f"云岫县{TURNED}2024年法治政府建设情况报告", evil=TURNED)
    read(page, given(text))
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", page.locator("body").inner_text())
    shown = str(page.locator(".source").text_content())
    assert "\ufffd三二一\ufffd" in shown
    page.locator(".item").first.hover()
    page.wait_for_function("() => CSS.highlights.get('lit-achievement').size > 0")
    assert any("126件" in one for one in lit(page, "lit-achievement"))


@pytest.mark.parametrize("device", [{}, {"viewport": {"width": 360, "height": 740}}])
def test_a_huge_line_without_a_blank_breaks_nothing(open_page: Opened, given: Given, device: dict[str, Any]) -> None:
    evil = "A" * 5_000 + "案" * 20_000
    id = given(REPORT.format(title="云岫县2024年法治政府建设情况报告", evil=evil), name="W" * 200)
    with open_page(**device) as page:
        read(page, id)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        pane = ".source-scroll"
        assert page.evaluate(
            "pane => document.querySelector(pane).scrollWidth <= document.querySelector(pane).clientWidth + 1", pane
        )
        page.goto("/#/summaries")
        page.wait_for_selector(".listing tbody tr")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_address_with_markup_is_no_markup(page: Page) -> None:
    page.goto("/#/<img src=x onerror=window.hurt=1>")
    expect(page.get_by_text("页面不存在")).to_be_visible()
    page.goto("/#/summaries?region=<svg onload=window.hurt=1>&words=\"'><script>")
    page.wait_for_selector(".filters")
    unhurt(page)


@pytest.mark.parametrize(
    "does",
    [
        "document.body.setAttribute('onclick', 'window.hurt = 1'); document.body.click();",
        "document.body.innerHTML = '<img src=x onerror=window.hurt=1>';",
        "const made = document.createElement('script'); made.textContent = 'window.hurt = 1'; document.body.append(made);",
    ],
)
def test_what_became_markup_all_the_same_would_do_nothing(browser: Browser, address: str, does: str) -> None:
    """The policy itself: neither a handler nor markup made of text is let in, from whatever script."""
    with contextlib.closing(browser.new_context(base_url=address)) as context:  # not watched: its console complains
        page = context.new_page()
        page.goto("/")
        page.evaluate(f"() => {{ try {{ {does} }} catch (error) {{ return error.name; }} }}")
        page.wait_for_timeout(100)
        assert page.evaluate("window.hurt") is None
        assert page.locator("body img[src=x]").count() == 0
