"""Reports handed in: text and files, one and several, followed, cancelled, refused."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.test_serve import served
from tests.formats import docx, html, pdf
from tests.scripted import Reply, Request, ScriptedServer
from tests.scripted.obedient import obedient
from tests.web.browsing import opened

FILES: dict[str, Callable[[str], bytes]] = {
    "报告.txt": lambda text: text.encode("gb18030"),
    "报告.html": html.modern,
    "报告.pdf": pdf.laid_out,
    "报告.docx": docx.laid_out,
}


def file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_each_type_is_read(page: Page, sample: str, name: str) -> None:
    page.goto("/")
    page.get_by_label("选择文件").first.set_input_files([file(name, FILES[name](sample))])
    expect(page.locator(".files li")).to_have_count(1)
    page.get_by_role("button", name="生成摘要").click()
    page.wait_for_url(re.compile("#/summaries/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("云岫县")
    assert page.locator(".item").count() > 10
    page.locator(".item").first.hover()
    page.wait_for_function("() => CSS.highlights.get('lit-achievement').size > 0")


def test_several_files_become_a_batch(page: Page, sample: str) -> None:
    page.goto("/")
    page.get_by_label("选择文件").first.set_input_files([file(name, make(sample)) for name, make in FILES.items()])
    page.get_by_role("button", name="移除 报告.html").click()
    page.get_by_label("批次名称").fill("云岫县三种")
    page.get_by_role("button", name="提交 3 份").click()
    page.wait_for_url(re.compile("#/batches/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("云岫县三种")
    expect(page.locator('tr[data-state="succeeded"]')).to_have_count(3)
    page.get_by_role("row", name="报告.docx").get_by_role("link").click()
    expect(page.locator(".item").first).to_be_visible()


def test_files_can_be_dropped_and_text_beside_them_is_one_report_more(page: Page, sample: str) -> None:
    page.goto("/")
    page.locator("textarea").fill(sample)
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], 'a.txt', {type: 'text/plain'}));
          for (const kind of ['dragover', 'drop']) {
            document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
          }
        }""",
        sample,
    )
    expect(page.locator(".files li")).to_have_count(1)
    page.get_by_role("button", name="生成摘要").click()
    page.wait_for_url(re.compile("#/batches/"))
    expect(page.locator('tr[data-state="succeeded"]')).to_have_count(2)


def test_the_script_can_be_chosen(page: Page, sample: str) -> None:
    page.goto("/")
    page.locator("textarea").fill(sample)
    page.get_by_label("摘要用字").select_option("hant")
    page.get_by_role("button", name="生成摘要").click()
    page.wait_for_url(re.compile("#/summaries/"))
    expect(page.locator(".item .text").first).to_contain_text("縣")
    expect(page.locator(".source")).to_contain_text("云岫县")


@pytest.mark.parametrize(
    ("name", "content", "said", "todo"),
    [
        ("a.pdf", b"%PDF-1.7 broken", "", "请换一个文件"),
        ("a.txt", b"The annual report on the rule of law.", "中文", "中文报告"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "", "请换一个文件"),
        ("a.txt", b"  ", "", "中文报告"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(
    page: Page, name: str, content: bytes, said: str, todo: str
) -> None:
    page.goto("/")
    page.get_by_label("选择文件").first.set_input_files([file(name, content)])
    page.get_by_role("button", name="生成摘要").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(said)
    expect(alert).to_contain_text(todo)


def test_nothing_at_all_is_not_posted(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="生成摘要").click()
    expect(page.get_by_role("alert")).to_contain_text("请先粘贴")
    assert page.url.endswith("/")


def test_what_was_pasted_is_there_when_one_comes_back_and_gone_when_it_was_sent(page: Page, sample: str) -> None:
    page.goto("/")
    page.locator("textarea").fill(sample)
    page.locator("#files").set_input_files({"name": "b.txt", "mimeType": "text/plain", "buffer": sample.encode()})
    page.get_by_role("link", name="历史").click()
    expect(page.locator("textarea")).to_have_count(0)
    page.get_by_role("link", name="新建", exact=True).click()
    expect(page.locator("textarea")).to_have_value(sample)
    expect(page.locator(".files li")).to_have_count(1)
    page.get_by_role("button", name="移除").click()
    page.get_by_role("button", name="生成摘要").click()
    expect(page.locator(".item").first).to_be_visible()
    page.get_by_role("link", name="新建", exact=True).click()
    expect(page.locator("textarea")).to_have_value("")


def test_where_the_service_is_gone_it_is_told_and_nothing_is_lost(page: Page, sample: str) -> None:
    page.goto("/")
    page.locator("textarea").fill(sample)
    page.route("**/v1/jobs", lambda route: route.abort())
    page.get_by_role("button", name="生成摘要").click()
    expect(page.get_by_role("alert")).to_contain_text("无法连接服务")
    page.unroute("**/v1/jobs")
    assert page.locator("textarea").input_value() == sample
    page.get_by_role("button", name="生成摘要").click()
    page.wait_for_url(re.compile("#/summaries/"))


# with a model, which takes its time


def _slow(request: Request) -> Reply:
    return obedient(request, delay=0.7)


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("slow")
    with ScriptedServer(_slow) as model:
        given = {
            "TIYAO_DATA_FOLDER": str(folder / "data"),
            "TIYAO_BASE_URL": model.base_url,
            "TIYAO_MODEL": "scripted",
            "TIYAO_CHUNK_TOKENS": "400",
            "TIYAO_CONCURRENT_CALLS": "1",
        }
        with served(folder / "log", **given) as address:
            yield address


def test_progress_is_shown_as_it_happens(browser: Browser, slow: str, sample: str) -> None:
    with opened(browser, slow) as page:
        page.goto("/")
        assert "scripted" in str(page.get_by_label("引擎").text_content())
        page.locator("textarea").fill(sample)
        page.get_by_role("button", name="生成摘要").click()
        expect(page.locator(".steps .now")).to_have_text(re.compile(r"逐段摘录并核对，第 \d+ 段，共 \d+ 段"))
        expect(page.locator("#live")).to_contain_text("逐段")
        assert 0 <= float(str(page.locator("progress").get_attribute("value"))) < 10
        page.wait_for_url(re.compile("#/summaries/"))
        expect(page.locator(".item").first).to_be_visible()


def test_a_report_can_be_cancelled(browser: Browser, slow: str, city_text: str) -> None:
    with opened(browser, slow) as page:
        page.goto("/")
        page.locator("textarea").fill(city_text)
        page.get_by_role("button", name="生成摘要").click()
        page.get_by_role("button", name="取消").click()
        expect(page.get_by_text("已取消。").first).to_be_visible()
        id = page.url.rsplit("/", 1)[-1]
        assert httpx.get(f"{slow}/v1/jobs/{id}").json()["state"] == "cancelled"
        page.reload()
        expect(page.get_by_text("已取消。").first).to_be_visible()


def test_the_address_of_a_summary_that_is_not_done_shows_its_progress(
    browser: Browser, slow: str, city_text: str
) -> None:
    made = httpx.post(f"{slow}/v1/jobs", json={"text": city_text + "。"}).json()
    with opened(browser, slow) as page:
        page.goto(f"/#/summaries/{made['id']}")
        expect(page.locator(".steps")).to_be_visible()
    httpx.delete(f"{slow}/v1/jobs/{made['id']}")
