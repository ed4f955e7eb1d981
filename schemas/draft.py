"""What an engine says about a chunk, and what grounding says of it."""

from typing import NamedTuple

from schemas.document import Clause, Document, Kind, Point, Topic


class Chunk(NamedTuple):
    """Neighbouring clauses of one document that are read in one go: the half-open clause range `first:last`.

    `matters` are the document-wide indices of the clauses at which, by the rules, a new matter begins: what a line is
    expected for.
    """

    document: Document
    number: int
    first: int
    last: int
    matters: tuple[int, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return self.document.clauses[self.first : self.last]

    @property
    def points(self) -> tuple[Point, ...]:
        """The points that begin in this chunk."""
        return tuple(p for p in self.document.points if self.first <= p.first < self.last)


class Draft(NamedTuple):
    """One line that an engine proposes. `clauses` are document-wide clause indices, in any order."""

    kind: Kind
    topic: Topic
    text: str
    clauses: tuple[int, ...]


class Rejection(NamedTuple):
    """A draft that failed a check: `code` is for programs, `detail` names what was not found."""

    draft: Draft
    code: str
    detail: str


class Condensed(NamedTuple):
    """The answer to condensing: an overview that names the items it rests on, and groups of doubles by index."""

    overview: str
    items: tuple[int, ...]
    doubles: tuple[tuple[int, ...], ...] = ()


class Choice(NamedTuple):
    """What answers a question, by the indices of the lines and the document-wide indices of the clauses that were shown
    with it. Where it is not `told`, they come no more than near."""

    told: bool
    lines: tuple[int, ...]
    clauses: tuple[int, ...]
