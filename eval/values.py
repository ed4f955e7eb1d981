"""The values of the harness: gold, and what scoring says of a candidate.

Offsets count Unicode code points of the report file as it stands (line ends kept), `end` is exclusive.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from schemas.document import Change, Direction, Kind, Level, Script, Topic

Split = Literal["dev", "test"]
Form = Literal["clean", "flattened", "wrapped", "scraped", "unnumbered", "interleaved"]
Range = tuple[int, int]
Spans = tuple[Range, ...]


class Value(BaseModel):
    """Frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldFigure(Value):
    """A figure as the annotator wrote it down: `value` and `unit` as printed, `name` in the annotator's words."""

    name: str
    value: str
    unit: str
    direction: Direction | None = None
    change: Change | None = None


class GoldItem(Value):
    """One line that a fair summary holds. `alternatives` are other evidence that carries the text as well."""

    id: str
    kind: Kind
    topic: Topic
    vital: bool
    text: str
    evidence: Spans
    alternatives: tuple[Spans, ...] = ()
    figures: tuple[GoldFigure, ...] = ()


class GoldReport(Value):
    """An annotated report. `sha256` is of the text in UTF-8; `has_directions` says whether figures tell directions."""

    id: str
    file: str
    sha256: str
    split: Split | None = None
    form: Form | None = None
    title: str | None
    issuer: str | None
    region: str | None
    level: Level | None
    year: int | None
    script: Script
    absent: tuple[Kind, ...]
    boilerplate: tuple[str, ...]
    items: tuple[GoldItem, ...]
    has_directions: bool


class Dataset(Value):
    """Gold reports in the order of their ids, and the texts they speak of by report id.

    `sha256` is of the canonical JSONL of *all* reports of the dataset, whatever split was asked for.
    """

    name: str
    version: str
    sha256: str
    reports: tuple[GoldReport, ...]
    texts: dict[str, str]


class Failure(Value):
    """A report for which there is no summary: `code` is that of the error tree, or of the harness."""

    report_id: str
    code: str
    message: str


class Parts(Value):
    """What a similarity is made of; None where neither side has any."""

    text: float
    evidence: float | None
    figures: float | None


class Pair(Value):
    """A gold item and the candidate item it was matched with; one side is None for a missed or a spurious item."""

    gold: str | None
    candidate: str | None
    gold_kind: Kind | None
    candidate_kind: Kind | None
    similarity: float
    parts: Parts | None
    reason: str

    @property
    def same_kind(self) -> bool:
        """Whether both sides are there and of one kind."""
        return self.gold is not None and self.gold_kind == self.candidate_kind


class Score(Value):
    """One metric of one report. None says that the metric does not apply to this report, and `reason` why."""

    value: float | None
    reason: str


class Scored(Value):
    """Every metric of one report, by name, and how its items were matched (missed and spurious ones included)."""

    report_id: str
    metrics: dict[str, Score]
    pairs: tuple[Pair, ...]
