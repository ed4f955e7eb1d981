"""Figures side by side as a workbook: a sheet to calculate with, and one as printed. Imports xlsxwriter."""

from collections.abc import Callable, Sequence
from typing import BinaryIO

from xlsxwriter import Workbook

from schemas.comparison import ComparedCell, ComparedReport, Comparison
from service.messages import Language
from service.render.labels import label
from service.render.plain import one_line
from service.render.table import Cell, number
from service.render.xlsx import write

_NAME_WIDTH, _WIDTH = 36, 14
_BETWEEN = " / "


def workbook(comparison: Comparison, file: BinaryIO, language: Language = "zh") -> None:
    """Write it: a row a figure, a column a report."""
    book = Workbook(file, {"constant_memory": True})
    for name, shown in (("numbers", _counted), ("printed", _printed)):
        _sheet(book, comparison, label(f"sheet_{name}", language), shown, language)
    book.close()


def _sheet(
    book: Workbook,
    comparison: Comparison,
    name: str,
    shown: Callable[[Sequence[ComparedCell]], Cell],
    language: Language,
) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, _NAME_WIDTH)
    sheet.set_column(1, len(comparison.reports) + 2, _WIDTH)
    sheet.freeze_panes(1, 2)
    head = [label("column_name", language), label("column_unit", language), label("column_reports", language)]
    rows: list[list[Cell]] = [[*head, *(_heading(report) for report in comparison.reports)]]
    places = {report.job: n for n, report in enumerate(comparison.reports)}
    for figure in comparison.figures:
        cells: list[list[ComparedCell]] = [[] for _ in places]
        for cell in figure.cells:
            cells[places[cell.report]].append(cell)
        rows.append([one_line(figure.name), one_line(figure.unit), figure.reports, *map(shown, cells)])
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            write(sheet, row, column, value)


def _heading(report: ComparedReport) -> str:
    told = " ".join(str(part) for part in (report.region, report.year) if part)
    return one_line(told or report.title or report.name)


def _counted(cells: Sequence[ComparedCell]) -> Cell:
    """One to calculate with: of a change what it came to, else what is told first."""
    ends = [cell for cell in cells if cell.change != "from"] or cells
    return number(ends[0].number) if ends else None


def _printed(cells: Sequence[ComparedCell]) -> Cell:
    return _BETWEEN.join(f"{one_line(cell.value)} ({cell.item})" for cell in cells) or None
