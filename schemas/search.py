"""Lists of summaries and what a search finds in them. Times are RFC 3339 in UTC."""

from datetime import datetime

from pydantic import Field

from schemas.document import Kind, Level, Topic
from schemas.summary import Wire


class Filters(Wire):
    """What is asked for; what is null is not asked for. Text is matched in either script and width.

    `text`: words between blanks, and phrases in quotation marks, all of which must stand in a title or in an item (its
    text or the names of its figures). `region` may be a part of a region's name.
    """

    text: str | None = None
    kind: Kind | None = None
    topic: Topic | None = None
    region: str | None = None
    year: int | None = None
    level: Level | None = None


class SummaryInfo(Wire):
    """A summary in a list, and whom a found line is of. `name` is the file's name, or what the caller called it."""

    id: str
    batch: str | None
    name: str
    title: str | None
    issuer: str | None
    region: str | None
    level: Level | None
    year: int | None
    corrected: bool = Field(description="whether a person has; what is told here is the machine's")
    created_at: datetime


class SummaryPage(Wire):
    """Newest first. `next` is the cursor of the following page; null at the end."""

    summaries: tuple[SummaryInfo, ...]
    next: str | None = None


class Hit(Wire):
    """An item that was found."""

    summary: SummaryInfo
    item: str = Field(examples=["a1"])
    kind: Kind
    topic: Topic
    text: str


class HitPage(Wire):
    """Newest summary first, its items in the report's order. While `next` is no null there may be more, though a page
    may hold few or none: that of a single character is looked for in so many items a page."""

    hits: tuple[Hit, ...]
    next: str | None = None


class FigureRow(Wire):
    """A figure of an item, as in the summary: `value` as printed, `number` its decimal value in full."""

    summary: SummaryInfo
    item: str
    name: str
    value: str
    number: str
    unit: str
    modifier: str | None
    direction: str | None
    change: str | None


class FigurePage(Wire):
    """Newest summary first, its figures in the report's order; `next` as in HitPage."""

    figures: tuple[FigureRow, ...]
    next: str | None = None
