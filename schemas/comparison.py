"""The figures of many reports side by side."""

from pydantic import Field

from schemas.document import Level
from schemas.outline import Place
from schemas.summary import Wire


class ComparedReport(Wire):
    """A column: a report with a summary."""

    job: str
    name: str
    title: str | None
    region: str | None
    level: Level | None
    year: int | None


class ComparedCell(Place):
    """What a report says of a figure, `value` as printed, `number` its decimal value in full; and where, in its source."""

    report: str = Field(description="the job of its column")
    item: str
    value: str
    number: str
    modifier: str | None
    direction: str | None
    change: str | None


class ComparedFigure(Wire):
    """A row: all figures of one name and unit, in the order of the columns; a report may have none or several."""

    name: str
    unit: str
    reports: int = Field(description="how many have it")
    cells: tuple[ComparedCell, ...]


class Comparison(Wire):
    """The figure that most reports have comes first. `more`: there are further rows than were asked for."""

    reports: tuple[ComparedReport, ...]
    figures: tuple[ComparedFigure, ...]
    more: bool
