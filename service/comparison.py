"""Figures of many summaries side by side. Names are compared as they are searched: in either script, without blanks.

Two names for one thing stay two rows: which of them mean the same is for whoever reads them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.comparison import ComparedCell, ComparedFigure, ComparedReport, Comparison
from schemas.summary import Figure, Item, ReportSummary
from service.language import folding


class Column(NamedTuple):
    """A report to be compared."""

    job: str
    name: str
    summary: ReportSummary


@dataclass(slots=True)
class _Row:
    name: str
    unit: str
    cells: list[ComparedCell] = field(default_factory=list)

    @property
    def reports(self) -> int:
        return len({cell.report for cell in self.cells})


def compare(columns: Iterable[Column], words: str, at_least: int, limit: int) -> Comparison:
    """At most `limit` rows, of figures whose names have all the words and that `at_least` so many reports have."""
    reports: list[ComparedReport] = []
    rows: dict[tuple[str, str], _Row] = {}
    wanted = folding.words(words)
    for column in columns:
        reports.append(_report(column))
        for item in column.summary.items():
            for figure in item.figures:
                _add(rows, wanted, column.job, item, figure)
    found = sorted((row for row in rows.values() if row.reports >= at_least), key=lambda row: -row.reports)
    figures = tuple(
        ComparedFigure(name=row.name, unit=row.unit, reports=row.reports, cells=tuple(row.cells))
        for row in found[:limit]
    )
    return Comparison(reports=tuple(reports), figures=figures, more=len(found) > limit)


def _report(column: Column) -> ComparedReport:
    told = column.summary.report
    return ComparedReport(
        job=column.job, name=column.name, title=told.title, region=told.region, level=told.level, year=told.year
    )


def _add(rows: dict[tuple[str, str], _Row], wanted: list[str], job: str, item: Item, figure: Figure) -> None:
    name = folding.fold(figure.name)
    if not name or not all(word in name for word in wanted):
        return
    row = rows.setdefault((name, folding.fold(figure.unit)), _Row(figure.name, figure.unit))
    cell = ComparedCell(
        report=job,
        item=item.id,
        value=figure.value,
        number=figure.number,
        modifier=figure.modifier,
        direction=figure.direction,
        change=figure.change,
        start=figure.start,
        end=figure.end,
    )
    if cell not in row.cells:
        row.cells.append(cell)
