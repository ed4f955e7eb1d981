"""Server-sent events: what happens to a job or a batch, from its beginning or from where a reader was cut off."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Request, Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool

from schemas.job import FINISHED
from service.api import openapi, shown
from service.api.stored import BatchId, JobId, Owner, read
from service.api.tail import Follower, Tail
from service.errors import NotFound, StoreError
from service.storage import batches, events, jobs
from service.storage.events import StoredEvent

router = APIRouter(tags=["events"])
_KEEPALIVE_SECONDS = 15.0
_RECONNECT_MS = 2_000
_AT_ONCE = 500

What = Literal["job", "batch"]
LastEventId = Annotated[
    int | None,
    Header(ge=0, le=2**63 - 1, description="从此编号之后继续 · go on behind the event of this number"),
]


@router.get(
    "/v1/jobs/{job}/events",
    summary="跟踪任务 · Follow a job",
    response_class=Response,
    responses=openapi.EVENTS | openapi.problems(404, 503),
)
async def job_events(request: Request, owner: Owner, job: JobId, last_event_id: LastEventId = None) -> Response:
    """服务器推送事件（SSE）：阶段、进度、警告、结果；编号可续传。任务结束后流也结束。

    Server-sent events: stages, progress, warnings, the end; numbered, so that a reader goes on where he was cut off. The
    stream ends with the job.
    """
    if await read(request, partial(jobs.get, owner=owner, job=job)) is None:
        raise NotFound(what=f"/v1/jobs/{job}")
    return await _stream(request, "job", job, last_event_id)


@router.get(
    "/v1/batches/{batch}/events",
    summary="跟踪批次 · Follow a batch",
    response_class=Response,
    responses=openapi.EVENTS | openapi.problems(404, 503),
)
async def batch_events(request: Request, owner: Owner, batch: BatchId, last_event_id: LastEventId = None) -> Response:
    """同 `/v1/jobs/{job}/events`，包含批次中的每个任务。As of a job, of every job of the batch."""
    if await read(request, partial(batches.get, owner=owner, batch=batch)) is None:
        raise NotFound(what=f"/v1/batches/{batch}")
    return await _stream(request, "batch", batch, last_event_id)


async def _stream(request: Request, what: What, of: str, last: int | None) -> Response:
    tail: Tail = request.state.tail
    reading = _Reading(tail, what, of, last or 0)
    if last is not None and await reading.is_over():
        return Response(status_code=204)  # what tells a browser's EventSource to come no more
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventSourceResponse(reading.parts(), headers=headers)


class _Reading:
    """One stream. `number` is that of the last event that was sent."""

    def __init__(self, tail: Tail, what: What, of: str, number: int) -> None:
        self._tail = tail
        self._what = what
        self._of = of
        self._number = number

    async def parts(self) -> AsyncIterator[bytes]:
        """The stream, until the last event of what is finished, the end of the service, or one of the database: a reader
        comes back then."""
        try:
            yield format_sse_event(retry=_RECONNECT_MS)
            async with self._tail.following(self._of) as follower:
                async for part in self._all(follower):
                    yield part
        except StoreError:
            return

    async def _all(self, follower: Follower) -> AsyncIterator[bytes]:
        async for part in self._missed():
            yield part
        over = not await self._unfinished()
        while not over and not self._tail.ending.is_set():
            if not await _happened(follower.news):
                yield KEEPALIVE_COMMENT
                over = not await self._unfinished()
                continue
            behind, new = follower.take()
            if behind:
                async for part in self._missed():
                    yield part
            new = [event for event in new if event.number > self._number]
            if new:
                yield self._sent(new)
            if any(event.kind in FINISHED for event in new) or behind:
                over = not await self._unfinished()
        if over:  # it may have ended between the last look at its events and the look at its state
            async for part in self._missed():
                yield part

    async def _missed(self) -> AsyncIterator[bytes]:
        while new := await self._stored():
            yield self._sent(new)

    async def is_over(self) -> bool:
        """Whether nothing will ever come any more."""
        return not await self._stored() and not await self._unfinished()

    async def _stored(self) -> list[StoredEvent]:
        return await run_in_threadpool(self._read_stored)

    async def _unfinished(self) -> bool:
        return await run_in_threadpool(self._read_unfinished)

    def _sent(self, new: Sequence[StoredEvent]) -> bytes:
        self._number = new[-1].number
        return b"".join(
            format_sse_event(data_str=shown.event(row).model_dump_json(), event=row.kind, id=str(row.number))
            for row in new
        )

    def _read_stored(self) -> list[StoredEvent]:
        with self._tail.database.reading() as connection:
            if self._what == "job":
                return events.after(connection, self._number, _AT_ONCE, job=self._of)
            return events.after(connection, self._number, _AT_ONCE, batch=self._of)

    def _read_unfinished(self) -> bool:
        with self._tail.database.reading() as connection:
            if self._what == "job":
                return jobs.unfinished(connection, job=self._of)
            return jobs.unfinished(connection, batch=self._of)


async def _happened(news: asyncio.Event) -> bool:
    """Whether there was news before it was time for a sign of life."""
    try:
        async with asyncio.timeout(_KEEPALIVE_SECONDS):
            await news.wait()
    except TimeoutError:
        return False
    return True
