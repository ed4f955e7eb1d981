"""`/v1/summaries/{id}/correction`: what a person makes of a summary, kept beside the machine's."""

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from starlette.concurrency import run_in_threadpool

from schemas.correction import Correction
from schemas.summary import ReportSummary
from service import correction
from service.api import body, openapi
from service.api.posted import limits
from service.api.problems import language
from service.api.rendered import JSON
from service.api.stored import Owner, SummaryId, there
from service.correction import Summarized
from service.correction_errors import ChangedMeanwhile
from service.errors import NotFound
from service.storage.corrections import Check, Corrected, CorrectionStore
from service.storage.summaries import SummaryStore, Whole

router = APIRouter(tags=["corrections"])
IfMatch = Annotated[str | None, Header(description="上次读到的 ETag · the ETag that was read", examples=['"0a1b…"'])]
IfNoneMatch = Annotated[str | None, Header(description="`*`：仅当还没有校订 · only where there is none yet")]


@router.put(
    "/v1/summaries/{summary}/correction",
    summary="保存校订后的摘要 · Keep a corrected summary",
    response_model=ReportSummary,
    responses=openapi.CORRECTED | openapi.problems(404, 412, 413, 415, 422, 500, 503),
    openapi_extra=openapi.body_of("Correction"),
)
async def put_correction(
    request: Request, owner: Owner, summary: SummaryId, if_match: IfMatch = None, if_none_match: IfNoneMatch = None
) -> Response:
    """三个列表各按所要的顺序给出；每条只需文字、主题和原文中的位置，其余（引文、数据、章节、编号、概述）由服务计算。

    与原文不符之处（如数字不见于所引原文）写入 `quality.warnings`，附条目编号，照样保存：由人决定。机器的摘要不变。
    `If-Match` 防止覆盖别人其间的修改。

    The three lists, each in the order that is wanted; an item is text, topic and places, the rest is computed. What is
    amiss is told in `quality.warnings` with the item's id, and kept: the person decides. The machine's summary stays.
    """
    made = there(await run_in_threadpool(SummaryStore(request.state.database).whole, owner, summary), request)
    wanted = await body.read_json(request, Correction, limits(request).body_bytes)
    corrected = await run_in_threadpool(correction.correct, _summarized(made), wanted, language(request))
    check = _check(if_match, if_none_match)
    kept = await run_in_threadpool(_store(request).save, owner, summary, corrected, check)
    return _answer(there(kept, request))


@router.get(
    "/v1/summaries/{summary}/correction",
    summary="校订后的摘要 · The corrected summary",
    response_model=ReportSummary,
    responses=openapi.CORRECTED | openapi.problems(404, 503),
)
async def get_correction(request: Request, owner: Owner, summary: SummaryId) -> Response:
    """没有校订过则为 404。404 where nobody has corrected it."""
    return _answer(there(await run_in_threadpool(_store(request).get, owner, summary), request))


@router.delete(
    "/v1/summaries/{summary}/correction",
    summary="撤销校订 · Delete the correction",
    status_code=204,
    responses=openapi.PURGED | openapi.problems(404, 412, 503),
)
async def delete_correction(request: Request, owner: Owner, summary: SummaryId, if_match: IfMatch = None) -> None:
    """机器的摘要不变。The machine's summary stays as it is."""
    if not await run_in_threadpool(_store(request).delete, owner, summary, _check(if_match, None)):
        raise NotFound(what=request.url.path)


def _store(request: Request) -> CorrectionStore:
    return CorrectionStore(request.state.database)


def _summarized(made: Whole) -> Summarized:
    return Summarized(made.summary, made.source, made.options.script, made.pages)


def _answer(kept: Corrected) -> Response:
    return Response(kept.summary.model_dump_json(), headers={"ETag": f'"{kept.version}"'}, media_type=JSON)


def _check(if_match: str | None, if_none_match: str | None) -> Check:
    """What the conditions of a request say of the version that there is (RFC 9110, 13.1)."""

    def check(version: str | None) -> None:
        wrong = if_match is not None and not _names(if_match, version)
        if wrong or (if_none_match is not None and _names(if_none_match, version)):
            raise ChangedMeanwhile()

    return check


def _names(condition: str, version: str | None) -> bool:
    named = {one.strip() for one in condition.split(",")}
    return version is not None and ("*" in named or f'"{version}"' in named)
