"""Deleting jobs, with all that is there because of them."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, delete, select

from service.storage.tables import batches, jobs, repeats, replies, uses


def remove(connection: Connection, which: ColumnElement[bool]) -> int:
    """Remove the jobs that fit; how many. In the caller's transaction.

    With them go what was posted, events, summaries and what finds those; the answers of a model that no other job has;
    the batches that this leaves empty; and the Idempotency-Keys of all of them.
    """
    # Held, so that no worker keeps an answer for one of them meanwhile (service.storage.records).
    held = select(jobs.c.id, jobs.c.batch).where(which).order_by(jobs.c.id).with_for_update()
    found = connection.execute(held).all()
    ids = [row.id for row in found]
    answers = {key for some in _portions(ids) for key in _answers(connection, some)}
    for some in _portions(ids):
        connection.execute(delete(jobs).where(jobs.c.id.in_(some)))
    _remove_unused(connection, answers)
    emptied = _remove_empty(connection, {row.batch for row in found if row.batch})
    for some in _portions(ids + emptied):
        connection.execute(delete(repeats).where(repeats.c.made.in_(some)))
    return len(ids)


def _answers(connection: Connection, ids: list[str]) -> list[str]:
    return list(connection.execute(select(uses.c.key).distinct().where(uses.c.job.in_(ids))).scalars())


def _remove_unused(connection: Connection, answers: set[str]) -> None:
    used = select(uses.c.key).where(uses.c.key == replies.c.key).exists()
    for some in _portions(sorted(answers)):
        unused = select(replies.c.key).where(replies.c.key.in_(some), ~used)
        # In the order in which others lock them, or two would wait for each other.
        held = connection.execute(unused.order_by(replies.c.key).with_for_update()).scalars().all()
        connection.execute(delete(replies).where(replies.c.key.in_(held)))


def _remove_empty(connection: Connection, of: set[str]) -> list[str]:
    """Batches have none of their own: what is left of an empty one is nobody's any more."""
    occupied = select(jobs.c.id).where(jobs.c.batch == batches.c.id).exists()
    gone: list[str] = []
    for some in _portions(sorted(of)):
        emptied = delete(batches).where(batches.c.id.in_(some), ~occupied).returning(batches.c.id)
        gone += connection.execute(emptied).scalars()
    return gone


def _portions(ids: list[str], most: int = 500) -> Iterator[list[str]]:
    """As many as a statement takes at a time."""
    yield from (ids[start : start + most] for start in range(0, len(ids), most))
