"""The HTTP service: everything is built once, from a Settings value, when the service starts."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TypedDict

from fastapi import FastAPI

from service import build
from service.api import batches, docs, events, health, jobs, openapi, problems, results, search, summaries
from service.api.tail import Tail
from service.api.work import FILES_AT_ONCE, Work, work
from service.settings import Settings
from service.storage.database import Database

_DESCRIPTION = (
    "中文政府年度报告的结构化摘要，逐条有据。"
    "Structured summaries of Chinese government annual reports, every line tied to the clauses it rests on."
)


class State(TypedDict):
    """What a request finds in `request.state`."""

    settings: Settings
    work: Work
    database: Database
    tail: Tail


def create_app(settings: Settings) -> FastAPI:
    """The application; its pipeline lives from startup to shutdown."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[State]:
        database = build.database(settings)
        try:
            async with (
                work(lambda: build.pipeline(settings), build.reader(settings, FILES_AT_ONCE)) as working,
                _tail(Tail(database, app.state.ending)) as tail,
            ):
                yield {"settings": settings, "work": working, "database": database, "tail": tail}
        finally:
            database.close()

    app = FastAPI(
        title="提要 tiyao",
        version=version("tiyao"),
        description=_DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # FastAPI's page loads its scripts from elsewhere; `docs` has one that loads nothing
        redoc_url=None,
    )
    app.state.ending = threading.Event()  # set it when the server begins to stop: streams would hold it up
    problems.install(app)
    openapi.install(app)
    for module in (summaries, search, results, jobs, batches, events, health, docs):
        app.include_router(module.router)
    return app


@asynccontextmanager
async def _tail(tail: Tail) -> AsyncIterator[Tail]:
    polling = asyncio.create_task(tail.run())
    try:
        yield tail
    finally:
        tail.ending.set()
        await polling
