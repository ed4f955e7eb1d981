"""The index by pairs of characters: FTS5 in SQLite, GIN in PostgreSQL.

What a row is found by is a set of small numbers, each standing for a pair of neighbouring characters of its text or
for a property that searches filter by. Two may share a number: what the index finds is a superset, and the query
verifies it in the rows. The index is made by the migrations; in SQLite it is the table `item_grams`, which triggers keep in
step with `items`. A table with a row for each pair would have some two
thousand rows a summary, and each of them an owner, two keys and a place in two indexes.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple
from zlib import crc32

from sqlalchemy import ColumnElement, FromClause, Integer, Join, Table, Text, cast, column, table
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles

COLUMN = Text().with_variant(postgresql.ARRAY(Integer), "postgresql")
_BITS = 24
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

_MATCHED = table("item_grams", column("rowid", Integer), column("item_grams", Text))


class Matched(NamedTuple):
    """Rows of items that the index finds: where they come from, by which condition, and the id to order them by.

    `in_order`: the index tells the greatest ids first and stops when it has told enough; else it tells all there are.
    """

    source: FromClause
    condition: ColumnElement[bool]
    id: ColumnElement[int]
    in_order: bool


class InOrder(Join):
    """A join that SQLite carries out from left to right. By itself it may read all items first and ask the index about
    each, since it knows nothing of how many rows the index finds."""

    inherit_cache = True


@compiles(InOrder, "sqlite")
def _cross(join: InOrder, compiler: Any, **given: Any) -> str:
    left, _, right = compiler.visit_join(join, **given).rpartition(" JOIN ")
    return f"{left} CROSS JOIN {right}"


@compiles(InOrder)
def _plain(join: InOrder, compiler: Any, **given: Any) -> str:
    return str(compiler.visit_join(join, **given))


def gram(kind: str, value: object) -> int:
    """The number of a pair of characters, or of a property, of that kind."""
    return crc32(f"{kind}:{value}".encode("utf-8", "surrogatepass")) >> (32 - _BITS)


def stored(dialect: str, grams: Iterable[int]) -> Any:
    """The value of the column."""
    return sorted(set(grams)) if dialect == "postgresql" else " ".join(map(_word, sorted(set(grams))))


def matched(dialect: str, items: Table, grams: Iterable[int]) -> Matched:
    """The rows that have all of the numbers, of which there must be one at least.

    What few rows have is to stand first: PostgreSQL looks for one after the other in the numbers of a row, up to the first
    that is not there, and goes through all of them for each.
    """
    if dialect == "postgresql":
        asked = cast(list(dict.fromkeys(grams)), postgresql.ARRAY(Integer))
        return Matched(items, items.c.grams.op("@>")(asked), items.c.id, in_order=False)
    source = InOrder(_MATCHED, items, items.c.id == _MATCHED.c.rowid)
    condition = _MATCHED.c.item_grams.match(" AND ".join(map(_word, sorted(set(grams)))))
    return Matched(source, condition, _MATCHED.c.rowid, in_order=True)


def _word(gram: int) -> str:
    """A number as a word of the index. Short, for there are many; with a letter in front it is never an operator."""
    digits = ""
    while gram:
        gram, digit = divmod(gram, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return "g" + digits
