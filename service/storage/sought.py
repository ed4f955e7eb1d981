"""What a search asks of the rows of items: what the index is asked, what verifies it, and where a page begins and ends."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, select

from schemas.search import Filters
from service.language import folding
from service.storage import findable
from service.storage.grams import InOrder, Matched, matched
from service.storage.tables import items, jobs, summaries

SCANNED = 10_000
"""Rows that one page looks through where the index knows less than is asked: nothing of single characters."""
_NEARBY = 3_000
_GREATEST = 2**63 - 1


class Place(NamedTuple):
    """Where a page begins: below the row of items, or, in the figures of that row, behind the position."""

    row: int = _GREATEST
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """Rows of items: `found` by the index, of `owner`, verified in their rows by `of_items` and in those of their
    summaries by `of_reports`; `known` tells whether the index knows all that is asked."""

    owner: str
    found: Matched
    of_items: tuple[ColumnElement[bool], ...]
    of_reports: tuple[ColumnElement[bool], ...]
    known: bool

    @classmethod
    def of(
        cls,
        connection: Connection,
        owner: str,
        filters: Filters,
        *,
        names: Sequence[int] = (),
        common: Sequence[int] = (),
        known: bool = True,
    ) -> Self:
        """The rows that fit the filters and have the grams too, which are all (`known`) that is asked besides: few rows have
        those of `names`, most have the `common` ones."""
        words = folding.words(filters.text or "")
        asked = (*names, *findable.sought(owner, filters), *common)
        return cls(
            owner=owner,
            found=matched(connection.dialect.name, items, asked),
            of_items=(*_of_item(filters), *has_words(items.c.folded, words)),
            of_reports=tuple(of_report(filters)),
            known=known and all(map(folding.pairs, [*words, *_word(filters.region)])),
        )

    def ids(self, place: Place, floor: Place | None) -> Select[Any]:
        """The ids of the rows from the place on down to the floor, greatest first; `of_reports` is to be verified yet."""
        return self._below(place, floor, self.found.source, self.found.id.label("row"))

    def rows(self, place: Place, floor: Place | None, columns: Sequence[Any]) -> Select[Any]:
        """The same rows with their summaries and jobs, all verified."""
        source = InOrder(self.found.source, summaries, summaries.c.number == items.c.summary)
        source = InOrder(source, jobs, jobs.c.id == summaries.c.id)
        return self._below(place, floor, source, *columns).where(*self.of_reports)

    def walk(
        self,
        connection: Connection,
        place: Place,
        floor: Place | None,
        at_once: int,
        asked: Callable[[Place, Place | None], Select[Any]],
    ) -> Iterator[Row[Any]]:
        """The rows that are `asked` for between two places, so many read at once, and no more than are taken.

        Nearby first: an index that tells all its rows takes its time for a common word, which is sure to be there.
        """
        near = None if self.found.in_order else self._behind(connection, place, _NEARBY, select(items.c.id))
        nearby = [Place(near)] if near is not None and (floor is None or floor.row < near) else []
        for low in (*nearby, floor):
            while rows := connection.execute(asked(place, low).limit(at_once)).all():
                yield from rows
                if len(rows) < at_once:
                    break
                place = Place(rows[-1].row)
            place = low or place

    def floor(self, connection: Connection, place: Place) -> Place | None:
        """Where a page must end, whatever it found by then; None where it may go on to the last row.

        It ends with a whole summary, so that no page repeats one.
        """
        if self.known:
            return None
        wanted = select(self.found.id).select_from(self.found.source).where(self.found.condition)
        row = self._behind(connection, place, SCANNED, wanted)
        return None if row is None else Place(findable.before(findable.summary_of(row)))

    def _below(self, place: Place, floor: Place | None, source: FromClause, *columns: Any) -> Select[Any]:
        bounds = [self._begins(place), *([self.found.id >= floor.row] if floor else [])]
        wanted = select(*columns).select_from(source).where(self.found.condition, items.c.owner == self.owner)
        return wanted.where(*self.of_items, *bounds).order_by(self.found.id.desc())

    def _behind(self, connection: Connection, place: Place, number: int, wanted: Select[Any]) -> int | None:
        """The id behind so many of the owner's rows; None where there are fewer."""
        (id,) = wanted.selected_columns
        behind = wanted.where(items.c.owner == self.owner, id < place.row).order_by(id.desc()).offset(number).limit(1)
        found: int | None = connection.execute(behind).scalar()
        return found

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
