"""`GET /v1/batches/{id}/figures`: what the reports of a batch say of the same figures."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from schemas.comparison import Comparison
from service import comparison
from service.api import openapi
from service.api.problems import language
from service.api.rendered import JSON, chosen
from service.api.stored import BatchId, Owner
from service.api.tabled import XLSX, compared
from service.comparison import Column
from service.correction_errors import TooManyToCompare
from service.errors import NotFound
from service.storage.summaries import SummaryStore

router = APIRouter(tags=["results"])
_OFFERED = {"json": JSON, "xlsx": XLSX}
_MOST_REPORTS, _MOST_ROWS = 1_000, 5_000


@router.get(
    "/v1/batches/{batch}/figures",
    summary="一批报告的数据对照 · Figures of a batch side by side",
    response_model=Comparison,
    responses=openapi.offered(XLSX) | openapi.problems(404, 406, 413, 422, 503),
)
async def get_figures(
    request: Request,
    owner: Owner,
    batch: BatchId,
    name: Annotated[str, Query(max_length=200, description="指标名中的词 · words of the name")] = "",
    at_least: Annotated[int, Query(ge=1, le=_MOST_REPORTS, description="至少几份报告有 · in so many reports")] = 1,
    limit: Annotated[int, Query(ge=1, le=_MOST_ROWS, description="最多几行 · most rows")] = 500,
    version: Annotated[Literal["machine", "corrected"], Query(description="如 results · as in results")] = "machine",
    format: Annotated[Literal["json", "xlsx"] | None, Query(description="代替 Accept · in the place of Accept")] = None,
) -> Response:
    """每行一个指标（名称和单位相同），每列一份报告；有的报告多的在前。单元格为原文数值、换算后的数和它在原文中的位置。

    A row a figure (of one name and unit), a column a report; what most reports have comes first. A cell is the figure as
    printed, as a number, and its place in the source.
    """
    media = chosen(request, format, _OFFERED)
    found = await run_in_threadpool(_compared, request, owner, batch, version == "corrected", (name, at_least, limit))
    if media == XLSX:
        return await compared(found, f"figures-{batch}", language(request))
    return Response(found.model_dump_json(), headers={"Vary": "Accept"}, media_type=JSON)


def _compared(request: Request, owner: str, batch: str, corrected: bool, asked: tuple[str, int, int]) -> Comparison:
    store = SummaryStore(request.state.database)
    if not store.has_batch(owner, batch):
        raise NotFound(what=f"/v1/batches/{batch}")
    columns = []
    for one in store.results(owner, batch, corrected=corrected):
        if one.summary:
            columns.append(Column(one.job, one.name, one.summary))
        if len(columns) > _MOST_REPORTS:
            raise TooManyToCompare(limit=_MOST_REPORTS)
    return comparison.tabulate(columns, *asked)
