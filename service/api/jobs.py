"""Jobs: a report is posted, done in the background, and its result fetched later."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from schemas.job import Job, JobPage, JobState
from schemas.request import NamedOptions, ReportName
from service.api import body, cursor, openapi, shown
from service.api.cursor import Cursor, Limit
from service.api.limits import check_queue, count_jobs
from service.api.posted import IdempotencyKey, check_engine, limits, new_job
from service.api.problems import language
from service.api.stored import JobId, Owner, read, write
from service.errors import NotFailed, NotFound
from service.jobs import posting
from service.jobs.posting import Key
from service.storage import jobs, repeats
from service.storage.jobs import Filter, StoredJob

router = APIRouter(tags=["jobs"])


@router.post(
    "/v1/jobs",
    summary="提交一份报告，后台处理 · Post a report to be done in the background",
    status_code=202,
    responses=openapi.ACCEPTED | openapi.problems(413, 415, 422, 500, 503),
    openapi_extra={"requestBody": openapi.SUMMARY_BODY},
)
async def create_job(
    request: Request,
    response: Response,
    owner: Owner,
    query: Annotated[NamedOptions, Query()],
    idempotency_key: IdempotencyKey = None,
) -> Job:
    """正文同 `POST /v1/summaries`。应答 202，`Location` 是任务的地址；结果在任务的 `summary`。

    The body is that of `POST /v1/summaries`. `Location` is where the job is; its `summary` is where the result will be.
    """
    asked = await body.read(request, limits(request), query)
    check_engine(request, asked.options)
    new = new_job(asked, language(request))
    key = Key(idempotency_key, posting.digest("job", [new])) if idempotency_key is not None else None
    before = await read(request, partial(repeats.find, owner=owner, key=key.value)) if key else None
    if before is None:  # the same request again is the same job
        await count_jobs(request)
    made = await run_in_threadpool(posting.post_job, request.state.database, owner, new, key)
    response.headers["Location"] = f"/v1/jobs/{made.id}"
    return shown.job(await _found(request, owner, made.id), language(request))


@router.get("/v1/jobs", summary="列出任务 · List jobs", responses=openapi.problems(422, 503))
async def list_jobs(
    request: Request,
    owner: Owner,
    state: JobState | None = None,
    batch: Annotated[str | None, Query(pattern="^[0-9a-f]{32}$", description="批次 · of this batch")] = None,
    name: Annotated[ReportName | None, Query(description="名称的一部分 · a part of the name")] = None,
    limit: Limit = 50,
    cursor_: Annotated[Cursor, Query(alias="cursor")] = None,
) -> JobPage:
    """新的在前；同一批次内按提交的次序。The newest first; those of one batch in its order."""
    # The cursor of a list of all jobs holds a time.
    after = cursor.decode(cursor_, cursor.MOST if batch is None else cursor.MOST_POSITION)
    wanted = Filter(state, batch, name)
    rows = await read(request, partial(jobs.page, owner=owner, wanted=wanted, limit=limit + 1, after=after))
    found = rows[:limit]
    return JobPage(
        jobs=tuple(shown.job(row, language(request)) for row in found),
        next=_cursor(found[-1], batch) if len(rows) > limit else None,
    )


@router.get("/v1/jobs/{job}", summary="任务的状态 · A job", responses=openapi.problems(404, 503))
async def get_job(request: Request, owner: Owner, job: JobId) -> Job:
    """状态、进度；失败的原因；完成后结果的地址。State, progress, why it failed, and where its result is."""
    return shown.job(await _found(request, owner, job), language(request))


@router.delete(
    "/v1/jobs/{job}",
    summary="取消或删除任务 · Cancel a job, or delete it",
    response_model=Job,
    responses=openapi.problems(404, 503) | openapi.PURGED,
)
async def delete_job(
    request: Request,
    owner: Owner,
    job: JobId,
    purge: Annotated[
        bool, Query(description="删除一切，连同原文与结果 · delete everything of it, its result too")
    ] = False,
) -> Response | Job:
    """取消：停止正在进行的模型调用；已完成的不变。`purge=true`：全部删除。

    Cancels it, and the calls to a model that are under way; one that is finished stays as it is. `purge=true` deletes it.
    """
    if purge:
        if not await write(request, partial(jobs.remove, owner=owner, job=job)):
            raise NotFound(what=f"/v1/jobs/{job}")
        return Response(status_code=204)
    await write(request, partial(jobs.cancel, owner=owner, job=job))
    return shown.job(await _found(request, owner, job), language(request))


@router.post(
    "/v1/jobs/{job}/retry",
    summary="重做失败的任务 · Do a failed job again",
    status_code=202,
    responses=openapi.problems(404, 409, 503),
)
async def retry_job(request: Request, owner: Owner, job: JobId) -> Job:
    """只重做失败的任务；已付费的模型回答不再付费。Only a job that failed; answers that were paid for are not paid again."""
    await check_queue(request, await read(request, partial(jobs.failed, owner=owner, job=job)))
    again = await write(request, partial(jobs.retry, owner=owner, job=job))
    found = await _found(request, owner, job)
    if not again:
        raise NotFailed(id=job, state=found.state)
    return shown.job(found, language(request))


async def _found(request: Request, owner: str, job: str) -> StoredJob:
    found = await read(request, partial(jobs.get, owner=owner, job=job))
    if found is None:
        raise NotFound(what=f"/v1/jobs/{job}")
    return found


def _cursor(last: StoredJob, batch: str | None) -> str:
    return cursor.encode(last.created_at_ms if batch is None else last.position, last.id)
