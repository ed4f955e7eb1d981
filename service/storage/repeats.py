"""Requests that carry an Idempotency-Key: what the first one made, so that the same again makes nothing."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from service.storage.clock import now_ms
from service.storage.tables import repeats
from service.storage.upsert import inserting


class Repeat(NamedTuple):
    """`request` is a digest of what was asked, `made` the id of the job or the batch that came of it."""

    request: str
    made: str


def find(connection: Connection, owner: str, key: str) -> Repeat | None:
    wanted = select(repeats.c.request, repeats.c.made).where(repeats.c.owner == owner, repeats.c.key == key)
    row = connection.execute(wanted).one_or_none()
    return Repeat(*row) if row else None


def note(connection: Connection, owner: str, key: str, repeat: Repeat) -> bool:
    """Note the first request of a key; False where another was first, and this one is to be undone. A second one at the
    same time waits here until the first is committed."""
    row = {"owner": owner, "key": key, **repeat._asdict(), "created_at_ms": now_ms()}
    noted = inserting(connection.dialect.name, repeats).values(row).on_conflict_do_nothing().returning(repeats.c.key)
    return connection.execute(noted).scalar_one_or_none() is not None


def forget(connection: Connection, owner: str, key: str) -> None:
    """What was made is gone: the key is free again."""
    connection.execute(delete(repeats).where(repeats.c.owner == owner, repeats.c.key == key))


def remove_old(connection: Connection, older_than_ms: int) -> int:
    return connection.execute(delete(repeats).where(repeats.c.created_at_ms < now_ms() - older_than_ms)).rowcount
