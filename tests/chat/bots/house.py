"""A running service with bots, its worker, and the platforms that they speak to."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from service.app import create_app
from service.jobs.worker import work
from service.settings import Settings
from tests.app.conftest import serving, settings
from tests.chat.bots.dingtalk import FakeDingTalk
from tests.chat.bots.feishu import FakeFeishu
from tests.chat.bots.gateway import Gateway
from tests.chat.bots.slack import FakeSlack
from tests.chat.bots.wecom import FakeWeCom

PUBLIC_URL = "https://tiyao.example"
PLATFORMS: Mapping[str, type[Gateway]] = {fake.name: fake for fake in (FakeFeishu, FakeDingTalk, FakeWeCom, FakeSlack)}


@contextmanager
def house(folder: Path, *names: str, working: bool = True, **given: Any) -> Iterator[dict[str, Gateway]]:
    """The platforms by name, each with the service's address; the service's end is theirs."""
    with ExitStack() as stack:
        fakes = {name: stack.enter_context(PLATFORMS[name]()) for name in names or PLATFORMS}
        of = set_up(fakes, data_folder=folder, **given)
        if working:
            stack.enter_context(worker(of))
        address = stack.enter_context(serving(create_app(of)))
        for fake in fakes.values():
            fake.service = address
        yield fakes


def set_up(fakes: Mapping[str, Gateway], **given: Any) -> Settings:
    own = {key: value for fake in fakes.values() for key, value in fake.settings.items()}
    return settings(**{"public_url": PUBLIC_URL, "bot_piece_wait_seconds": 60, **own, **given})


@contextmanager
def worker(of: Settings) -> Iterator[None]:
    """A worker in a thread."""
    loop = asyncio.new_event_loop()
    stop, ready = asyncio.Event(), threading.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(work(of, stop, lambda _: ready.set()))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(60)
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
