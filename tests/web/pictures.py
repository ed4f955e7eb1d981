"""The pictures of the readme, made from a report that was written for the project: `python -m tests.web.pictures`."""

import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.app.conftest import ROOT
from tests.app.test_serve import served
from tests.web.browsing import FLAGS, chromium, opened, read, summarized
from tests.web.conftest import CITY

FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES = 250_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["TIYAO_DATA_FOLDER"] = f"{folder}/data"
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with served(Path(folder) / "log") as address:
            id = summarized(address, CITY.read_text("utf-8"), name="澜州市")
            for scheme in ("light", "dark"):
                _wide(browser, address, id, scheme)
            _narrow(browser, address, id)
        browser.close()


def _wide(browser: Browser, address: str, id: str, scheme: str) -> None:
    with opened(browser, address, color_scheme=scheme, viewport={"width": 1360, "height": 820}) as page:
        read(page, id)
        page.locator(".item").nth(3).click()
        page.wait_for_timeout(300)
        _keep(page, f"reader-{scheme}")
        if scheme == "light":
            page.get_by_role("button", name="修订", exact=True).click()
            page.locator(".card textarea").nth(1).focus()
            page.wait_for_timeout(300)
            _keep(page, "correct-light")


def _narrow(browser: Browser, address: str, id: str) -> None:
    phone = {"viewport": {"width": 360, "height": 720}, "device_scale_factor": 2}
    for scheme in ("light", "dark"):
        with opened(browser, address, color_scheme=scheme, **phone) as page:
            read(page, id)
            if scheme == "dark":
                page.locator(".jump").nth(2).click()
                page.wait_for_timeout(300)
            _keep(page, f"phone-{scheme}")


def _keep(page: Page, name: str) -> None:
    """In few colours: text stays sharp, and the file small."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    _shrink(path)
    size = path.stat().st_size
    assert size <= MOST_BYTES, f"{path.name}: {size} bytes"


def _shrink(path: Path) -> None:
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    main()
