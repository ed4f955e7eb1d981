"""`/v1/gold`: what people corrected, as a set that `tiyao eval` measures engines against."""

import shutil
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Annotated, BinaryIO, Literal
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from schemas.gold import GoldReport
from schemas.summary import ReportSummary
from service import gold
from service.api import openapi
from service.api.rendered import JSON, chosen
from service.api.stored import Owner, SummaryId, there
from service.api.streams import begun, pieces
from service.storage.corrections import CorrectedSource, CorrectionStore
from service.storage.summaries import SummaryStore

router = APIRouter(tags=["corrections"])
_OFFERED = {"jsonl": "application/x-ndjson", "zip": "application/zip"}
Format = Annotated[Literal["jsonl", "zip"] | None, Query(description="代替 Accept · in the place of Accept")]
Version = Annotated[Literal["corrected", "machine"], Query(description="以哪一份为准 · which of the two it is made of")]


@router.get(
    "/v1/summaries/{summary}/gold",
    summary="一份标注样例 · A gold example",
    response_model=GoldReport,
    responses=openapi.problems(404, 422, 503),
)
async def get_example(request: Request, owner: Owner, summary: SummaryId, version: Version = "corrected") -> Response:
    """`tiyao eval` 所读 `gold.jsonl` 的一行；原文另存为 `reports/编号.txt`。没有校订过则为 404。

    A line of `gold.jsonl` as `tiyao eval` reads it; the source belongs into `reports/ID.txt`. 404 where nobody has
    corrected it.
    """
    found = there(await run_in_threadpool(_example, request, owner, summary, version), request)
    return Response(found.model_dump_json(), media_type=JSON)


@router.get(
    "/v1/gold",
    summary="全部校订，作为标注集 · All that was corrected, as a gold set",
    response_class=Response,
    responses=openapi.offered(*_OFFERED.values()) | openapi.problems(406, 422, 503),
)
async def get_gold(request: Request, owner: Owner, format: Format = None) -> Response:
    """JSON Lines（每行一份），或 zip：解开后即是 `tiyao eval run --dataset` 可用的文件夹，原文也在其中。

    JSON Lines (a report a line), or a zip: unpacked it is a folder for `tiyao eval run --dataset`, the sources in it.
    """
    media = chosen(request, format, _OFFERED)
    store = CorrectionStore(request.state.database)
    found = await run_in_threadpool(begun, store.all(owner))
    if media == _OFFERED["zip"]:
        told = {"Content-Disposition": 'attachment; filename="gold.zip"', "Vary": "Accept"}
        return StreamingResponse(pieces(await run_in_threadpool(_archive, found)), headers=told, media_type=media)
    return StreamingResponse(map(_line, found), headers={"Vary": "Accept"}, media_type=media)


def _example(request: Request, owner: str, id: str, version: str) -> GoldReport | None:
    made = SummaryStore(request.state.database).whole(owner, id)
    summary: ReportSummary | None = made.summary if made else None
    if version == "corrected":
        corrected = CorrectionStore(request.state.database).get(owner, id)
        summary = corrected.summary if corrected else None
    return gold.example(id, summary, made.source) if made and summary else None


def _line(one: CorrectedSource) -> bytes:
    return gold.example(one.job, one.summary, one.source).model_dump_json().encode() + b"\n"


def _archive(found: Iterator[CorrectedSource]) -> BinaryIO:
    """The zip in a file that is gone when it is closed; of the reports one is in memory at a time."""
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as archive, TemporaryFile() as lines:
        for one in found:
            archive.writestr(f"reports/{one.job}.txt", one.source.encode())
            lines.write(_line(one))
        lines.seek(0)
        with archive.open("gold.jsonl", "w") as entry:
            shutil.copyfileobj(lines, entry)
    return file
