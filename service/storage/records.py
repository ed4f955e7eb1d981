"""Kept answers as rows: what any store of them can do, in a database and in memory."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, bindparam, delete, func, select, update

from schemas.reply import Reply
from service.storage.database import Database
from service.storage.tables import jobs, replies, uses
from service.storage.upsert import inserting


class Stats(NamedTuple):
    """Of the answers kept now: how many, their bytes, when the oldest was stored (milliseconds since 1970), how many
    calls they saved and the tokens of those."""

    number: int = 0
    bytes: int = 0
    oldest_ms: int | None = None
    hits: int = 0
    saved_prompt_tokens: int = 0
    saved_completion_tokens: int = 0


class Records(Protocol):
    """Times are milliseconds since 1970. Blocking, safe from several threads; raises StoreError."""

    def get(self, key: str, stored_since_ms: int) -> Reply | None:
        """The answer, unless it was stored earlier."""

    def put(self, key: str, reply: Reply, now_ms: int, job: str | None = None) -> None:
        """Store the answer, in the place of one that is there; one for a job goes with the last job that has it, and is
        not stored where that job is gone already."""

    def note(self, uses: Iterable[tuple[str, str]]) -> None:
        """Note that jobs have answers: (key, job), whichever of them are there."""

    def touch(self, hits: Mapping[str, int], now_ms: int) -> None:
        """Count uses by key; keys that are gone do not matter."""

    def trim(self, max_bytes: int, stored_since_ms: int) -> None:
        """Remove what was stored earlier, then what was used longest ago until the rest has at most `max_bytes`."""

    def stats(self) -> Stats: ...

    def clear(self, stored_before_ms: int | None = None) -> int:
        """Remove all, or what was stored earlier than that; how many."""

    def close(self) -> None: ...


class DatabaseRecords:
    """Rows of a database that several processes may share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str, stored_since_ms: int) -> Reply | None:
        columns = replies.c
        wanted = select(columns.content, columns.prompt_tokens, columns.completion_tokens).where(
            columns.key == key, columns.stored_at_ms >= stored_since_ms
        )
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
            return Reply(row[0].decode("utf-8", "surrogatepass"), row[1], row[2]) if row else None

    def put(self, key: str, reply: Reply, now_ms: int, job: str | None = None) -> None:
        content = _encoded(reply)
        new = {
            "content": content,
            "bytes": len(content),
            "prompt_tokens": reply.prompt_tokens,
            "completion_tokens": reply.completion_tokens,
            "hits": 0,
            "stored_at_ms": now_ms,
            "used_at_ms": now_ms,
        }
        upsert = inserting(self._database.dialect, replies).values(key=key, **new)
        upsert = upsert.on_conflict_do_update(index_elements=["key"], set_=new)
        with self._database.writing() as connection:
            if job is None or _used(connection, key, job):
                connection.execute(upsert)

    def note(self, uses: Iterable[tuple[str, str]]) -> None:
        with self._database.writing() as connection:
            for key, job in sorted(uses, key=itemgetter(1)):
                _used(connection, key, job)

    def touch(self, hits: Mapping[str, int], now_ms: int) -> None:
        used = (
            update(replies)
            .where(replies.c.key == bindparam("of"))
            .values(hits=replies.c.hits + bindparam("more"), used_at_ms=now_ms)
        )
        # In one order everywhere: two processes that lock rows crosswise would wait for each other.
        rows = [{"of": key, "more": count} for key, count in sorted(hits.items())]
        with self._database.writing() as connection:
            connection.execute(used, rows)

    def trim(self, max_bytes: int, stored_since_ms: int) -> None:
        columns = replies.c
        newest_first = func.sum(columns.bytes).over(order_by=[columns.used_at_ms.desc(), columns.key])
        ranked = select(columns.key, newest_first.label("total")).subquery()
        with self._database.writing() as connection:
            connection.execute(delete(replies).where(columns.stored_at_ms < stored_since_ms))
            if (connection.execute(select(func.sum(columns.bytes))).scalar() or 0) > max_bytes:
                over = select(ranked.c.key).where(ranked.c.total > max_bytes)
                connection.execute(delete(replies).where(columns.key.in_(over)))

    def stats(self) -> Stats:
        columns = replies.c
        sums = select(
            func.count(),
            func.coalesce(func.sum(columns.bytes), 0),
            func.min(columns.stored_at_ms),
            func.coalesce(func.sum(columns.hits), 0),
            func.coalesce(func.sum(columns.hits * columns.prompt_tokens), 0),
            func.coalesce(func.sum(columns.hits * columns.completion_tokens), 0),
        )
        with self._database.reading() as connection:
            number, size, oldest, *saved = connection.execute(sums).one()
        return Stats(number, int(size), oldest, *map(int, saved))

    def clear(self, stored_before_ms: int | None = None) -> int:
        statement = delete(replies)
        if stored_before_ms is not None:
            statement = statement.where(replies.c.stored_at_ms < stored_before_ms)
        with self._database.writing() as connection:
            return connection.execute(statement).rowcount

    def close(self) -> None:
        self._database.close()


def _used(connection: Connection, key: str, job: str) -> bool:
    """Note that a job has an answer; whether the job is there. Nobody deletes it before this transaction ends."""
    held = select(jobs.c.id).where(jobs.c.id == job).with_for_update(read=True, key_share=True)
    if connection.execute(held).first() is None:
        return False
    connection.execute(inserting(connection.dialect.name, uses).values(job=job, key=key).on_conflict_do_nothing())
    return True


@dataclass(frozen=True, slots=True)
class _Row:
    reply: Reply
    stored_at_ms: int
    used_at_ms: int
    hits: int = 0

    @property
    def bytes(self) -> int:
        return len(_encoded(self.reply))


class MemoryRecords:
    """Rows that end with the process."""

    def __init__(self) -> None:
        self._rows: dict[str, _Row] = {}
        self._lock = threading.Lock()

    def get(self, key: str, stored_since_ms: int) -> Reply | None:
        with self._lock:
            row = self._rows.get(key)
        return row.reply if row and row.stored_at_ms >= stored_since_ms else None

    def put(self, key: str, reply: Reply, now_ms: int, job: str | None = None) -> None:  # noqa: ARG002 - as below
        with self._lock:
            self._rows[key] = _Row(reply, now_ms, now_ms)

    def note(self, uses: Iterable[tuple[str, str]]) -> None:
        """No job is here to be deleted."""

    def touch(self, hits: Mapping[str, int], now_ms: int) -> None:
        with self._lock:
            for key, count in hits.items():
                if row := self._rows.get(key):
                    self._rows[key] = replace(row, hits=row.hits + count, used_at_ms=now_ms)

    def trim(self, max_bytes: int, stored_since_ms: int) -> None:
        total = 0
        with self._lock:
            newest_first = sorted(self._rows.items(), key=lambda named: (-named[1].used_at_ms, named[0]))
            for key, row in newest_first:
                old = row.stored_at_ms < stored_since_ms
                total += 0 if old else row.bytes
                if old or total > max_bytes:
                    del self._rows[key]

    def stats(self) -> Stats:
        with self._lock:
            rows = list(self._rows.values())
        return Stats(
            number=len(rows),
            bytes=sum(row.bytes for row in rows),
            oldest_ms=min((row.stored_at_ms for row in rows), default=None),
            hits=sum(row.hits for row in rows),
            saved_prompt_tokens=sum(row.hits * row.reply.prompt_tokens for row in rows),
            saved_completion_tokens=sum(row.hits * row.reply.completion_tokens for row in rows),
        )

    def clear(self, stored_before_ms: int | None = None) -> int:
        with self._lock:
            gone = [
                k for k, row in self._rows.items() if stored_before_ms is None or row.stored_at_ms < stored_before_ms
            ]
            for key in gone:
                del self._rows[key]
        return len(gone)

    def close(self) -> None:
        """Nothing to let go."""


def _encoded(reply: Reply) -> bytes:
    return reply.content.encode("utf-8", "surrogatepass")
