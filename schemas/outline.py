"""The structure of a source text, for whoever reads it. Offsets count Unicode code points of it, `end` is exclusive."""

from pydantic import Field

from schemas.document import SectionKind
from schemas.summary import Offset, Wire


class Place(Wire):
    start: Offset
    end: Offset


class Heading(Place):
    """A heading, as it is printed and where; `id` is that of its section in the summary, which ends at `section_end`."""

    id: str = Field(examples=["2/1"])
    heading: str
    level: int = Field(ge=1, description="1 for the uppermost")
    section_end: Offset
    kind: SectionKind


class ClausePlace(Place):
    """The cited unit. One that page furniture interrupts is told as the pieces it stands in."""

    section: str | None = Field(description="the id of the innermost section; null above the first", examples=["2/1"])


class SourceOutline(Wire):
    """Everything in the order of the text. `furniture` is what a page holds beside its report: menus, page numbers."""

    headings: tuple[Heading, ...]
    clauses: tuple[ClausePlace, ...]
    furniture: tuple[Place, ...]
