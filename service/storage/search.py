"""Lists and searches over the summaries of an owner: newest first, in pages."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, Row, Select, or_, select

from schemas.search import FigureRow, Filters, Hit, SummaryInfo
from service.language import folding
from service.storage import findable
from service.storage.database import Database
from service.storage.grams import gram
from service.storage.sought import Place, Sought, has_words, of_report
from service.storage.tables import corrections, figures, items, jobs, summaries

One = TypeVar("One")
START = Place()
_ROWS_AT_ONCE = 200
_ITEM = (gram("row", "item"),)
_ABOUT = (
    summaries.c.number.label("summary_number"),
    summaries.c.id.label("summary_id"),
    summaries.c.batch,
    jobs.c.name.label("job_name"),
    *(summaries.c[name] for name in ("title", "issuer", "region", "level", "year", "created_at_ms")),
    select(corrections.c.job)
    .where(corrections.c.job == summaries.c.id)
    .correlate(summaries)
    .exists()
    .label("corrected"),
)


class Found(NamedTuple, Generic[One]):
    """A page: what was found, and where the next one begins; None at the end."""

    page: tuple[One, ...]
    next: Place | None


class Search:
    """Reads what `service.storage.summaries` keeps. `limit` bounds a page, which begins at `place`.

    Blocking, safe from several threads; raises StoreError.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def summaries(self, owner: str, filters: Filters, limit: int, place: Place = START) -> Found[SummaryInfo]:
        """The summaries that fit; by text, kind or topic those with a title or an item that does."""
        wanted = select(*_ABOUT).join_from(summaries, jobs).order_by(summaries.c.number.desc())
        with self._database.reading() as connection:
            if folding.words(filters.text or "") or filters.topic or filters.kind:
                numbers, after = _numbers(connection, Sought.of(connection, owner, filters), limit, place)
                wanted = wanted.where(summaries.c.number.in_(numbers), *of_report(filters))
                rows = connection.execute(wanted).all()
                return Found(tuple(map(_info, rows)), after)
            wanted = wanted.where(summaries.c.owner == owner, *of_report(filters))
            wanted = wanted.where(summaries.c.number < findable.summary_of(place.row))
            rows = connection.execute(wanted.limit(limit + 1)).all()
        after = Place(findable.before(rows[limit - 1].summary_number)) if len(rows) > limit else None
        return Found(tuple(map(_info, rows[:limit])), after)

    def items(self, owner: str, filters: Filters, limit: int, place: Place = START) -> Found[Hit]:
        """The items that fit."""
        with self._database.reading() as connection:
            sought = Sought.of(connection, owner, filters, common=_ITEM)
            floor = sought.floor(connection, place)
            columns = (sought.found.id.label("row"), items.c.item, items.c.kind, items.c.topic, items.c.text, *_ABOUT)
            walk = sought.walk(connection, place, floor, limit + 1, partial(sought.rows, columns=columns))
            rows = list(islice(walk, limit + 1))
        after = Place(rows[limit - 1].row) if len(rows) > limit else floor
        return Found(tuple(map(_hit, rows[:limit])), after)

    def figures(
        self, owner: str, name: str, unit: str | None, filters: Filters, limit: int, place: Place = START
    ) -> Found[FigureRow]:
        """The figures that have all words of `name` in their names, and that unit, in items that fit."""
        words = folding.words(name)
        fits = (*has_words(figures.c.folded, words), *([figures.c.unit == findable.storable(unit)] if unit else []))
        with self._database.reading() as connection:
            asked, known = findable.sought_names(name, unit), all(map(folding.pairs, words))
            sought = Sought.of(connection, owner, filters, names=asked, common=_ITEM, known=known)
            floor = sought.floor(connection, place)
            # Two questions: the index tells its rows in order only where nothing else is to be in order with them.
            having = select(figures).where(figures.c.item == items.c.id, *fits).exists()
            walk = sought.walk(connection, place, floor, limit + 2, lambda *ends: sought.ids(*ends).where(having))
            wanted = _of_items([row.row for row in islice(walk, limit + 2)], place).where(*fits, *of_report(filters))
            rows = connection.execute(wanted.limit(limit + 1)).all()
        after = Place(rows[limit - 1].row, rows[limit - 1].position) if len(rows) > limit else floor
        return Found(tuple(map(_figure, rows[:limit])), after)


def _of_items(ids: Sequence[int], place: Place) -> Select[Any]:
    """The figures of rows of items, but those that the place is behind."""
    source = figures.join(items).join(summaries).join(jobs)
    wanted = select(items.c.id.label("row"), figures, items.c.item.label("item_name"), *_ABOUT).select_from(source)
    wanted = wanted.where(items.c.id.in_(ids)).order_by(items.c.id.desc(), figures.c.position)
    if place.position is None:
        return wanted
    return wanted.where(or_(items.c.id < place.row, figures.c.position > place.position))


def _numbers(connection: Connection, sought: Sought, limit: int, place: Place) -> tuple[list[int], Place | None]:
    """The numbers of the summaries that have such rows, newest first, and where the next page begins."""
    floor = sought.floor(connection, place)
    numbers: dict[int, None] = {}
    for row in sought.walk(connection, place, floor, _ROWS_AT_ONCE, sought.ids):
        number = findable.summary_of(row.row)
        if number not in numbers and len(numbers) == limit:
            return list(numbers), Place(findable.before(next(reversed(numbers))))
        numbers[number] = None
    return list(numbers), floor


def _info(row: Row[Any]) -> SummaryInfo:
    return SummaryInfo(
        id=row.summary_id,
        batch=row.batch,
        name=row.job_name,
        title=row.title,
        issuer=row.issuer,
        region=row.region,
        level=row.level,
        year=row.year,
        corrected=row.corrected,
        created_at=datetime.fromtimestamp(row.created_at_ms / 1000, UTC),
    )


def _hit(row: Row[Any]) -> Hit:
    return Hit(summary=_info(row), item=row.item, kind=row.kind, topic=row.topic, text=row.text)


def _figure(row: Row[Any]) -> FigureRow:
    told = {name: getattr(row, name) for name in ("name", "value", "number", "unit", "modifier", "direction", "change")}
    return FigureRow(summary=_info(row), item=row.item_name, **told)
