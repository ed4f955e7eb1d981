"""A report and what a fair summary of it holds, as `tiyao eval` reads it: a line of gold.jsonl.

Offsets count Unicode code points of the report file as it stands (line ends kept), `end` is exclusive.
"""

from typing import Literal

from schemas.document import Change, Direction, Kind, Level, Script, Topic
from schemas.summary import Wire

Split = Literal["dev", "test"]
Form = Literal["clean", "flattened", "wrapped", "scraped", "unnumbered", "interleaved"]
Range = tuple[int, int]
Spans = tuple[Range, ...]


class GoldFigure(Wire):
    """A figure as the annotator wrote it down: `value` and `unit` as printed, `name` in the annotator's words."""

    name: str
    value: str
    unit: str
    direction: Direction | None = None
    change: Change | None = None


class GoldItem(Wire):
    """One line that a fair summary holds. `alternatives` are other evidence that carries the text as well."""

    id: str
    kind: Kind
    topic: Topic
    vital: bool
    text: str
    evidence: Spans
    alternatives: tuple[Spans, ...] = ()
    figures: tuple[GoldFigure, ...] = ()


class GoldReport(Wire):
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
