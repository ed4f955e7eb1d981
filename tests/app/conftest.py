"""A real server on the loopback, and the sample report."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from service.app import create_app
from service.settings import Settings

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "yunxiu-xian-2024.txt"


def settings(**given: object) -> Settings:
    """Settings of a test: nothing from the environment's .env."""
    return Settings(_env_file=None, **given)  # type: ignore[arg-type, call-arg]


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of a running server."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, ws="none", log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def sample() -> str:
    return SAMPLE.read_bytes().decode()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(create_app(settings())) as address:
        yield address
