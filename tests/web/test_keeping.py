"""What was made is found again, compared, taken away and deleted."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import httpx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.styles import STYLES
from tests.web.browsing import read

Given = Callable[..., str]


@pytest.fixture(scope="module")
def reports(address: str) -> list[Any]:
    """A batch of three reports of different regions and years."""
    lines = [json.dumps({"name": f"报告{n}", "text": style.text}) for n, style in enumerate(list(STYLES.values())[:3])]
    made = httpx.post(
        f"{address}/v1/batches",
        params={"name": "三地"},
        content="\n".join(lines).encode(),
        headers={"Content-Type": "application/x-ndjson"},
        timeout=60,
    ).json()
    with httpx.stream("GET", f"{address}/v1/batches/{made['id']}/events", timeout=120) as stream:
        stream.read()
    jobs = httpx.get(f"{address}/v1/jobs", params={"batch": made["id"]}).json()["jobs"]
    return [made["id"], *(job["id"] for job in jobs)]


def rows(page: Page) -> Any:
    return page.locator(".listing tbody tr")


@pytest.mark.usefixtures("reports")
def test_the_history_is_filtered_and_its_address_can_be_shared(page: Page) -> None:
    page.goto("/#/summaries")
    expect(rows(page).first).to_be_visible()
    style = next(iter(STYLES.values()))
    page.get_by_label("地区").fill(style.region)
    page.get_by_label("年度").fill(str(style.year))
    page.get_by_label("层级").select_option(style.level)
    page.get_by_role("button", name="查找").click()
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text(style.title)
    page.reload()
    expect(rows(page)).to_have_count(1)
    assert page.get_by_label("地区").input_value() == style.region
    page.get_by_label("年度").fill("1999")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".none")).to_have_text("没有符合条件的内容。")


@pytest.mark.usefixtures("reports")
def test_items_are_found_by_their_words_and_lead_to_their_place(page: Page) -> None:
    page.goto("/#/summaries?in=items&words=群众诉求")
    expect(rows(page).first).to_contain_text("群众诉求")
    page.get_by_role("link", name=re.compile("群众诉求")).first.click()
    expect(page.locator(".item[aria-current]")).to_contain_text("群众诉求")
    page.goto("/#/summaries?in=figures&words=群众诉求")
    expect(rows(page).first).to_contain_text("5120件")
    page.goto("/#/summaries?in=figures")
    expect(page.get_by_text("请输入数据的名称")).to_be_visible()


def test_a_batch_shows_its_reports_and_their_figures_side_by_side(page: Page, address: str, reports: list[Any]) -> None:
    batch = reports[0]
    page.goto("/#/batches")
    page.get_by_role("link", name="三地").click()
    expect(page.locator('tr[data-state="succeeded"]')).to_have_count(3)
    first = next(iter(STYLES.values()))
    row = page.locator(".of-jobs tbody tr").first
    expect(row.get_by_role("link")).to_have_text(first.title)
    expect(row.locator(".under")).to_have_text("报告0")
    page.get_by_role("tab", name="数据对照").click()
    told = httpx.get(f"{address}/v1/batches/{batch}/figures").json()
    expect(page.locator(".compared thead th")).to_have_count(len(told["reports"]) + 1)
    expect(page.locator(".compared tbody tr")).to_have_count(len(told["figures"]))
    page.locator(".compared td a").first.click()
    expect(page.locator(".item[aria-current]")).to_have_count(1)


def saved(page: Page, click: Callable[[], None]) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_batch_is_taken_away_as_a_table(page: Page, reports: list[Any]) -> None:
    page.goto(f"/#/batches/{reports[0]}")
    name, content = saved(page, page.get_by_role("button", name="Excel").click)
    assert name == "三地.xlsx"
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["条目", "数据", "报告"]
    _, lines = saved(page, page.get_by_role("button", name="JSON Lines").click)
    assert len(lines.splitlines()) == 3


FORMATS = ["markdown", "docx", "xlsx", "csv", "json", "source", "gold"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_summary_is_taken_away_in_every_format(page: Page, city: str, city_text: str, format: str) -> None:
    read(page, city)
    page.locator(".menu summary").click()
    name, content = saved(page, page.locator(f'[data-format="{format}"]').click)
    title = "澜州市2023年法治政府建设情况报告"
    assert name.startswith(title)
    if format == "docx":
        words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
        assert title in words
    elif format == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row > 20
    elif format == "source":
        assert content.decode() == city_text
    elif format in ("json", "gold"):
        assert json.loads(content)
    else:
        assert title in content.decode("utf-8-sig")


def test_a_summary_is_copied_as_markdown(page: Page, city: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    read(page, city)
    page.get_by_role("button", name="复制").click()
    expect(page.locator("#live")).to_contain_text("已复制")
    assert "## 主要成效" in page.evaluate("navigator.clipboard.readText()")


def test_a_summary_is_deleted_when_it_is_sure(page: Page, address: str, given: Given, sample: str) -> None:
    id = given(sample)
    read(page, id)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator(".menu summary").click()
    page.locator('[data-tool="delete"]').click()
    assert httpx.get(f"{address}/v1/summaries/{id}").status_code == 200
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".menu summary").click()
    page.locator('[data-tool="delete"]').click()
    page.wait_for_url(re.compile("#/summaries$"))
    assert httpx.get(f"{address}/v1/summaries/{id}").status_code == 404
