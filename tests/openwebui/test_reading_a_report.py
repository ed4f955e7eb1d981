"""What a person sees who reads a report with tiyao in Open WebUI. The pictures stand in out/openwebui afterwards."""

import re
from pathlib import Path

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.app.conftest import SAMPLE
from tests.openwebui.conftest import PICTURES
from tests.web.browsing import bare

# A footnote's mark and the number of a document: pages take the one for a citation of theirs, the other for a formula.
TEXT = (
    SAMPLE.read_text("utf-8")
    .replace("受理151件", "受理151件[1]")
    .replace("4个督察问题", "云法〔2024〕3号、[2023]8号中4个督察问题")
)
QUOTE = re.compile("「([^」]*)」")


def test_a_report_is_uploaded_summarized_and_asked_about(page: Page, address: str, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_role("button", name="确认，开始使用！").click()
    _upload(page, tmp_path)
    summary = _said(page, "请总结这份报告", 1)
    expect(summary.locator("h1")).to_have_text("云岫县人民政府关于2024年法治政府建设情况的报告")
    assert summary.locator("h2").all_inner_texts() == ["主要成效", "存在问题", "下步计划"]
    assert summary.locator("li strong").count() > 10
    _keep(page, "summary-end")
    summary.locator("h1").scroll_into_view_if_needed()
    _keep(page, "summary")
    _tells_only_the_report(summary)
    # In a quote, the page begins a line before a bracket that is escaped.
    assert "受理151件[1]" in bare(summary.inner_text())
    assert "[2023]8号" in bare(summary.inner_text())

    answer = _said(page, "有哪些问题？", 2)
    assert answer.locator("li").count() == 4
    assert answer.locator("blockquote").count() == 4
    _tells_only_the_report(answer)
    answer.locator("blockquote").last.scroll_into_view_if_needed()
    _keep(page, "answer")

    expect(_said(page, "行政复议办了多少件？", 3)).to_contain_text("168件")
    page.get_by_role("button", name="展开侧边栏").last.click()
    expect(page.locator("#sidebar")).to_contain_text("请总结这份报告")
    _keep(page, "chats")
    kept = httpx.get(f"{address}/v1/summaries", trust_env=False).raise_for_status().json()["summaries"]
    assert [one["region"] for one in kept] == ["云岫县"], "errands of the page are no reports"


def _upload(page: Page, folder: Path) -> None:
    file = folder / "云岫县2024年报告.txt"
    file.write_text(TEXT, "utf-8")
    with page.expect_response(lambda response: "/api/v1/files/" in response.url and response.request.method == "POST"):
        page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_text(re.compile(r"^[\d.]+ KB$"))).to_be_visible()
    _keep(page, "uploaded")


def _said(page: Page, words: str, turn: int) -> Locator:
    """What tiyao says to it, once the page holds it to be complete: it then offers questions to go on with."""
    page.locator("#chat-input").click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    said = page.locator(".chat-assistant")
    expect(said).to_have_count(turn)
    expect(page.get_by_role("button", name="追问：下一步有什么计划？")).to_be_visible()
    expect(page.locator(".message-loading")).to_have_count(0)
    return said.nth(turn - 1)


def _tells_only_the_report(said: Locator) -> None:
    """Every quote stands in the report, character by character; nothing of it was set as a formula or a citation."""
    quotes = QUOTE.findall(bare(said.inner_text()))
    assert quotes
    assert [quote for quote in quotes if quote.removesuffix("…") not in bare(TEXT)] == []
    assert said.locator(".katex").count() == 0


def _keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"{name}.png")
