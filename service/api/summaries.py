"""`POST /v1/summaries`: a report in, a summary out, while the client waits."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service import render
from service.api import body, limits, openapi
from service.api.negotiation import choose
from service.api.problems import language
from service.api.work import ClientGone, Work, while_awaited
from service.errors import InvalidFields
from service.settings import Settings

router = APIRouter(tags=["summaries"])
JSON, MARKDOWN = "application/json", "text/markdown"
_HUNG_UP = 499  # as nginx has it; nobody reads it


@router.post(
    "/v1/summaries",
    summary="摘要一份报告 · Summarize a report",
    response_model=ReportSummary,
    responses=openapi.SUMMARY_RESPONSES,
    openapi_extra={"requestBody": openapi.SUMMARY_BODY},
)
async def create_summary(request: Request, query: Annotated[SummaryOptions, Query()]) -> Response:
    """正文为 JSON（`text` 与 `options`），或 `text/plain` 的报告全文（选项写在查询参数里）。

    `Accept: text/markdown` 得到 Markdown。偏移以 Unicode 码点计：`evidence.text == source[start:end]`。
    JSON 请求默认不返回原文，纯文本请求默认返回（`include_source`）。

    The body is JSON (`text` and `options`), or the report as `text/plain` with the options as query parameters.
    """
    wanted = choose(request.headers.get("accept"), (JSON, MARKDOWN))
    if wanted is None:
        raise HTTPException(406)
    settings: Settings = request.state.settings
    work: Work = request.state.work
    tongue = language(request)
    try:
        asked = await body.read(request, settings.max_body_bytes, query)
        if asked.options.engine == "llm" and not settings.has_model:
            raise InvalidFields.one("engine", "no_model")
        await limits.count_reports(request)
        summary = await while_awaited(request, work.summarize(asked.text, asked.options, tongue))
    except (ClientGone, ClientDisconnect):
        return Response(status_code=_HUNG_UP)
    content = render.markdown(summary, tongue) if wanted == MARKDOWN else summary.model_dump_json()
    told = {"Content-Language": tongue, "Vary": "Accept, Accept-Language"}
    return Response(content, headers=told, media_type=f"{wanted}; charset=utf-8" if wanted == MARKDOWN else wanted)
