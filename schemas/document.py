"""A report as the outline stage sees it: values without behaviour beyond looking themselves up.

Two coordinate systems meet here. *Source* offsets count Unicode code points of the source text, which is never
changed. *Shadow* offsets count characters of the shadow: the same text in simplified mainland wording with half-width
digits and punctuation, line wraps and layout blanks taken out. Everything that reads the report reads the shadow;
everything that leaves the service speaks of the source. `Shadow.to_source` is the only bridge.

These are tuples and slotted dataclasses rather than pydantic models: a report has thousands of clauses, they come from
our own code, and validating each would double the time of the whole pipeline (docs/decisions/0002-values.md).
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple

Script = Literal["hans", "hant"]
Kind = Literal["achievement", "problem", "plan"]
SectionKind = Literal["achievement", "problem", "plan", "other"]
Level = Literal["province", "city", "county", "town", "department"]
Topic = Literal[
    "leadership",
    "functions",
    "rulemaking",
    "decision",
    "enforcement",
    "emergency",
    "disputes",
    "oversight",
    "publicity",
    "services",
    "other",
]


Direction = Literal["up", "down"]
Change = Literal["from", "to"]


class Span(NamedTuple):
    """A half-open range of offsets."""

    start: int
    end: int


class Piece(NamedTuple):
    """A run of the shadow and the run of the source that it stands for.

    Where both are equally long, character stands for character; else the whole stands for the whole (网际网路 → 互联网).
    """

    start: int
    end: int
    source_start: int
    source_end: int

    @property
    def exact(self) -> bool:
        return self.end - self.start == self.source_end - self.source_start


@dataclass(frozen=True, slots=True)
class Shadow:
    """The normalized text of a report and its way back to the source.

    `text` is folded and simplified (for reading by rules); `shown` is simplified only (for showing to people, figures
    as printed). Both have the same length. `pieces` cover the shadow in order; what of the source lies between them is
    layout. None says that the shadow stands for the source character for character.
    """

    text: str
    shown: str
    pieces: tuple[Piece, ...] | None = None

    def to_source(self, start: int, end: int, source: str) -> tuple[Span, ...]:
        """The source spans of the shadow range; several where visible text between them is no part of the shadow."""
        if start >= end:
            return ()
        if self.pieces is None:
            return (Span(start, end),)
        spans: list[Span] = []
        at = self._piece(start)
        while at < len(self.pieces) and self.pieces[at].start < end:
            piece = self.pieces[at]
            at += 1
            first, last = piece.source_start, piece.source_end
            if piece.exact:
                first += max(0, start - piece.start)
                last -= max(0, piece.end - end)
            if spans and not source[spans[-1].end : first].strip():
                spans[-1] = Span(spans[-1].start, max(last, spans[-1].end))
            else:
                spans.append(Span(first, last))
        return tuple(spans)

    def printed(self, start: int, end: int, source: str) -> str:
        """The shadow range in the source's own characters, without the layout that stands between them.

        A run that is not exact is given whole, also where the range has only a part of it.
        """
        if self.pieces is None or start >= end:
            return source[start:end]
        runs: list[str] = []
        for piece in islice(self.pieces, self._piece(start), None):
            if piece.start >= end:
                break
            first, last = piece.source_start, piece.source_end
            if piece.exact:
                first += max(0, start - piece.start)
                last -= max(0, piece.end - end)
            runs.append(source[first:last])
        return "".join(runs)

    def start_in_source(self, at: int) -> int:
        """The source offset where shadow character `at` begins."""
        if self.pieces is None:
            return at
        piece = self.pieces[self._piece(at)]
        return piece.source_start + (at - piece.start if piece.exact else 0)

    def end_in_source(self, at: int) -> int:
        """The source offset behind shadow character `at`."""
        if self.pieces is None:
            return at + 1
        piece = self.pieces[self._piece(at)]
        return piece.source_start + at + 1 - piece.start if piece.exact else piece.source_end

    def _piece(self, at: int) -> int:
        pieces = self.pieces or ()
        return bisect_right(pieces, at, key=_start) - 1


def _start(piece: Piece) -> int:
    return piece.start


class Quantity(NamedTuple):
    """A figure. `text[start:end] == value`; the unit stands behind `end`, save the % of 百分之五, which is not printed.

    Offsets are those of the text it was found in: the shadow's, in a document. `number` is the decimal in full
    ("13000"). `direction` and `change` say what the text says of this figure: both ends of 由12天压缩至5天 are "down",
    the first is "from", the second "to".
    """

    start: int
    end: int
    value: str
    number: str
    unit: str
    modifier: str | None
    direction: Direction | None
    change: Change | None


class Clause(NamedTuple):
    """The cited unit: a run of text between two stops, inside one sentence. Offsets are the shadow's."""

    number: int
    start: int
    end: int
    section: int
    point: int
    sentence: int
    heading: bool


class Section(NamedTuple):
    """A heading and what stands below it, up to the next heading of its own or a higher level.

    `id` is the position path ("2/1": first child of the second section). `start` and `end` are shadow offsets, heading
    included; `first` and `last` are the half-open range of its clauses, those of its children included.
    """

    id: str
    heading: str
    start: int
    end: int
    kind: SectionKind
    depth: int
    parent: int
    first: int
    last: int


class Point(NamedTuple):
    """The lowest unit of the outline: a numbered point, or a paragraph of an unnumbered text.

    `marker` is the number as printed ("1.", "一是", "" for a paragraph); `first` and `last` are the half-open range of
    its clauses. `kind` is what heading and wording say it is; `lead` marks the introduction above numbered points.
    """

    number: int
    section: int
    marker: str
    first: int
    last: int
    kind: SectionKind
    lead: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A report with its outline. Identity fields are None where the report does not say."""

    source: str
    script: Script
    shadow: Shadow
    title: str | None
    issuer: str | None
    region: str | None
    level: Level | None
    year: int | None
    sections: tuple[Section, ...]
    points: tuple[Point, ...]
    clauses: tuple[Clause, ...]
    figures: tuple[Quantity, ...]
    furniture: tuple[Span, ...]
    flags: frozenset[str]

    def text(self, clause: Clause) -> str:
        """The clause as rules read it."""
        return self.shadow.text[clause.start : clause.end]

    def shown(self, clause: Clause) -> str:
        """The clause as people read it, in simplified script."""
        return self.shadow.shown[clause.start : clause.end]

    def spans(self, clause: Clause) -> tuple[Span, ...]:
        """Where the clause stands in the source."""
        return self.shadow.to_source(clause.start, clause.end, self.source)

    def heading_path(self, section: int) -> tuple[str, ...]:
        """The headings above and of a section, outermost first."""
        path: list[str] = []
        while section >= 0:
            path.append(self.sections[section].heading)
            section = self.sections[section].parent
        return tuple(reversed(path))

    def figures_by_clause(self) -> dict[int, list[Quantity]]:
        """The figures of each clause that has any, by clause index. Numbers in headings are none."""
        found: dict[int, list[Quantity]] = {}
        at = 0
        for quantity in self.figures:
            while at < len(self.clauses) and self.clauses[at].end <= quantity.start:
                at += 1
            if at == len(self.clauses):
                break
            if self.clauses[at].start <= quantity.start and not self.clauses[at].heading:
                found.setdefault(at, []).append(quantity)
        return found

    def clause_at(self, offset: int) -> Clause | None:
        """The clause that holds the shadow offset, if any."""
        at = bisect_right(self.clauses, offset, key=lambda clause: clause.start) - 1
        return self.clauses[at] if at >= 0 and offset < self.clauses[at].end else None
