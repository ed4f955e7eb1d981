"""`GET /v1/summaries/{id}/outline`: how the source of a summary is made up."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from schemas.outline import SourceOutline
from service import outlines
from service.api import openapi
from service.api.rendered import JSON
from service.api.stored import Owner, SummaryId, there
from service.storage.summaries import SummaryStore

router = APIRouter(tags=["results"])


@router.get(
    "/v1/summaries/{summary}/outline",
    summary="原文的结构 · The structure of the source",
    response_model=SourceOutline,
    responses=openapi.problems(404, 503),
)
async def get_outline(request: Request, owner: Owner, summary: SummaryId) -> Response:
    """标题（与摘要中章节的编号相同）、分句（引用的单位）和网页杂项；偏移以原文的 Unicode 码点计。

    Headings (by the ids of the summary's sections), clauses (the cited unit) and page furniture. Offsets count Unicode
    code points of the source.
    """
    store = SummaryStore(request.state.database)
    source = there(await run_in_threadpool(store.source, owner, summary), request)
    found = await run_in_threadpool(outlines.of_source, source)
    return Response(found.model_dump_json(), media_type=JSON)
