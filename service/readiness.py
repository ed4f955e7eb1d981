"""Whether what the service stands on is there: database, queue and model server, each looked at by itself, in bounded time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, NamedTuple

from service.errors import TiyaoError
from service.settings import Settings
from service.storage.census import Census

CHECK_SECONDS = 3.0
"""Longest look at one of them: whoever asks is a machine that asks again."""


Status = Literal["ok", "failed", "unused"]


class Check(NamedTuple):
    """What a look came to: `code` names its words in messages (`ready_…`)."""

    status: Status
    code: str


Look = Callable[[], Awaitable[Check]]


async def bounded(look: Look, failed: str) -> Check:
    """The check, or `failed` where it takes too long or meets an error of ours."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await look()
    except (TimeoutError, TiyaoError):
        return Check("failed", failed)


def database(reach: Callable[[], None]) -> Look:
    """`reach` is blocking and raises StoreError."""

    async def look() -> Check:
        await asyncio.to_thread(reach)
        return Check("ok", "ready_database_ok")

    return look


def queue(census: Callable[[], Census]) -> Look:
    """Whether somebody works on the jobs that wait; `census` is blocking and raises StoreError."""

    async def look() -> Check:
        found = await asyncio.to_thread(census)
        if found.workers_alive:
            return Check("ok", "ready_queue_ok")
        if not found.workers and not found.jobs["queued"]:
            return Check("unused", "ready_queue_unused")
        return Check("failed", "ready_queue_no_worker")

    return look


def model(settings: Settings) -> Look:
    """Whether the model's server answers, and takes the key; nothing is paid for."""

    async def look() -> Check:
        if not settings.has_model:
            return Check("unused", "ready_model_unused")
        from service.engines.llm.probe import Probe
        from service.engines.llm.server import Server

        probe = Probe(Server.from_settings(settings))
        try:
            await probe.listing()
        finally:
            await probe.close()
        return Check("ok", "ready_model_ok")

    return look
