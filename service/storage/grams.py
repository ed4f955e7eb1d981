"""The index by pairs of characters: FTS5 in SQLite, GIN in PostgreSQL.

What a row is found by is a set of small numbers, each standing for a pair of neighbouring characters of its text or
for a property that searches filter by. Two may share a number: what the index finds is a superset, and the query
verifies it in the rows. A table of its own with a row for each pair was tried first: a summary is some thousand pairs,
and ten thousand summaries became gigabytes.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple
from zlib import crc32

from sqlalchemy import DDL, ColumnElement, FromClause, Index, Integer, Table, Text, cast, column, event, table
from sqlalchemy.dialects import postgresql

COLUMN = Text().with_variant(postgresql.ARRAY(Integer), "postgresql")
_BITS = 24
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# The rows are kept by `items`; the index has neither their places in a text nor their lengths, since nobody asks.
SQLITE = (
    "CREATE VIRTUAL TABLE item_grams USING fts5("
    "grams, content='items', content_rowid='id', tokenize='ascii', detail=none, columnsize=0)",
    "CREATE TRIGGER items_come AFTER INSERT ON items BEGIN "
    "INSERT INTO item_grams (rowid, grams) VALUES (new.id, new.grams); END",
    "CREATE TRIGGER items_go AFTER DELETE ON items BEGIN "
    "INSERT INTO item_grams (item_grams, rowid, grams) VALUES ('delete', old.id, old.grams); END",
)
_MATCHED = table("item_grams", column("rowid", Integer), column("item_grams", Text))


class Matched(NamedTuple):
    """Rows of items that the index finds: where they come from, by which condition, and the id to order them by."""

    source: FromClause
    condition: ColumnElement[bool]
    id: ColumnElement[int]


def gram(kind: str, value: object) -> int:
    """The number of a pair of characters, or of a property, of that kind."""
    return crc32(f"{kind}:{value}".encode("utf-8", "surrogatepass")) >> (32 - _BITS)


def index(items: Table) -> None:
    """Have the index made together with the table."""
    Index("items_by_grams", items.c.grams, postgresql_using="gin").ddl_if(dialect="postgresql")
    for statement in SQLITE:
        event.listen(items, "after_create", DDL(statement).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]


def stored(dialect: str, grams: Iterable[int]) -> Any:
    """The value of the column."""
    return sorted(set(grams)) if dialect == "postgresql" else " ".join(map(_word, sorted(set(grams))))


def matched(dialect: str, items: Table, grams: Iterable[int]) -> Matched:
    """The rows that have all of the numbers, of which there must be one at least."""
    if dialect == "postgresql":
        asked = cast(sorted(set(grams)), postgresql.ARRAY(Integer))
        return Matched(items, items.c.grams.op("@>")(asked), items.c.id)
    source = _MATCHED.join(items, items.c.id == _MATCHED.c.rowid)
    condition = _MATCHED.c.item_grams.match(" AND ".join(map(_word, sorted(set(grams)))))
    return Matched(source, condition, _MATCHED.c.rowid)


def _word(gram: int) -> str:
    """A number as a word of the index. Short, for there are many; with a letter in front it is never an operator."""
    digits = ""
    while gram:
        gram, digit = divmod(gram, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return "g" + digits
