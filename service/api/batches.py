"""Batches: many reports posted at once, followed and fetched as one."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

from anyio import from_thread
from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from schemas.job import Batch, BatchPage
from schemas.request import NamedOptions, ReportName
from service.api import bulk, cursor, openapi, shown
from service.api.cursor import Cursor, Limit
from service.api.limits import check_queue, count_jobs
from service.api.posted import IdempotencyKey, check_engine
from service.api.problems import language
from service.api.stored import BatchId, Owner, read, write
from service.errors import NotFound
from service.jobs import posting
from service.jobs.posting import Key, NewBatch, Posted
from service.storage import batches, jobs
from service.storage.jobs import NewJob
from service.storage.summaries import SummaryStore

router = APIRouter(tags=["batches"])


@router.post(
    "/v1/batches",
    summary="提交一批报告 · Post many reports",
    status_code=202,
    responses=openapi.ACCEPTED | openapi.problems(413, 415, 422, 500, 503),
    openapi_extra={"requestBody": openapi.BATCH_BODY},
)
async def create_batch(
    request: Request,
    response: Response,
    owner: Owner,
    query: Annotated[NamedOptions, Query()],
    idempotency_key: IdempotencyKey = None,
) -> Batch:
    """正文为 JSON Lines（每行 `text`、`name`、`options`）、文件的 zip，或含多个文件的表单。查询参数是整批的选项，行内的选项优先。

    要么全部接受，要么全部不接受；每份报告成为一个任务。

    JSON Lines (`text`, `name`, `options` a line), a zip of files, or a form with several. The query's options are the
    batch's; a line's own go before them. All of it is accepted, or nothing; each report becomes a job.
    """
    async with bulk.read(request, bulk.Bounds.of(request.state.settings), query) as reports:
        made = await run_in_threadpool(_posted, request, owner, reports, idempotency_key)
    response.headers["Location"] = f"/v1/batches/{made.id}"
    return await _shown(request, owner, made.id)


@router.get("/v1/batches", summary="列出批次 · List batches", responses=openapi.problems(422, 503))
async def list_batches(
    request: Request,
    owner: Owner,
    name: Annotated[ReportName | None, Query(description="名称的一部分 · a part of the name")] = None,
    limit: Limit = 50,
    cursor_: Annotated[Cursor, Query(alias="cursor")] = None,
) -> BatchPage:
    """新的在前。The newest first."""
    after = cursor.decode(cursor_)
    rows = await read(request, partial(batches.page, owner=owner, name=name, limit=limit + 1, after=after))
    found = rows[:limit]
    paces = await read(request, partial(batches.paces, wanted=[row.id for row in found]))
    more = cursor.encode(found[-1].created_at_ms, found[-1].id) if len(rows) > limit else None
    return BatchPage(batches=tuple(shown.batch(row, paces[row.id]) for row in found), next=more)


@router.get("/v1/batches/{batch}", summary="批次的进度 · A batch", responses=openapi.problems(404, 503))
async def get_batch(request: Request, owner: Owner, batch: BatchId) -> Batch:
    """各状态的份数与估计的剩余时间。How many reports are in which state, and an estimate of the time left."""
    return await _shown(request, owner, batch)


@router.delete(
    "/v1/batches/{batch}",
    summary="取消或删除批次 · Cancel a batch, or delete it",
    response_model=Batch,
    responses=openapi.problems(404, 503) | openapi.PURGED,
)
async def delete_batch(
    request: Request,
    owner: Owner,
    batch: BatchId,
    purge: Annotated[
        bool, Query(description="删除一切，连同原文与结果 · delete everything of it, its results too")
    ] = False,
) -> Response | Batch:
    """取消未完成的任务；已有的结果保留。`purge=true`：全部删除。

    Cancels what is not finished; results that are there stay. `purge=true` deletes everything.
    """
    if purge:
        store = SummaryStore(request.state.database)
        if not await run_in_threadpool(store.delete_batch, owner, batch):
            raise NotFound(what=f"/v1/batches/{batch}")
        return Response(status_code=204)
    await write(request, partial(jobs.cancel, owner=owner, batch=batch))
    return await _shown(request, owner, batch)


@router.post(
    "/v1/batches/{batch}/retry",
    summary="重做失败的报告 · Do the failed reports again",
    status_code=202,
    responses=openapi.problems(404, 503),
)
async def retry_batch(request: Request, owner: Owner, batch: BatchId) -> Batch:
    """只重做失败的；已付费的模型回答不再付费。Only those that failed; answers that were paid for are not paid again."""
    await check_queue(request, await read(request, partial(jobs.failed, owner=owner, batch=batch)))
    await write(request, partial(jobs.retry, owner=owner, batch=batch))
    return await _shown(request, owner, batch)


def _posted(request: Request, owner: str, reports: bulk.Bulk, key: str | None) -> Posted:
    check_engine(request, reports.options)
    batch = NewBatch(reports.options.name, reports.options.options)
    asked = None
    if key is not None:
        what = f"batch {reports.options.model_dump_json()}"
        asked = Key(key, posting.digest(what, _jobs(request, reports)))
    return posting.post_batch(request.state.database, owner, batch, _counted(request, _jobs(request, reports)), asked)


def _counted(request: Request, new: Iterator[NewJob]) -> Iterator[NewJob]:
    """Before the batch is complete, so that one that is over a limit is not accepted. Raises OverLimit."""
    number = 0
    for number, job in enumerate(new, 1):  # noqa: B007 - told when all are there
        yield job
    from_thread.run(count_jobs, request, number)


def _jobs(request: Request, reports: bulk.Bulk) -> Iterator[NewJob]:
    for job in reports.jobs(language(request)):
        check_engine(request, job.options)
        yield job


async def _shown(request: Request, owner: str, batch: str) -> Batch:
    found = await read(request, partial(batches.get, owner=owner, batch=batch))
    if found is None:
        raise NotFound(what=f"/v1/batches/{batch}")
    paces = await read(request, partial(batches.paces, wanted=[batch]))
    return shown.batch(found, paces[batch])
