"""Summaries side by side: the figures of many as a table, or two and more with what they share and what is their own. Pure.

Names of figures are compared as they are searched: in either script, without blanks. Two names for one thing stay two
rows: which of them mean the same is for whoever reads them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from schemas.comparison import ComparedCell, ComparedFigure, ComparedReport, Comparison
from schemas.sides import Compared, ComparedItem, ComparedValue, Group, SharedFigure, SideBySide, Sides
from schemas.summary import Figure, Item, ReportSummary
from service.language import folding

_ALIKE = 0.4
_ALIKE_IN_TOPIC = 0.25


class Column(NamedTuple):
    """A report to be compared."""

    job: str
    name: str
    summary: ReportSummary


class _Told(NamedTuple):
    """A figure, the report that has it, and the first item there that rests on it."""

    report: str
    item: Item
    figure: Figure


@dataclass(slots=True)
class _Row:
    """The figures of one name and unit, as the first of them is printed, in the order of the reports."""

    name: str
    unit: str
    told: dict[tuple[str, int, str], _Told] = field(default_factory=dict)

    @property
    def reports(self) -> int:
        return len({one.report for one in self.told.values()})


def tabulate(columns: Iterable[Column], words: str, at_least: int, limit: int) -> Comparison:
    """At most `limit` rows, of figures whose names have all the words and that `at_least` so many reports have."""
    columns = list(columns)
    wanted = folding.words(words)
    rows = _rows(
        ((column.job, column.summary) for column in columns), lambda name, _: all(word in name for word in wanted)
    )
    found = sorted((row for row in rows if row.reports >= at_least), key=lambda row: -row.reports)
    return Comparison(
        reports=tuple(map(_report, columns)), figures=tuple(map(_figure, found[:limit])), more=len(found) > limit
    )


def compare(summaries: Mapping[str, ReportSummary]) -> SideBySide:
    """The summaries, by their ids, in the order in which they are given."""
    return SideBySide(
        reports=tuple(_compared(id, one) for id, one in summaries.items()),
        figures=tuple(_shared_figures(summaries)),
        problems=_sides(summaries, lambda one: one.problems),
        plans=_sides(summaries, lambda one: one.plans),
    )


def _rows(summaries: Iterable[tuple[str, ReportSummary]], wanted: Callable[[str, Figure], bool]) -> Iterable[_Row]:
    """The figures that are `wanted`, told by their folded names; each once, though several items rest on it."""
    rows: dict[tuple[str, str], _Row] = {}
    fold = lru_cache(maxsize=None)(folding.fold)  # a batch has few units and many alike names
    for id, summary in summaries:
        for item in summary.items():
            for one in item.figures:
                name = fold(one.name)
                if name and wanted(name, one):
                    row = rows.setdefault((name, fold(one.unit)), _Row(one.name, one.unit))
                    row.told.setdefault((id, one.start, one.value), _Told(id, item, one))
    return rows.values()


def _report(column: Column) -> ComparedReport:
    told = column.summary.report
    return ComparedReport(
        job=column.job, name=column.name, title=told.title, region=told.region, level=told.level, year=told.year
    )


def _figure(row: _Row) -> ComparedFigure:
    cells = tuple(map(_cell, row.told.values()))
    return ComparedFigure(name=row.name, unit=row.unit, reports=row.reports, cells=cells)


def _cell(told: _Told) -> ComparedCell:
    one = told.figure
    return ComparedCell(
        report=told.report,
        item=told.item.id,
        value=one.value,
        number=one.number,
        modifier=one.modifier,
        direction=one.direction,
        change=one.change,
        start=one.start,
        end=one.end,
    )


def _compared(id: str, summary: ReportSummary) -> Compared:
    report = summary.report
    return Compared(id=id, title=report.title, region=report.region, year=report.year)


def _shared_figures(summaries: Mapping[str, ReportSummary]) -> Iterator[SharedFigure]:
    """A report that prints a figure twice is shown with the first; of 由…至… with the newer value."""
    for row in _rows(summaries.items(), lambda _, figure: figure.change != "from"):
        values: dict[str, ComparedValue] = {}
        for id, item, one in row.told.values():
            values.setdefault(id, ComparedValue(summary=id, item=item.id, value=one.value, number=one.number))
        if len(values) > 1:
            yield SharedFigure(name=row.name, unit=row.unit, values=tuple(values.values()))


def _sides(summaries: Mapping[str, ReportSummary], of: Callable[[ReportSummary], Iterable[Item]]) -> Sides:
    """Each item joins the first group with one of another report that is like it; a group has one item of a report."""
    groups: list[list[ComparedItem]] = []
    for id, summary in summaries.items():
        before = list(groups)
        for item in of(summary):
            one = ComparedItem(summary=id, item=item.id, topic=item.topic, text=item.text)
            open_groups = [group for group in before if all(other.summary != id for other in group)]
            best = max(open_groups, key=lambda group: _likest(one, group), default=None)
            if best is not None and _likest(one, best) >= 1:
                best.append(one)
            else:
                groups.append([one])
    shared = tuple(Group(items=tuple(group)) for group in groups if len(group) > 1)
    return Sides(shared=shared, own=tuple(group[0] for group in groups if len(group) == 1))


def _likest(one: ComparedItem, group: Sequence[ComparedItem]) -> float:
    return max(_alike(one, other) for other in group)


def _alike(one: ComparedItem, other: ComparedItem) -> float:
    """How like two items are; from 1 on they are taken to say the same. Of one topic, fewer words need to be the same."""
    here, there = folding.pairs(folding.fold(one.text)), folding.pairs(folding.fold(other.text))
    if not here or not there:
        return 0.0
    least = _ALIKE_IN_TOPIC if one.topic == other.topic != "other" else _ALIKE
    return len(here & there) / min(len(here), len(there)) / least
