"""Paste a report, read its summary beside its source."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.web.browsing import bare, lit, read
from tests.web.conftest import Opened

ID = re.compile(r"#/summaries/[0-9a-f]{32}$")
# Characters of two UTF-16 units before, in and between what is cited; a byte order mark as a character of the text.
ASTRAL = """\ufeff𠮷岭县2024年法治政府建设情况报告
一、主要举措和成效
（一）规范行政执法。𠮷岭县全年办理行政处罚案件126件，同比下降8.2%，群众满意率达97.5%。
（二）化解行政争议。受理行政复议案件45件，𡈽坝镇调解结案18件。
二、存在问题
一是基层执法力量不足，𠮷岭镇仅有2名持证执法人员。
三、下步工作计划
2025年将组织执法人员轮训4期，推动行政复议服务点覆盖全部12个乡镇。
"""


def summary(address: str, id: str) -> Any:
    return httpx.get(f"{address}/v1/summaries/{id}").json()


def evidence(item: Any) -> list[str]:
    return [bare(one["text"]) for one in item["evidence"]]


def test_a_report_that_is_pasted_becomes_a_summary_at_an_address_of_its_own(page: Page, sample: str) -> None:
    page.goto("/")
    page.get_by_label("报告全文").fill(sample)
    page.get_by_role("button", name="生成摘要").click()
    page.wait_for_url(ID)
    expect(page.get_by_role("heading", level=1)).to_have_text("云岫县人民政府关于2024年法治政府建设情况的报告")
    for kind in ("主要成效", "存在问题", "下步计划"):
        expect(page.get_by_role("heading", name=kind)).to_be_visible()
    items = page.locator(".item").count()
    assert items > 10
    page.reload()
    expect(page.locator(".item")).to_have_count(items)


@pytest.mark.parametrize("number", [0, 5, -1])
def test_pointing_at_an_item_lights_its_evidence_and_brings_it_into_view(
    page: Page, address: str, city: str, number: int
) -> None:
    read(page, city)
    row = page.locator(".item").nth(number)
    item = next(i for i in _items(summary(address, city)) if i["id"] == row.get_attribute("data-id"))
    row.hover()
    kind = str(row.get_attribute("class")).split()[-1]
    page.wait_for_function("kind => CSS.highlights.get('lit-' + kind).size > 0", arg=kind)
    assert "".join(map(bare, lit(page, f"lit-{kind}"))) == "".join(evidence(item))
    seen = page.evaluate(
        """kind => {
          const place = [...CSS.highlights.get('lit-' + kind)][0].getBoundingClientRect();
          const pane = document.querySelector('.source-scroll').getBoundingClientRect();
          return place.top >= pane.top && place.bottom <= pane.bottom;
        }""",
        kind,
    )
    assert seen
    page.mouse.move(5, 5)
    page.wait_for_function("kind => CSS.highlights.get('lit-' + kind).size === 0", arg=kind)


def _items(of: Any) -> list[Any]:
    return [*of["achievements"], *of["problems"], *of["plans"]]


def test_pointing_at_a_clause_shows_which_items_rest_on_it(page: Page, address: str, city: str) -> None:
    read(page, city)
    items = _items(summary(address, city))
    place = page.evaluate(
        """() => {
          const found = [...CSS.highlights.get('achievement')][0].getClientRects()[0];
          return {x: found.left + 20, y: found.top + 8};
        }"""
    )
    page.mouse.move(place["x"], place["y"])
    page.wait_for_selector(".item.rests")
    clause = bare(lit(page, "clause")[0])
    told = {str(one.get_attribute("data-id")) for one in page.locator(".item.rests").all()}
    assert told == {item["id"] for item in items if any(clause in text for text in evidence(item))}
    page.mouse.click(place["x"], place["y"])
    expect(page.locator(".item[aria-current]")).to_have_attribute("data-id", min(told, key=lambda id: int(id[1:])))


def test_what_nothing_cites_can_be_shown(page: Page, address: str, city: str) -> None:
    read(page, city)
    assert lit(page, "uncited") == []
    page.get_by_role("button", name="标出未引用").click()
    uncited = "".join(map(bare, lit(page, "uncited")))
    assert uncited
    cited = "".join(text for item in _items(summary(address, city)) for text in evidence(item))
    assert not any(bare(one) in cited for one in lit(page, "uncited") if len(bare(one)) > 12)
    expect(page.locator(".pane-head .hint")).to_contain_text("未引用")
    page.get_by_role("button", name="标出未引用").click()
    assert lit(page, "uncited") == []


def test_the_source_is_there_to_the_character(page: Page, address: str, city: str) -> None:
    read(page, city)
    source = httpx.get(f"{address}/v1/summaries/{city}/source").content.decode()
    assert bare(str(page.locator(".source").text_content())) == bare(source)


def test_offsets_count_code_points_and_not_the_browsers_units(page: Page, address: str, given: Any) -> None:
    id = given(ASTRAL)
    read(page, id)
    told = summary(address, id)
    for item in _items(told):
        page.locator(f'[data-id="{item["id"]}"]').hover()
        kind = {"a": "achievement", "p": "problem"}.get(item["id"][0], "plan")
        kind = "plan" if item in told["plans"] else kind
        page.wait_for_function(
            "([kind, text]) => [...CSS.highlights.get('lit-' + kind)].map(String).join('').replace(/\\s/g, '') === text",
            arg=[kind, "".join(evidence(item))],
        )
    page.get_by_role("tab", name="数据").click()
    figure = next(f for item in _items(told) for f in item["figures"] if f["value"] == "18")
    page.get_by_role("button", name=re.compile("18件")).click()
    page.wait_for_function(
        "value => [...(CSS.highlights.get('figure') ?? [])].map(String).includes(value)", arg=figure["value"]
    )


def test_figures_stand_in_a_table_each_a_way_to_its_place(page: Page, address: str, city: str) -> None:
    read(page, city)
    figures = [f for item in _items(summary(address, city)) for f in item["figures"]]
    page.get_by_role("tab", name="数据").click()
    expect(page.locator(".figures tbody tr")).to_have_count(len(figures))
    for number in (0, len(figures) // 2, len(figures) - 1):
        page.locator(".figures .place").nth(number).click()
        assert "".join(lit(page, "figure")) == figures[number]["value"]


def test_warnings_are_seen(page: Page, given: Any) -> None:
    read(page, given("云岫县2024年工作总结，全年办理案件126件，同比下降8.2%。群众满意率达97.5%，"))
    notices = page.get_by_role("region", name="请留意")
    expect(notices).to_be_visible()
    expect(notices).to_contain_text("没有找到标题或编号")


def test_the_outline_leads_to_headings(page: Page, city: str) -> None:
    read(page, city)
    page.get_by_role("navigation", name="目录").get_by_role("button", name="三、").click()
    top = page.evaluate(
        "() => [...document.querySelectorAll('.source .heading')].find(h => h.textContent.startsWith('三、')).getBoundingClientRect().top"
    )
    pane = page.locator(".source-scroll").bounding_box()
    assert pane
    assert pane["y"] - 5 <= top <= pane["y"] + 60


def test_furniture_is_dimmed_and_not_cut(page: Page, given: Any, sample: str) -> None:
    read(page, given(f"首页 > 政务公开\n字体：大 中 小 打印 关闭\n{sample}\n扫一扫在手机打开当前页\n"))
    dimmed = page.locator(".source .furniture").all_text_contents()
    assert any("打印" in one for one in dimmed)
    assert any("扫一扫" in one for one in dimmed)


def test_a_report_on_one_line_is_set_by_its_headings(page: Page, given: Any, sample: str) -> None:
    flat = "".join(line.strip() for line in sample.splitlines())
    read(page, given(flat))
    assert page.locator(".source p").count() > 5
    assert page.locator(".source").text_content() == flat


def test_without_highlights_boxes_stand_behind_the_text(open_page: Opened, city: str) -> None:
    with open_page() as page:
        page.add_init_script("delete window.Highlight; delete CSS.highlights;")
        read(page, city)
        assert page.evaluate("typeof Highlight") == "undefined"
        assert page.locator(".box.achievement").count() > 10
        page.locator(".item").nth(1).hover()
        page.wait_for_selector(".box.lit-achievement", state="attached")
        box = page.locator(".box.lit-achievement").first.bounding_box()
        assert box
        assert box["width"] > 20
        source = page.locator(".source").bounding_box()
        assert source
        assert source["x"] <= box["x"] <= source["x"] + source["width"]


@pytest.mark.parametrize("path", ["#/summaries/" + "0" * 32, "#/jobs/" + "f" * 32, "#/batches/" + "a" * 32])
def test_what_is_not_there_is_told(page: Page, path: str) -> None:
    page.goto(f"/{path}")
    expect(page.get_by_role("alert")).to_contain_text("可能已被删除")


def test_an_address_that_is_none_is_told(page: Page) -> None:
    page.goto("/#/nowhere")
    expect(page.get_by_text("页面不存在")).to_be_visible()
