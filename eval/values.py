"""The values of the harness: gold, and what scoring says of a candidate.

Offsets count Unicode code points of the report file as it stands (line ends kept), `end` is exclusive.
"""

from pydantic import BaseModel, ConfigDict

from schemas.document import Kind
from schemas.gold import Form as Form
from schemas.gold import GoldFigure as GoldFigure
from schemas.gold import GoldItem as GoldItem
from schemas.gold import GoldReport as GoldReport
from schemas.gold import Range as Range
from schemas.gold import Spans as Spans
from schemas.gold import Split as Split


class Value(BaseModel):
    """Frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
