"""`POST /v1/summaries`: a report in, a summary out, while the client waits."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.requests import ClientDisconnect

from schemas.request import NamedOptions
from schemas.summary import ReportSummary
from service.api import body, openapi
from service.api.negotiation import choose
from service.api.problems import language
from service.api.rendered import OFFERED, rendered
from service.api.work import ClientGone, Work, while_awaited
from service.errors import InvalidFields, NotAcceptable
from service.messages import Language
from service.settings import Settings

router = APIRouter(tags=["summaries"])
_HUNG_UP = 499  # as nginx has it; nobody reads it


@router.post(
    "/v1/summaries",
    summary="摘要一份报告 · Summarize a report",
    response_model=ReportSummary,
    responses=openapi.SUMMARY_RESPONSES,
    openapi_extra={"requestBody": openapi.SUMMARY_BODY},
)
async def create_summary(request: Request, query: Annotated[NamedOptions, Query()]) -> Response:
    """正文为 JSON（`text` 与 `options`）、报告文件本身（选项写在查询参数里），或 `multipart/form-data`（一个文件 `file`，选项为其他字段）。

    文件可以是 txt、html、pdf、docx，种类以内容为准。`Accept: text/markdown` 得到 Markdown，Word 的类型得到可直接呈报的简报。
    偏移以 Unicode 码点计：`evidence.text == source[start:end]`。JSON 请求默认不返回原文，文件默认返回（`include_source`）。

    The body is JSON (`text` and `options`), or a file (txt, html, pdf, docx; its content decides which) with the options
    as query parameters, or `multipart/form-data` with one `file` and the options as fields.
    """
    accept = request.headers.get("accept")
    wanted = choose(accept, OFFERED)
    if wanted is None:
        raise NotAcceptable(media=accept, offered=", ".join(OFFERED))
    settings: Settings = request.state.settings
    work: Work = request.state.work
    tongue = language(request)
    try:
        limits = body.Limits(settings.max_body_bytes, settings.max_file_bytes)
        asked = await body.read(request, limits, query)
        if asked.options.engine == "llm" and not settings.has_model:
            raise InvalidFields.one("engine", "no_model")
        summary = await while_awaited(request, _summary(work, asked, tongue))
    except (ClientGone, ClientDisconnect):
        return Response(status_code=_HUNG_UP)
    return await rendered(summary, wanted, tongue)


async def _summary(work: Work, asked: body.Asked, tongue: Language) -> ReportSummary:
    return await work.summarize(await asked.source(work.read), asked.options, tongue)
