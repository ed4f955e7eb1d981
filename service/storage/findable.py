"""A summary as rows that can be found, and what a search looks for in them: both sides of one agreement."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from schemas.search import Filters
from schemas.summary import Figure, Item, ReportInfo, ReportSummary
from service.language import folding
from service.storage.grams import gram

REPORT = "report"
"""The kind of the row that stands for the report itself."""
_BETWEEN = "\n"  # folded text has none: no word is found across two texts
_BITS = 20


class Found(NamedTuple):
    """A row of items without its summary, and its figures as rows without their item."""

    item: dict[str, Any]
    grams: set[int]
    figures: list[dict[str, Any]]


def item_id(number: int, position: int) -> int:
    """The id of a summary's row; position 0 is the report's, the items follow. Later positions have smaller ids."""
    return ((number + 1) << _BITS) - 1 - position


def summary_of(item_id: int) -> int:
    return item_id >> _BITS


def before(number: int) -> int:
    """The id below which are the rows of earlier summaries only."""
    return number << _BITS


def rows(owner: str, name: str, summary: ReportSummary) -> Iterator[Found]:
    """The rows of a summary that is called `name`, in the order of their positions."""
    report = summary.report
    common = {gram("owner", owner), *_of_report(report)}
    told = (part for part in (report.title, report.issuer, report.region, name) if part)
    folded = _BETWEEN.join(folding.fold(part) for part in told)
    title = {"item": "", "kind": REPORT, "topic": "", "text": storable(report.title or ""), "folded": folded}
    yield Found(title, common | _pairs("text", folded), [])
    for kind, items in (("achievement", summary.achievements), ("problem", summary.problems), ("plan", summary.plans)):
        yield from (_item(item, kind, common) for item in items)


def _item(item: Item, kind: str, common: set[int]) -> Found:
    figures = [_figure(position, figure) for position, figure in enumerate(item.figures)]
    names = _BETWEEN.join(dict.fromkeys(figure["folded"] for figure in figures))
    folded = folding.fold(item.text) + _BETWEEN + names
    grams = common | _pairs("text", folded) | _pairs("name", names)
    grams |= {gram("row", "item"), gram("kind", kind), gram("topic", item.topic)}
    grams |= {gram("unit", figure["unit"]) for figure in figures}
    row = {"item": item.id, "kind": kind, "topic": item.topic, "text": storable(item.text), "folded": folded}
    return Found(row, grams, figures)


def _figure(position: int, figure: Figure) -> dict[str, Any]:
    return {
        "position": position,
        "name": storable(figure.name),
        "folded": folding.fold(figure.name),
        "value": storable(figure.value),
        "number": storable(figure.number),
        "unit": storable(figure.unit),
        "modifier": storable(figure.modifier) if figure.modifier else None,
        "direction": figure.direction,
        "change": figure.change,
    }


def place(report: ReportInfo) -> str:
    """The region as it is searched."""
    return folding.fold(report.region or "")


def _of_report(report: ReportInfo) -> set[int]:
    return {gram("year", report.year), gram("level", report.level), *_pairs("region", place(report))}


def _pairs(kind: str, folded: str) -> set[int]:
    return {gram(kind, pair) for pair in folding.pairs(folded)}


def storable(text: str) -> str:
    """The text as PostgreSQL takes it: it has no NUL."""
    return text.replace("\0", "\ufffd")


def sought(owner: str, filters: Filters) -> list[int]:
    """What every row that fits the filters has, what few rows have first. Of a region or a word of a single character it
    has nothing."""
    words = [pair for word in folding.words(filters.text or "") for pair in _pairs("text", word)]
    asked = {kind: getattr(filters, kind) for kind in ("year", "topic", "kind", "level")}
    told = [gram(kind, value) for kind, value in asked.items() if value is not None]
    return [*_pairs("region", folding.fold(filters.region or "")), *words, *told, gram("owner", owner)]


def sought_names(name: str, unit: str | None) -> list[int]:
    """What every item has that has a figure with all of the words in its name, and with that unit."""
    words = [pair for word in folding.words(name) for pair in _pairs("name", word)]
    return [*words, *([gram("unit", storable(unit))] if unit else [])]
