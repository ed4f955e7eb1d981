"""Two or more summaries side by side: the figures, problems and plans they share, and those that only one has."""

from pydantic import Field

from schemas.document import Topic
from schemas.summary import Wire


class Compared(Wire):
    """One of the summaries, and whom it is of."""

    id: str
    title: str | None
    region: str | None
    year: int | None


class ComparedItem(Wire):
    """An item of one of the summaries."""

    summary: str
    item: str = Field(examples=["p1"])
    topic: Topic
    text: str


class Group(Wire):
    """Items of several summaries that say much the same."""

    items: tuple[ComparedItem, ...]


class Sides(Wire):
    """What at least two share, and what only one has; in the order of the reports."""

    shared: tuple[Group, ...]
    own: tuple[ComparedItem, ...]


class ComparedValue(Wire):
    """A figure in one of the summaries: `value` as printed, `number` its decimal value in full."""

    summary: str
    item: str
    value: str
    number: str


class SharedFigure(Wire):
    """A figure with the same name and unit in at least two summaries."""

    name: str
    unit: str
    values: tuple[ComparedValue, ...]


class SideBySide(Wire):
    reports: tuple[Compared, ...]
    figures: tuple[SharedFigure, ...]
    problems: Sides
    plans: Sides
