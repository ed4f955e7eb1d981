"""Results: a summary once it is there, its source, and those of a whole batch as tables or lines."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from schemas.result import ReportResult
from schemas.summary import ReportSummary
from service.api import openapi, shown
from service.api.problems import language
from service.api.rendered import DOCX, JSON, MARKDOWN, chosen, rendered
from service.api.stored import BatchId, Owner, SummaryId, read, there
from service.api.streams import begun
from service.api.tabled import CSV, XLSX, tabled
from service.errors import NotFound
from service.storage import jobs
from service.storage.corrections import CorrectionStore
from service.storage.summaries import SummaryStore

router = APIRouter(tags=["results"])
LINES = "application/x-ndjson"
_OF_SUMMARY = {"json": JSON, "markdown": MARKDOWN, "docx": DOCX, "csv": CSV, "xlsx": XLSX}
_OF_BATCH = {"jsonl": LINES, "csv": CSV, "xlsx": XLSX}
SummaryFormat = Annotated[
    Literal["json", "markdown", "docx", "csv", "xlsx"] | None, Query(description="代替 Accept · in the place of Accept")
]
BatchFormat = Annotated[
    Literal["jsonl", "csv", "xlsx"] | None, Query(description="代替 Accept · in the place of Accept")
]
Version = Annotated[
    Literal["machine", "corrected"],
    Query(description="机器所作，或人工校订的 · the machine's, or the one that a person corrected"),
]
WithSource = Annotated[bool, Query(description="连同原文 · with the source text")]


@router.get(
    "/v1/summaries/{summary}",
    summary="一份摘要 · A summary",
    response_model=ReportSummary,
    responses=openapi.offered(*(media for media in _OF_SUMMARY.values() if media != JSON))
    | openapi.problems(404, 406, 422, 503),
)
async def get_summary(
    request: Request,
    owner: Owner,
    summary: SummaryId,
    format: SummaryFormat = None,
    include_source: WithSource = False,
    version: Version = "machine",
) -> Response:
    """任务完成后的摘要；编号就是任务的编号。`Accept` 或 `format` 选择 JSON、Markdown、Word 简报，或 CSV、Excel 表格；`version=corrected` 为校订后的，没有则 404。

    The summary of a job that is done; its id is the job's. `Accept` or `format` chooses JSON, Markdown, a Word
    briefing, or tables: CSV or a workbook.
    """
    media = chosen(request, format, _OF_SUMMARY)
    ask = partial(_of_version, request, owner, summary, version, include_source)
    found = there(await run_in_threadpool(ask), request)
    if media not in (CSV, XLSX):
        return await rendered(found, media, language(request))
    job = there(await read(request, partial(jobs.get, owner=owner, job=summary)), request)
    result = ReportResult(job=job.id, name=job.name, state=job.state, summary=found)
    return await tabled([result], media, f"summary-{summary}", language(request))


def _of_version(request: Request, owner: str, id: str, version: str, include_source: bool) -> ReportSummary | None:
    if version == "machine":
        return _store(request).get(owner, id, include_source=include_source)
    corrected = CorrectionStore(request.state.database).get(owner, id)
    if corrected is None or not include_source:
        return corrected.summary if corrected else None
    return corrected.summary.model_copy(update={"source": _store(request).source(owner, id)})


@router.get(
    "/v1/summaries/{summary}/source",
    summary="摘要的原文 · The source text of a summary",
    response_class=Response,
    responses=openapi.offered("text/plain") | openapi.problems(404, 503),
)
async def get_source(request: Request, owner: Owner, summary: SummaryId) -> Response:
    """摘要所引用的原文，一字不差；所有偏移以它的 Unicode 码点计。

    The source text to the code point: all offsets of the summary count in it.
    """
    source = there(await run_in_threadpool(_store(request).source, owner, summary), request)
    return Response(source.encode(), media_type="text/plain; charset=utf-8")


@router.delete(
    "/v1/summaries/{summary}",
    summary="删除摘要及其一切 · Delete a summary and everything of it",
    status_code=204,
    responses=openapi.PURGED | openapi.problems(404, 503),
)
async def delete_summary(request: Request, owner: Owner, summary: SummaryId) -> None:
    """连同任务、提交的文件、原文、事件和检索数据一并删除，不可恢复。

    With its job, what was posted, the source, events and whatever a search finds it by. There is no way back.
    """
    if not await run_in_threadpool(_store(request).delete, owner, summary):
        raise NotFound(what=request.url.path)


@router.get(
    "/v1/batches/{batch}/results",
    summary="批次的全部结果 · All results of a batch",
    response_class=Response,
    responses=openapi.offered(*_OF_BATCH.values()) | openapi.problems(404, 406, 422, 503),
)
async def get_results(
    request: Request,
    owner: Owner,
    batch: BatchId,
    format: BatchFormat = None,
    include_source: WithSource = False,
    version: Version = "machine",
) -> Response:
    """`Accept` 或 `format` 选择 JSON Lines（每行一份报告）、CSV（每行一个条目）或 Excel（条目、数据、报告三张表）。
    失败和未完成的报告也在其中，并注明原因。`include_source` 只用于 JSON Lines。`version=corrected`：校订过的用校订后的，其余不变。

    JSON Lines (a line a report), CSV (a row an item) or a workbook (sheets of items, figures and reports). Reports that
    failed or are not done are among them, with the reason. `include_source` is for JSON Lines. `version=corrected`: those
    that somebody has corrected are as corrected, the others as they are.
    """
    media, tongue, store = chosen(request, format, _OF_BATCH), language(request), _store(request)
    if not await run_in_threadpool(store.has_batch, owner, batch):
        raise NotFound(what=f"/v1/batches/{batch}")
    stored = store.results(
        owner, batch, include_source=include_source and media == LINES, corrected=version == "corrected"
    )
    results = await run_in_threadpool(begun, (shown.result(one, tongue) for one in stored))
    if media == LINES:
        told = {"Content-Language": tongue, "Vary": "Accept, Accept-Language"}
        return StreamingResponse(_lines(results), headers=told, media_type=LINES)
    return await tabled(results, media, f"results-{batch}", tongue)


def _store(request: Request) -> SummaryStore:
    return SummaryStore(request.state.database)


def _lines(results: Iterable[ReportResult]) -> Iterator[bytes]:
    return (result.model_dump_json().encode() + b"\n" for result in results)
