"""What a search asks of the rows of items: what the index is asked, what verifies it, and where a page begins and ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, Connection, Select, select

from schemas.search import Filters
from service.language import folding
from service.storage import findable
from service.storage.grams import InOrder, Matched, matched
from service.storage.tables import items, jobs, summaries

SCANNED = 10_000
"""Rows that one page looks through where the index knows less than is asked: nothing of single characters."""
_GREATEST = 2**63 - 1


class Place(NamedTuple):
    """Where a page begins: below the row of items, or, in the figures of that row, behind the position."""

    row: int = _GREATEST
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """Rows of items: `found` by the index, of `owner`, `verified` in the rows; `known` tells whether the index knows all
    that is asked."""

    owner: str
    found: Matched
    verified: tuple[ColumnElement[bool], ...]
    known: bool

    @classmethod
    def of(
        cls,
        connection: Connection,
        owner: str,
        filters: Filters,
        more: frozenset[int] = frozenset(),
        *,
        known: bool = True,
    ) -> Self:
        """The rows that fit the filters and have the grams `more` too, which are all (`known`) that is asked besides."""
        words = folding.words(filters.text or "")
        asked = findable.sought(owner, filters) | more
        return cls(
            owner=owner,
            found=matched(connection.dialect.name, items, asked),
            verified=(*_of_item(filters), *of_report(filters), *has_words(items.c.folded, words)),
            known=known and all(map(folding.pairs, [*words, *_word(filters.region)])),
        )

    def ids(self, place: Place, floor: Place | None) -> Select[Any]:
        """The ids of the rows, greatest first."""
        return self.rows(place, floor, self.found.id.label("row"))

    def rows(self, place: Place, floor: Place | None, *columns: Any) -> Select[Any]:
        """The rows from the place on down to the floor, with their summaries and jobs."""
        source = InOrder(self.found.source, summaries, summaries.c.number == items.c.summary)
        source = InOrder(source, jobs, jobs.c.id == summaries.c.id)
        bounds = [self._begins(place), *([self.found.id >= floor.row] if floor else [])]
        wanted = select(*columns).select_from(source).where(self.found.condition, items.c.owner == self.owner)
        return wanted.where(*self.verified, *bounds).order_by(self.found.id.desc())

    def floor(self, connection: Connection, place: Place) -> Place | None:
        """Where a page must end, whatever it found by then; None where it may go on to the last row.

        It ends with a whole summary, so that no page repeats one.
        """
        if self.known:
            return None
        below = select(self.found.id).select_from(self.found.source)
        below = below.where(self.found.condition, items.c.owner == self.owner, self.found.id < place.row)
        row = connection.execute(below.order_by(self.found.id.desc()).offset(SCANNED).limit(1)).scalar()
        return None if row is None else Place(findable.before(findable.summary_of(row)))

    def _begins(self, place: Place) -> ColumnElement[bool]:
        return self.found.id < place.row if place.position is None else self.found.id <= place.row


def has_words(text: ColumnElement[str], words: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    """That all the words stand in the folded text."""
    return (text.contains(word, autoescape=True) for word in words)


def of_report(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """What is asked of the report, verified in its summary."""
    yield from has_words(summaries.c.place, _word(filters.region))
    if filters.year is not None:
        yield summaries.c.year == filters.year
    if filters.level is not None:
        yield summaries.c.level == filters.level


def _of_item(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.kind is not None:
        yield items.c.kind == filters.kind
    if filters.topic is not None:
        yield items.c.topic == filters.topic


def _word(text: str | None) -> list[str]:
    folded = folding.fold(text or "")
    return [folded] if folded else []
