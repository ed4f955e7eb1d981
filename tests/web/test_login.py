"""The page where keys are on: a login by key, and nothing without."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.command import tiyao
from tests.app.test_serve import served
from tests.web.browsing import opened


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """The address of a service with keys on, a key for it, and the folder where its data are."""
    folder = tmp_path_factory.mktemp("keyed")
    data = str(folder / "data")
    key = tiyao("keys", "create", "法制科", TIYAO_DATA_FOLDER=data).stdout.strip()
    with served(folder / "log", TIYAO_DATA_FOLDER=data, TIYAO_KEYS="on") as address:
        yield address, key, data


@pytest.fixture
def page(browser: Browser, keyed: tuple[str, str, str]) -> Iterator[Page]:
    with opened(browser, keyed[0]) as page:
        yield page


def log_in(page: Page, key: str) -> None:
    page.get_by_label("密钥").fill(key)
    page.get_by_role("button", name="登录").click()


def test_a_key_opens_the_page_and_no_script_can_read_the_cookie(
    page: Page, keyed: tuple[str, str, str], sample: str
) -> None:
    page.goto("/#/summaries")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    log_in(page, keyed[1][:-4] + "0000")
    expect(page.get_by_role("alert")).to_contain_text("密钥")
    log_in(page, keyed[1])
    expect(page.get_by_role("heading", name="历史")).to_be_visible()
    (cookie,) = page.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    assert keyed[1].rsplit("_", 1)[-1] not in cookie["value"]
    assert page.evaluate("document.cookie") == ""
    page.goto("/#/")
    page.locator("textarea").fill(sample)
    page.get_by_role("button", name="生成摘要").click()
    page.wait_for_url(re.compile("#/summaries/"))
    expect(page.locator(".item").first).to_be_visible()
    page.reload()
    expect(page.locator(".item").first).to_be_visible()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_a_key_that_is_revoked_leads_back_to_the_login(page: Page, keyed: tuple[str, str, str]) -> None:
    made: Any = json.loads(tiyao("keys", "create", "外借", "--json", TIYAO_DATA_FOLDER=keyed[2]).stdout)
    page.goto("/")
    log_in(page, made["key"])
    expect(page.get_by_role("heading", name="新建摘要")).to_be_visible()
    tiyao("keys", "revoke", made["id"], TIYAO_DATA_FOLDER=keyed[2])
    page.wait_for_timeout(2_500)  # a key is remembered for two seconds
    page.get_by_role("link", name="历史").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
