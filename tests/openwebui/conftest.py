"""A running tiyao, Open WebUI as a chat page of it, and a browser on that page: `make test-openwebui`.

Open WebUI runs in its slim form, in an environment of its own whose folder TIYAO_TEST_OPENWEBUI names.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.app.conftest import ROOT
from tests.app.test_serve import served
from tests.web.browsing import FLAGS, Watched, chromium

INSTALLED = "TIYAO_TEST_OPENWEBUI"
PICTURES = ROOT / "out" / "openwebui"
_BEGIN_SECONDS = 120
_WAIT_MS = 60_000
_NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("tiyao")
    with served(folder / "log", TIYAO_DATA_FOLDER=str(folder / "data"), TIYAO_ENGINE="extractive") as address:
        yield address


@pytest.fixture(scope="package")
def chat_address(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    installed = os.environ.get(INSTALLED)
    if installed is None:
        pytest.skip(f"{INSTALLED} is not set: run make test-openwebui")
    with _running(Path(installed), address, tmp_path_factory.mktemp("openwebui")) as chat_address:
        yield chat_address


@pytest.fixture
def page(chat_address: str) -> Iterator[Page]:
    """The page as a Chinese reader has it; it may ask nothing but its own server."""
    expect.set_options(timeout=_WAIT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(
            base_url=chat_address, locale="zh-CN", viewport={"width": 1280, "height": 860}, reduced_motion="reduce"
        )
        context.set_default_timeout(_WAIT_MS)
        watched = Watched(context, chat_address)
        yield context.new_page()
        browser.close()
    assert [fault for fault in watched.faults if fault.startswith("asked ")] == []


@contextmanager
def _running(installed: Path, tiyao: str, folder: Path) -> Iterator[str]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [installed / "bin" / "open-webui", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(command, cwd=folder, env=_settings(tiyao, folder), stdout=log, stderr=log)
    try:
        yield _begun(running, f"http://127.0.0.1:{port}", folder / "log")
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)


def _settings(tiyao: str, folder: Path) -> dict[str, str]:
    """What docs/chat/openwebui.md says to set, no login, and no way out of the machine."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DATA_DIR": str(folder / "data"),
        "STATIC_DIR": str(folder / "static"),
        "WEBUI_SECRET_KEY": "of-a-test",
        "WEBUI_AUTH": "false",
        "USE_SLIM_DOCKER": "true",
        "OPENAI_API_BASE_URL": f"{tiyao}/openai/v1",
        "OPENAI_API_KEY": "none",
        "ENABLE_OLLAMA_API": "false",
        "BYPASS_EMBEDDING_AND_RETRIEVAL": "true",
        "OFFLINE_MODE": "true",
        "HF_HUB_OFFLINE": "1",
        "ENABLE_VERSION_UPDATE_CHECK": "false",
        "HTTP_PROXY": _NOWHERE,
        "HTTPS_PROXY": _NOWHERE,
        "NO_PROXY": "127.0.0.1,localhost",
    }


def _begun(running: subprocess.Popen[bytes], address: str, log: Path) -> str:
    """The address, once it answers."""
    until = time.monotonic() + _BEGIN_SECONDS
    while time.monotonic() < until:
        assert running.poll() is None, log.read_text("utf-8")
        try:
            if httpx.get(f"{address}/health", trust_env=False).is_success:
                return address
        except httpx.TransportError:
            time.sleep(0.5)
    raise AssertionError(log.read_text("utf-8"))
