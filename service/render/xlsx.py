"""The results of many reports as a workbook: a sheet of items, one of figures, one of reports. Imports xlsxwriter."""

import re
from collections.abc import Iterable
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from schemas.result import ReportResult
from service.messages import Language
from service.render.labels import label
from service.render.table import FIGURES, ITEMS, REPORTS, Cell, Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_048_576
"""Rows of a sheet, its head among them; a longer table goes on in a further sheet."""
_MAX_UNITS = 32_767  # of UTF-16, in a cell
_NOT_XML = re.compile("[\ufffe\uffff]")  # xlsxwriter itself writes control characters as Excel does
_WIDTHS = {"report": 24, "title": 36, "text": 60, "evidence": 60, "figures": 40, "name": 28, "overview": 60}
_WIDTH = 12


def xlsx(results: Iterable[ReportResult], file: BinaryIO, language: Language = "zh", max_rows: int = MAX_ROWS) -> None:
    """Write the workbook. Rows go to temporary files as they come: memory does not grow with their number.

    Every text is a text, whatever it begins with; what is longer than a cell holds ends in an ellipsis.
    """
    workbook = Workbook(file, {"constant_memory": True})
    workbook.use_zip64()
    sheets = [_Sheets(workbook, table, language, max_rows) for table in (ITEMS, FIGURES, REPORTS)]
    for result in results:
        for sheet in sheets:
            sheet.add(result)
    workbook.close()


class _Sheets:
    """A table in as many sheets as it needs."""

    def __init__(self, workbook: Workbook, table: Table, language: Language, max_rows: int) -> None:
        self._workbook, self._table, self._language, self._max_rows = workbook, table, language, max_rows
        self._bold = workbook.add_format({"bold": True})
        self._number = 0
        self._sheet = self._next()

    def add(self, result: ReportResult) -> None:
        for cells in self._table.rows(result, self._language):
            if self._row >= self._max_rows:
                self._sheet = self._next()
            for column, cell in enumerate(cells):
                write(self._sheet, self._row, column, cell)
            self._row += 1

    def _next(self) -> Worksheet:
        self._number += 1
        name = label(f"sheet_{self._table.name}", self._language)
        sheet = self._workbook.add_worksheet(name if self._number == 1 else f"{name} {self._number}")
        for column, heading in enumerate(self._table.columns):
            sheet.set_column(column, column, _WIDTHS.get(heading, _WIDTH))
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(self._table.head(self._language)):
            sheet.write_string(0, column, heading, self._bold)
        self._row = 1
        return sheet


def write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    """A cell of a sheet; every text is a text, and one that is too long ends in an ellipsis."""
    if isinstance(cell, str):
        sheet.write_string(row, column, _fitting(_NOT_XML.sub("\ufffd", cell)))
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _fitting(text: str) -> str:
    if len(text) <= _MAX_UNITS // 2:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * _MAX_UNITS else units[: 2 * _MAX_UNITS - 2].decode("utf-16-le", "ignore") + "…"
