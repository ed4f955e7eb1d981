"""The summary on the wire. Offsets count Unicode code points of the source text, `end` is exclusive."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from schemas.document import Level, Script, SectionKind, Topic

SCHEMA_VERSION: Literal["1"] = "1"
MAX_TEXT, MAX_OVERVIEW = 60, 120  # characters
OutputScript = Literal["hans", "hant", "source"]

Offset = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class Wire(BaseModel):
    """Frozen, and strict about unknown fields: a misspelt option is an error, not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SectionInfo(Wire):
    id: str = Field(description="position path: 2/1 is the first child of the second section", examples=["2/1"])
    heading: str
    start: Offset
    end: Offset
    kind: SectionKind


class ReportInfo(Wire):
    """Who reported on what. A field is null where the report does not say."""

    title: str | None
    issuer: str | None
    region: str | None
    level: Level | None
    year: int | None
    script: Script
    characters: int
    source_sha256: str = Field(description="of the source text in UTF-8")
    sections: tuple[SectionInfo, ...]


class Evidence(Wire):
    """A verbatim piece of the source: `text == source[start:end]`, always. `page` is the one on which it begins,
    counted from 1; null where the source has no pages."""

    start: Offset
    end: Offset
    text: str
    page: int | None = None


class Figure(Wire):
    """A quantity in the evidence. `value` and `unit` as printed; `number` is its decimal value in full.

    `value == source[start:end]`, save that a line end or page number in the midst of it is no part of the value.
    """

    name: str
    value: str = Field(examples=["1.3万余"])
    number: str = Field(examples=["13000"])
    unit: str = Field(examples=["件"])
    modifier: str | None = Field(default=None, examples=["余"])
    direction: Literal["up", "down"] | None = None
    change: Literal["from", "to"] | None = None
    start: Offset
    end: Offset


class Item(Wire):
    id: str = Field(examples=["a1"])
    text: str = Field(max_length=MAX_TEXT)
    topic: Topic
    section: str | None
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    figures: tuple[Figure, ...]


class Overview(Wire):
    text: str = Field(max_length=MAX_OVERVIEW)
    items: tuple[str, ...]


class QualityWarning(Wire):
    code: str
    message: str
    section: str | None = None
    item: str | None = Field(default=None, description="the line that it is about")


class Quality(Wire):
    """What the summary admits about itself. `coverage` is cited / body characters, furniture aside."""

    coverage: Share
    number_support: Share
    repaired: int
    fell_back: int
    uncited_sections: tuple[str, ...]
    warnings: tuple[QualityWarning, ...]


class Usage(Wire):
    engine: str
    model: str | None
    prompt_version: str | None
    calls: int
    cached_calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None = Field(description="in the currency of the price table; null where no price is set")
    seconds: float

    @classmethod
    def nothing(cls, engine: str) -> Self:
        """That of an engine that asked no model and was not timed."""
        return cls(
            engine=engine,
            model=None,
            prompt_version=None,
            calls=0,
            cached_calls=0,
            prompt_tokens=0,
            completion_tokens=0,
            cost=None,
            seconds=0.0,
        )


class ReportSummary(Wire):
    schema_version: Literal["1"] = SCHEMA_VERSION
    report: ReportInfo
    overview: Overview
    achievements: tuple[Item, ...]
    problems: tuple[Item, ...]
    plans: tuple[Item, ...]
    quality: Quality
    usage: Usage
    source: str | None = None

    def items(self) -> tuple[Item, ...]:
        """All items, in the order achievements, problems, plans."""
        return self.achievements + self.problems + self.plans
