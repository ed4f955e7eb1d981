"""Figures of many summaries side by side. Names are compared as they are searched: in either script, without blanks.

Two names for one thing stay two rows: which of them mean the same is for whoever reads them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
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
    cells: dict[tuple[str, int, str], ComparedCell] = field(default_factory=dict)

    @property
    def reports(self) -> int:
        return len({cell.report for cell in self.cells.values()})

    def add(self, job: str, item: Item, figure: Figure) -> None:
        """A figure once, though several items rest on it."""
        place = job, figure.start, figure.value
        if place not in self.cells:
            self.cells[place] = ComparedCell(
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


def compare(columns: Iterable[Column], words: str, at_least: int, limit: int) -> Comparison:
    """At most `limit` rows, of figures whose names have all the words and that `at_least` so many reports have."""
    reports: list[ComparedReport] = []
    rows: dict[tuple[str, str], _Row] = {}
    wanted = folding.words(words)
    fold = lru_cache(maxsize=None)(folding.fold)  # a batch has few units and many alike names
    for column in columns:
        reports.append(_report(column))
        for item in column.summary.items():
            for figure in item.figures:
                name = fold(figure.name)
                if name and all(word in name for word in wanted):
                    row = rows.setdefault((name, fold(figure.unit)), _Row(figure.name, figure.unit))
                    row.add(column.job, item, figure)
    found = sorted((row for row in rows.values() if row.reports >= at_least), key=lambda row: -row.reports)
    figures = tuple(
        ComparedFigure(name=row.name, unit=row.unit, reports=row.reports, cells=tuple(row.cells.values()))
        for row in found[:limit]
    )
    return Comparison(reports=tuple(reports), figures=figures, more=len(found) > limit)


def _report(column: Column) -> ComparedReport:
    told = column.summary.report
    return ComparedReport(
        job=column.job, name=column.name, title=told.title, region=told.region, level=told.level, year=told.year
    )
