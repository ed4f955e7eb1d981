"""`/tools`: a small description of its own for tool servers of chat pages, with plain names and flat parameters."""

from importlib.metadata import version
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.openapi.utils import get_openapi
from pydantic import Field

from schemas.chat import Brief, EvidenceFound, Found
from schemas.document import Kind, Level, Topic
from schemas.request import SummaryOptions
from schemas.search import Filters
from schemas.sides import SideBySide
from schemas.summary import OutputScript, Wire
from service.api import body, problems
from service.chat import actions
from service.chat.desk import Desk, Told, Who
from service.errors import BodyTooLarge

PATH = "/tools"
_DESCRIPTION = (
    "Grounded summaries of Chinese government annual reports (法治政府建设情况报告). Give the whole text of a report to "
    "summarize_report, then quote what get_evidence finds; where it finds nothing, the report does not tell."
)
Id = Annotated[str, Query(description="id of a summary · 摘要编号")]
Words = Annotated[str | None, Query(max_length=200)]


class ToSummarize(Wire):
    """A report: its text, or the id of a job that was posted as a file to `/v1/jobs`."""

    text: str | None = Field(default=None, description="the whole report as it stands · 报告全文，原样")
    id: str | None = Field(default=None, description="in place of text: id of a posted job · 已上传任务的编号")
    name: str = Field(default="", max_length=200, description="what to call it · 名称")
    script: OutputScript = Field(default="hans", description="hans 简体, hant 繁體, source 同原文")


def app() -> FastAPI:
    """The sub-application. It stands behind the service's door, and finds in the request's state what that has."""
    made = FastAPI(
        title="tiyao",
        version=version("tiyao"),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    problems.install(made)
    made.add_api_route("/openapi.json", _described(made), methods=["GET"], include_in_schema=False)
    made.add_api_route(
        "/summarize_report",
        summarize_report,
        methods=["POST"],
        operation_id="summarize_report",
        openapi_extra={"requestBody": _BODY},
        summary="摘要一份报告 · Summarize a report",
    )
    for reading in (get_summary, search_summaries, get_evidence, compare_reports):
        made.add_api_route(f"/{reading.__name__}", reading, methods=["GET"], operation_id=reading.__name__)
    return made


_BODY: dict[str, Any] = {
    "required": True,
    "content": {"application/json": {"schema": ToSummarize.model_json_schema()}},
}


async def summarize_report(request: Request) -> Brief:
    """Summarize a Chinese government annual report: overview, achievements, problems and plans, with ids to ask evidence for.
    A report that takes long gives state "working" and an id: ask get_summary for it later."""
    desk, who = _of(request)
    data = await body.whole(request, BodyTooLarge(limit=desk.settings.max_body_bytes))
    asked = body.validated(data, ToSummarize)
    told = Told(asked.name, SummaryOptions(script=asked.script, include_source=False), problems.language(request))
    return actions.brief(await actions.summarize(desk, who, actions.Asked(asked.text, asked.id), told))


async def get_summary(request: Request, id: Id) -> Brief:
    """A summary that was made before, or the state of the job that works on it."""
    return actions.brief(await actions.get(*_of(request), id))


async def search_summaries(
    request: Request,
    text: Words = None,
    kind: Kind | None = None,
    topic: Topic | None = None,
    region: Words = None,
    year: Annotated[int | None, Query(ge=1, le=9999)] = None,
    level: Level | None = None,
    limit: Annotated[int, Query(ge=1, le=actions.MOST_FOUND)] = 20,
) -> Found:
    """Find items over all summaries by words, kind or topic; without these, list the summaries, the newest first."""
    filters = Filters(text=text, kind=kind, topic=topic, region=region, year=year, level=level)
    return await actions.search(*_of(request), filters, limit)


async def get_evidence(
    request: Request,
    id: Id,
    items: Annotated[str, Query(max_length=2000, description="ids of items with commas between: a1,p2")] = "",
    question: Annotated[str, Query(max_length=500, description="or what to look for · 或一个问题")] = "",
) -> EvidenceFound:
    """The clauses of the report that items rest on, or that tell of a question; verbatim. Quote these."""
    sought = actions.Wanted(_listed(items), question, problems.language(request))
    return await actions.evidence(*_of(request), id, sought)


async def compare_reports(
    request: Request, ids: Annotated[str, Query(max_length=1000, description="ids of summaries with commas between")]
) -> SideBySide:
    """Two or more summaries side by side: figures of the same name and unit, problems and plans shared or not."""
    return await actions.comparison(*_of(request), _listed(ids))


def _of(request: Request) -> tuple[Desk, Who]:
    return request.state.desk, Who(request.state.caller, request.state.meter)


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _described(made: FastAPI) -> Any:
    async def openapi(request: Request) -> dict[str, Any]:
        """The description, with the address under which the reader found it."""
        found = get_openapi(title=made.title, version=made.version, description=made.description, routes=made.routes)
        schemes = {"bearer": {"type": "http", "scheme": "bearer"}}
        found["components"]["securitySchemes"] = schemes
        address = request.state.settings.public_url or str(request.base_url)
        return {
            **found,
            "servers": [{"url": address.rstrip("/").removesuffix(PATH) + PATH}],
            "security": [{"bearer": []}],
        }

    return openapi
