"""Results as tables: rows for spreadsheets, workbooks."""

from collections.abc import Callable, Iterable
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from schemas.comparison import Comparison
from schemas.result import ReportResult
from service.api.streams import pieces
from service.messages import Language
from service.render import csv

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def tabled(results: Iterable[ReportResult], media: str, name: str, language: Language) -> StreamingResponse:
    """The results as CSV or XLSX, to be kept under a name."""
    if media == XLSX:
        return await _workbook(partial(_write_results, results, language), name, language)
    return StreamingResponse(
        csv.csv(results, language), headers=_told(f"{name}.csv", language), media_type=csv.MEDIA_TYPE
    )


async def compared(comparison: Comparison, name: str, language: Language) -> StreamingResponse:
    """Figures side by side as XLSX."""
    return await _workbook(partial(_write_comparison, comparison, language), name, language)


async def _workbook(write: Callable[[BinaryIO], None], name: str, language: Language) -> StreamingResponse:
    """From a file that is gone when it is closed. A workbook is a zip: it can be sent when it is whole."""
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    await run_in_threadpool(write, file)
    return StreamingResponse(pieces(file), headers=_told(f"{name}.xlsx", language), media_type=XLSX)


def _write_results(results: Iterable[ReportResult], language: Language, file: BinaryIO) -> None:
    from service.render.xlsx import xlsx

    xlsx(results, file, language)


def _write_comparison(comparison: Comparison, language: Language, file: BinaryIO) -> None:
    from service.render.comparison import workbook

    workbook(comparison, file, language)


def _told(name: str, language: Language) -> dict[str, str]:
    return {
        "Content-Language": language,
        "Vary": "Accept, Accept-Language",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
