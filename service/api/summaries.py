"""`POST /v1/summaries`: a report in, a summary out, while the client waits."""

import asyncio
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from schemas.request import NamedOptions
from schemas.summary import ReportSummary
from service.api import body, openapi, shown
from service.api.limits import check_queue, count_reports
from service.api.negotiation import choose
from service.api.posted import check_engine, limits, new_job
from service.api.preference import Patience, patience
from service.api.problems import language
from service.api.rendered import OFFERED, rendered
from service.api.stored import Owner, read
from service.api.work import ClientGone, Work, while_awaited
from service.errors import NotAcceptable
from service.jobs import posting
from service.messages import Language
from service.storage import jobs

router = APIRouter(tags=["summaries"])
JSON = "application/json"
Prefer = Annotated[
    str | None, Header(description="wait=N：最多等 N 秒 · to wait N seconds at most", examples=["wait=20"])
]
_HUNG_UP = 499  # as nginx has it; nobody reads it


@router.post(
    "/v1/summaries",
    summary="摘要一份报告 · Summarize a report",
    response_model=ReportSummary,
    responses=openapi.SUMMARY_RESPONSES,
    openapi_extra={"requestBody": openapi.SUMMARY_BODY},
)
async def create_summary(
    request: Request, owner: Owner, query: Annotated[NamedOptions, Query()], prefer: Prefer = None
) -> Response:
    """正文为 JSON（`text` 与 `options`）、报告文件本身（选项写在查询参数里），或 `multipart/form-data`（一个文件 `file`，选项为其他字段）。

    文件可以是 txt、html、pdf、docx，种类以内容为准。`Accept: text/markdown` 得到 Markdown，Word 的类型得到可直接呈报的简报。
    偏移以 Unicode 码点计：`evidence.text == source[start:end]`。JSON 请求默认不返回原文，文件默认返回（`include_source`）。

    The body is JSON (`text` and `options`), or a file (txt, html, pdf, docx; its content decides which) with the options
    as query parameters, or `multipart/form-data` with one `file` and the options as fields.

    `Prefer: wait=N`：最多等 N 秒，之后转为后台任务（202，`Location`）。waits N seconds at most; then it becomes a job.
    """
    accept = request.headers.get("accept")
    wanted = choose(accept, OFFERED)
    if wanted is None:
        raise NotAcceptable(media=accept, offered=", ".join(OFFERED))
    work: Work = request.state.work
    tongue, patient = language(request), patience(prefer)
    waiting = asyncio.timeout(patient.seconds)
    try:
        asked = await body.read(request, limits(request), query)
        check_engine(request, asked.options)
        await count_reports(request)
        async with waiting:
            summary = await while_awaited(request, _summary(work, asked, tongue))
    except (ClientGone, ClientDisconnect):
        return Response(status_code=_HUNG_UP)
    except TimeoutError:
        if not waiting.expired():
            raise
        return await _as_job(request, owner, asked, patient)
    response = await rendered(summary, wanted, tongue)
    response.headers.update(_applied(patient))
    return response


async def _as_job(request: Request, owner: str, asked: body.Asked, patient: Patience) -> Response:
    """What was begun becomes a job; answers that were paid for are found again by it. Raises TooManyQueued."""
    await check_queue(request)
    new = new_job(asked, language(request))
    made = await run_in_threadpool(posting.post_job, request.state.database, owner, new, None)
    found = await read(request, partial(jobs.get, owner=owner, job=made.id))
    assert found is not None  # noqa: S101 - it was just made
    told = {"Location": f"/v1/jobs/{made.id}", **_applied(patient)}
    return Response(shown.job(found, language(request)).model_dump_json(), 202, told, JSON)


def _applied(patient: Patience) -> dict[str, str]:
    return {"Preference-Applied": patient.said, "Vary": "Accept, Accept-Language, Prefer"} if patient.said else {}


async def _summary(work: Work, asked: body.Asked, tongue: Language) -> ReportSummary:
    return await work.summarize(await asked.source(work.read), asked.options, tongue)
