"""The HTTP service: everything is built once, from a Settings value, when the service starts."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TypedDict

from fastapi import FastAPI
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from service import build, readiness
from service.api import (
    batches,
    comparison,
    corrections,
    docs,
    events,
    gold,
    health,
    jobs,
    metrics,
    openapi,
    outlines,
    problems,
    results,
    search,
    session,
    summaries,
)
from service.api.door import Door, Keyed
from service.api.health import Readiness
from service.api.logs import Logged
from service.api.metrics import Metrics
from service.api.rule import rule
from service.api.security import SecureHeaders
from service.api.tail import Tail
from service.api.work import FILES_AT_ONCE, Work, work
from service.chat import mcp, openai_door, tools
from service.chat.asking import Asking
from service.chat.bots import setup
from service.chat.bots.inbox import Inbox
from service.chat.bots.setup import Bots
from service.chat.desk import Desk
from service.settings import Settings
from service.storage.census import census
from service.storage.database import Database
from service.web import page

_DESCRIPTION = (
    "中文政府年度报告的结构化摘要，逐条有据。"
    "Structured summaries of Chinese government annual reports, every line tied to the clauses it rests on."
)


class State(TypedDict):
    """What a request finds in `request.state`."""

    settings: Settings
    work: Work
    metrics: Metrics
    readiness: Readiness
    database: Database
    tail: Tail
    desk: Desk
    mcp: StreamableHTTPSessionManager
    inbox: Inbox | None


def create_app(settings: Settings) -> FastAPI:
    """The application; its pipeline lives from startup to shutdown."""

    database = build.database(settings)
    entry = rule(settings, database)
    bots = setup.bots(settings, database, entry.meter if isinstance(entry, Keyed) else None)
    counted = Metrics(settings.price.currency if settings.price else "")
    counted.watch_jobs(lambda: census(database))
    ready = Readiness(
        readiness.database(database.reach),
        readiness.queue(lambda: census(database)),
        readiness.model(settings),
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[State]:
        reader = build.reader(settings, FILES_AT_ONCE)
        try:
            async with (
                work(lambda: build.pipeline(settings, observer=counted), reader) as working,
                _tail(Tail(database, app.state.ending)) as tail,
                mcp.http(desk := Desk(working, database, settings), settings.max_body_bytes) as tool_server,
                _answering(bots, Asking.of(working, settings)) as inbox,
            ):
                yield State(
                    settings=settings,
                    work=working,
                    metrics=counted,
                    readiness=ready,
                    database=database,
                    tail=tail,
                    desk=desk,
                    mcp=tool_server,
                    inbox=inbox,
                )
            if isinstance(entry, Keyed):
                await entry.keeper.close()
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
    app.state.counted = counted  # for a worker beside it to tell of its work too
    problems.install(app)
    openapi.install(app)
    app.add_middleware(Door, rule=entry, body_timeout_seconds=settings.body_timeout_seconds)
    app.add_middleware(Logged, watch=counted.request)
    app.add_middleware(SecureHeaders)  # the outermost: it adds to the answer to a mistake of ours too
    routers = (
        summaries,
        search,
        results,
        outlines,
        corrections,
        comparison,
        gold,
        session,
        jobs,
        batches,
        events,
        health,
        metrics,
        docs,
    )
    for router in (module.router for module in routers):
        app.include_router(router)
    app.include_router(openai_door.router)
    app.router.routes.append(mcp.route)
    app.mount(tools.PATH, tools.app())
    for router in bots.routers if bots else ():
        app.include_router(router)
    app.include_router(page.router())
    return app


@asynccontextmanager
async def _tail(tail: Tail) -> AsyncIterator[Tail]:
    polling = asyncio.create_task(tail.run())
    try:
        yield tail
    finally:
        tail.ending.set()
        await polling


@asynccontextmanager
async def _answering(bots: Bots | None, asking: Asking) -> AsyncIterator[Inbox | None]:
    if bots is None:
        yield None
        return
    async with bots.running(asking) as inbox:
        yield inbox
