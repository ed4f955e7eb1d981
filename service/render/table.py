"""The results of many reports as tables that people sort and filter: of items, of figures, of reports.

A cell is a text on one line, a number, or None. A report without a summary has its row too, and says why.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from schemas.result import ReportResult
from schemas.summary import Evidence, Figure, Item, ReportSummary
from service.messages import Language
from service.render.labels import change, label, quantity
from service.render.plain import one_line

Cell = str | int | float | None
Row = list[Cell]

_REPORT = ("report", "title", "issuer", "region", "year", "level")
_ITEM = ("item", "kind", "topic", "text")
_STATE = ("state", "error")
_ACCOUNT = ("characters", "achievements", "problems", "plans", "coverage", "engine", "overview", "warnings")
_FIGURE = ("name", "value", "number", "unit", "change")
_EXACT_DIGITS = 15
"""What a spreadsheet keeps of a number."""
_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_BETWEEN_PIECES = " / "


class Table(NamedTuple):
    """`name` and `columns` are labels' names; `rows` gives those of one report."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[ReportResult, Language], Iterator[Row]]

    def head(self, language: Language) -> list[str]:
        return [label(f"column_{column}", language) for column in self.columns]


def _items(result: ReportResult, language: Language) -> Iterator[Row]:
    """A row an item; one without an item for a report that has none."""
    report, state = _report(result, language), _state(result, language)
    blank: Row = [None] * (len(_ITEM) + 2)
    rows = [_item(kind, item, language) + _grounds(item, language) for kind, item in _kinds(result.summary)]
    yield from (report + row + state for row in rows or [blank])


def _figures(result: ReportResult, language: Language) -> Iterator[Row]:
    report = _report(result, language)
    for kind, item in _kinds(result.summary):
        for figure in item.figures:
            yield report + _figure(figure, language) + _item(kind, item, language)


def _reports(result: ReportResult, language: Language) -> Iterator[Row]:
    yield _report(result, language) + _account(result.summary, language) + _state(result, language)


ITEMS = Table("items", (*_REPORT, *_ITEM, "evidence", "figures", *_STATE), _items)
FIGURES = Table("figures", (*_REPORT, *_FIGURE, *_ITEM), _figures)
REPORTS = Table("reports", (*_REPORT, *_ACCOUNT, *_STATE), _reports)


def _report(result: ReportResult, language: Language) -> Row:
    report = result.summary.report if result.summary else None
    if report is None:
        return [one_line(result.name), *[None] * (len(_REPORT) - 1)]
    level = label(report.level, language) if report.level else None
    told = (one_line(text) if text else None for text in (report.title, report.issuer, report.region))
    return [one_line(result.name), *told, report.year, level]


def _kinds(summary: ReportSummary | None) -> Iterator[tuple[str, Item]]:
    if summary:
        lists = (("achievement", summary.achievements), ("problem", summary.problems), ("plan", summary.plans))
        yield from ((kind, item) for kind, items in lists for item in items)


def _item(kind: str, item: Item, language: Language) -> Row:
    return [item.id, label(f"kind_{kind}", language), label(item.topic, language), one_line(item.text)]


def _grounds(item: Item, language: Language) -> Row:
    between = "；" if language == "zh" else "; "
    figures = between.join(_told(figure, language) for figure in item.figures)
    return [_BETWEEN_PIECES.join(map(_piece, item.evidence)), figures or None]


def _piece(evidence: Evidence) -> str:
    """A piece of the source, and where it stands there."""
    page = f", p. {evidence.page}" if evidence.page else ""
    return f"{one_line(evidence.text)} ({evidence.start}–{evidence.end}{page})"


def _told(figure: Figure, language: Language) -> str:
    told = change(figure, language)
    close = (f"（{told}）" if language == "zh" else f" ({told})") if told else ""
    return one_line(f"{figure.name}{label('between', language)}{quantity(figure)}{close}")


def _figure(figure: Figure, language: Language) -> Row:
    name, value, unit = one_line(figure.name), one_line(quantity(figure)), one_line(figure.unit)
    return [name, value, number(figure.number), unit or None, change(figure, language) or None]


def number(decimal: str) -> Cell:
    """A decimal in full, as a number where a spreadsheet keeps every digit of it."""
    exact = len(decimal.strip("-").replace(".", "").strip("0")) <= _EXACT_DIGITS
    return float(decimal) if exact and _DECIMAL.fullmatch(decimal) else one_line(decimal) or None


def _account(summary: ReportSummary | None, language: Language) -> Row:
    if summary is None:
        return [None] * len(_ACCOUNT)
    between = "；" if language == "zh" else "; "
    return [
        summary.report.characters,
        len(summary.achievements),
        len(summary.problems),
        len(summary.plans),
        summary.quality.coverage,
        " ".join(filter(None, (summary.usage.engine, summary.usage.model))),
        one_line(summary.overview.text) or None,
        between.join(one_line(warning.message) for warning in summary.quality.warnings) or None,
    ]


def _state(result: ReportResult, language: Language) -> Row:
    return [label(f"state_{result.state}", language), one_line(result.error.message) if result.error else None]
