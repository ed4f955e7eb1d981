"""What the chat doors hand out: MCP tools and the tool spec."""

from typing import Literal

from pydantic import Field

from schemas.document import Kind, Topic
from schemas.job import Progress
from schemas.search import Hit, SummaryInfo
from schemas.summary import Evidence, Figure, ReportSummary, Wire


class Summarized(Wire):
    """A summary, or the job that works on it: then ask for it again by its id."""

    id: str = Field(description="of the summary, which is that of its job")
    state: Literal["done", "working"]
    summary: ReportSummary | None = None
    progress: Progress | None = None
    page: str | None = Field(default=None, description="address of the page that shows it with its source")


class BriefItem(Wire):
    id: str = Field(examples=["a1"])
    kind: Kind
    topic: Topic
    text: str


class Brief(Wire):
    """A summary without its evidence: ask for that by the ids of the items."""

    id: str
    state: Literal["done", "working"]
    title: str | None = None
    issuer: str | None = None
    year: int | None = None
    overview: str | None = None
    items: tuple[BriefItem, ...] = ()
    warnings: tuple[str, ...] = ()
    progress: Progress | None = None
    page: str | None = None


class Found(Wire):
    """Items that were found, with whom they are of; or summaries, where no words, kind or topic were asked for. `more`
    says that there are others: ask more closely."""

    summaries: tuple[SummaryInfo, ...] = ()
    hits: tuple[Hit, ...] = ()
    more: bool


class EvidenceOf(Wire):
    """An item and the pieces of the source that it rests on, to the code point."""

    id: str
    kind: Kind
    topic: Topic
    text: str
    evidence: tuple[Evidence, ...]
    figures: tuple[Figure, ...]


class EvidenceFound(Wire):
    """`nearness`: "told" where the report tells what was asked, "near" where it tells something related, "nothing" where
    it does not tell: then say so, and add nothing of your own. `clauses` are further pieces of the source; `warnings` say
    what went wrong in looking for them."""

    summary: str
    nearness: Literal["told", "near", "nothing"]
    items: tuple[EvidenceOf, ...]
    clauses: tuple[Evidence, ...] = ()
    warnings: tuple[str, ...] = ()
