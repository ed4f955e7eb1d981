"""The items of many reports as comma-separated values (RFC 4180), such that a spreadsheet opens them and obeys nothing."""

import csv as lines
import io
from collections.abc import Iterable, Iterator

from schemas.result import ReportResult
from service.messages import Language
from service.render.table import ITEMS, Cell, Row

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
_BOM = "\ufeff"  # without it spreadsheets take the file for one in the machine's old encoding
# What makes a spreadsheet calculate, in either width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv(results: Iterable[ReportResult], language: Language = "zh") -> Iterator[bytes]:
    """The table of items in UTF-8, its head first, then a piece for each report."""
    yield _lines([list(ITEMS.head(language))], _BOM)
    for result in results:
        yield _lines(ITEMS.rows(result, language))


def _lines(rows: Iterable[Row], before: str = "") -> bytes:
    text = io.StringIO(newline="")
    text.write(before)
    lines.writer(text).writerows(map(_harmless, row) for row in rows)
    return text.getvalue().encode()


def _harmless(cell: Cell) -> Cell:
    """The cell, shown and never calculated: a text that would be read as a formula has an apostrophe before it."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
