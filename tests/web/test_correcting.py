"""A summary is corrected: what the person wants is kept beside the machine's, and becomes a gold example."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from eval.dataset import load
from tests.web.browsing import lit, read

Given = Callable[..., str]


@pytest.fixture
def id(given: Given, sample: str) -> str:
    return given(sample)


@pytest.fixture
def editing(page: Page, id: str) -> Page:
    read(page, id)
    page.get_by_role("button", name="修订", exact=True).click()
    page.wait_for_selector(".card")
    return page


def card(page: Page, key: str) -> Locator:
    return page.locator(f'.card[data-key="{key}"]')


def select(page: Page, words: str) -> None:
    """Select words of the source, as a pointer would."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector('.source'), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
            return;
          }
          throw new Error('not there: ' + words);
        }""",
        words,
    )


def save(page: Page) -> None:
    page.get_by_role("button", name="保存修订").click()
    expect(page.get_by_label("版本")).to_have_value("corrected")


def corrected(address: str, id: str) -> Any:
    return httpx.get(f"{address}/v1/summaries/{id}/correction").raise_for_status().json()


def test_everything_about_an_item_can_be_changed(editing: Page, address: str, id: str) -> None:
    before = httpx.get(f"{address}/v1/summaries/{id}").json()
    first, second, third = before["achievements"][:3]
    page = editing
    card(page, first["id"]).locator("textarea").fill("县政府全年专题研究法治建设工作9次")
    card(page, first["id"]).get_by_label("主题").select_option("oversight")
    card(page, second["id"]).get_by_label("下移").click()
    card(page, third["id"]).get_by_label("类别").select_option("problem")
    card(page, before["plans"][0]["id"]).get_by_label("删除条目").click()
    save(page)
    after = corrected(address, id)
    assert after["achievements"][0]["text"] == "县政府全年专题研究法治建设工作9次"
    assert after["achievements"][0]["topic"] == "oversight"
    assert after["achievements"][0]["evidence"] == first["evidence"]
    assert after["problems"][-1]["text"] == third["text"]
    assert len(after["achievements"]) == len(before["achievements"]) - 1
    assert [item["text"] for item in after["plans"]] == [item["text"] for item in before["plans"][1:]]
    assert httpx.get(f"{address}/v1/summaries/{id}").json() == before, "the machine's stays as it is"
    expect(page.locator(".item .text").first).to_have_text("县政府全年专题研究法治建设工作9次")
    page.get_by_label("版本").select_option("machine")
    expect(page.locator(".item .text").first).to_have_text(first["text"])
    page.reload()
    expect(page.locator(".item .text").first).to_have_text("县政府全年专题研究法治建设工作9次")


def test_an_item_is_added_with_evidence_selected_in_the_source(
    editing: Page, address: str, id: str, sample: str
) -> None:
    page, words = editing, "推动诉前化解率提高到30%"
    page.locator('[data-add="plan"]').click()
    new = page.locator('.card[data-key^="new-"]')
    expect(new.locator("textarea")).to_be_focused()
    new.locator("textarea").fill("诉前化解率提高到30%")
    expect(new.locator(".add-evidence")).to_be_disabled()
    page.get_by_role("button", name="保存修订").click()
    expect(page.get_by_role("alert")).to_contain_text("每个条目都要有文字和依据")
    select(page, words)
    new.locator(".add-evidence").click()
    expect(new.locator("q")).to_have_text(words)
    save(page)
    item = corrected(address, id)["plans"][-1]
    assert item["text"] == "诉前化解率提高到30%"
    start = sample.index(words)
    assert [(one["start"], one["end"], one["text"]) for one in item["evidence"]] == [(start, start + len(words), words)]
    assert item["figures"][0]["value"] == "30"


def test_evidence_is_taken_away_and_joined(editing: Page, address: str, id: str) -> None:
    before = httpx.get(f"{address}/v1/summaries/{id}").json()["achievements"][0]
    own = card(editing, before["id"])
    quotes = own.locator("q").count()
    own.get_by_label("移除这段依据").first.click()
    expect(own.locator("q")).to_have_count(quotes - 1)
    select(editing, before["evidence"][0]["text"].strip())
    own.locator(".add-evidence").click()
    select(editing, before["evidence"][0]["text"].strip()[:8])
    own.locator(".add-evidence").click()
    expect(own.locator("q")).to_have_count(quotes)


def test_what_is_amiss_is_told_and_kept_all_the_same(editing: Page, address: str, id: str) -> None:
    first = httpx.get(f"{address}/v1/summaries/{id}").json()["achievements"][0]
    card(editing, first["id"]).locator("textarea").fill("全年专题研究法治建设工作99次")
    save(editing)
    expect(editing.get_by_role("region", name="请留意")).to_contain_text("99")
    assert corrected(address, id)["achievements"][0]["text"] == "全年专题研究法治建设工作99次"


def test_two_at_once_do_not_undo_each_other(editing: Page, address: str, id: str) -> None:
    item = httpx.get(f"{address}/v1/summaries/{id}").json()["achievements"][0]
    line = {
        "id": None,
        "text": item["text"],
        "topic": "other",
        "evidence": [{k: one[k] for k in ("start", "end")} for one in item["evidence"]],
    }
    body = {"achievements": [line], "problems": [], "plans": []}
    httpx.put(f"{address}/v1/summaries/{id}/correction", json=body).raise_for_status()
    card(editing, item["id"]).locator("textarea").fill("另一种说法")
    editing.get_by_role("button", name="保存修订").click()
    expect(editing.get_by_role("alert")).to_contain_text("其他人已保存新的修订")
    assert card(editing, item["id"]).locator("textarea").input_value() == "另一种说法", "nothing typed is lost"
    with editing.context.expect_page() as theirs:
        editing.get_by_role("link", name="查看对方的修订").click()
    expect(theirs.value.locator(".item")).to_have_count(1)
    editing.get_by_role("button", name="以我的为准并保存").click()
    expect(editing.locator(".card")).to_have_count(0)
    assert "另一种说法" in [one["text"] for one in corrected(address, id)["achievements"]]


def test_what_was_removed_can_be_put_back(editing: Page) -> None:
    texts = [one.input_value() for one in editing.locator(".card textarea").all()]
    removing = editing.get_by_role("button", name="删除条目")
    removing.nth(1).click()
    removing.nth(1).click()
    assert [one.input_value() for one in editing.locator(".card textarea").all()] == [texts[0], *texts[3:]]
    undo = editing.get_by_role("button", name="撤销")
    undo.click()
    undo.click()
    expect(undo).to_have_count(0)
    assert [one.input_value() for one in editing.locator(".card textarea").all()] == texts


def test_leaving_with_changes_asks_first(editing: Page) -> None:
    editing.locator(".card textarea").first.fill("改过")
    editing.once("dialog", lambda dialog: dialog.dismiss())
    editing.get_by_role("link", name="历史").click()
    expect(editing.locator(".card").first).to_be_visible()
    editing.once("dialog", lambda dialog: dialog.accept())
    editing.get_by_role("button", name="放弃").click()
    expect(editing.locator(".item").first).to_be_visible()
    expect(editing.locator(".card")).to_have_count(0)


def test_with_the_keyboard_alone(page: Page, address: str, id: str) -> None:
    read(page, id)
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator(".card textarea").first).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(card(page, "a1").locator("textarea")).to_be_focused()
    page.locator(".source-scroll").focus()
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert lit(page, "clause")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("版本")).to_have_value("corrected")
    before = httpx.get(f"{address}/v1/summaries/{id}").json()["achievements"]
    after = corrected(address, id)["achievements"]
    assert [item["text"] for item in after[:2]] == [before[1]["text"], before[0]["text"]]
    assert len(after[1]["evidence"]) == len(before[0]["evidence"]) + 1


def test_the_corrected_is_a_gold_example_that_eval_reads(editing: Page, tmp_path: Path, id: str) -> None:
    editing.locator(".card textarea").first.fill("云岫县专题研究法治建设工作9次")
    save(editing)
    editing.goto("/#/summaries")
    row = editing.locator(".listing tbody tr").filter(has=editing.locator(f'a[href*="{id}"]'))
    expect(row.locator(".tag")).to_have_text("修订稿")
    with editing.expect_download() as waiting:
        editing.get_by_role("button", name="导出全部标准样例").click()
    assert waiting.value.suggested_filename == "gold.zip"
    with zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes())) as archive:
        archive.extractall(tmp_path)
    report = next(one for one in load(tmp_path).reports if one.id == id)
    assert report.items[0].text == "云岫县专题研究法治建设工作9次"


def test_the_correction_is_exported_and_deleted(editing: Page, address: str, id: str) -> None:
    editing.locator(".card textarea").first.fill("云岫县专题研究法治建设工作9次")
    save(editing)
    editing.locator(".menu summary").click()
    with editing.expect_download() as waiting:
        editing.locator('[data-format="markdown"]').click()
    assert "云岫县专题研究法治建设工作9次" in Path(waiting.value.path()).read_text("utf-8")
    editing.on("dialog", lambda dialog: dialog.accept())
    editing.locator(".menu summary").click()
    editing.get_by_role("button", name="删除修订稿").click()
    expect(editing.get_by_label("版本")).to_have_count(0)
    assert httpx.get(f"{address}/v1/summaries/{id}/correction").status_code == 404
