"""What bots keep: messages, so that each is answered once; pieces of reports; the last summary of each chat.

A body is bytes of the bot's own making, and goes when it is answered. All in the caller's transaction.
"""

from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from service.storage.clock import now_ms
from service.storage.tables import chat_messages, chat_pieces, chats
from service.storage.upsert import inserting


class Taken(NamedTuple):
    """A message that is to be answered; `attempts` counts how often it was begun, this time too."""

    id: str
    body: bytes
    attempts: int


class Piece(NamedTuple):
    """A part of a report. `due_ms` is how long after it the report is taken to be whole, if nothing follows."""

    chat: str
    owner: str
    sent_at_ms: int
    body: bytes
    due_ms: int


class LastSummary(NamedTuple):
    owner: str
    summary: str


def note(connection: Connection, id: str, body: bytes, lease_ms: int | None) -> bool:
    """Keep a message that is now being worked on, or is free to be taken over; False where it came before."""
    row = {
        "id": id,
        "body": body,
        "attempts": 0 if lease_ms is None else 1,
        "leased_until_ms": now_ms() + (lease_ms or 0),
        "created_at_ms": now_ms(),
    }
    noted = (
        inserting(connection.dialect.name, chat_messages)
        .values(row)
        .on_conflict_do_nothing()
        .returning(chat_messages.c.id)
    )
    return connection.execute(noted).scalar_one_or_none() is not None


def renew(connection: Connection, id: str, lease_ms: int) -> None:
    """Somebody is still at work on a message."""
    held = update(chat_messages).where(chat_messages.c.id == id, chat_messages.c.leased_until_ms.is_not(None))
    connection.execute(held.values(leased_until_ms=now_ms() + lease_ms))


def take_over(connection: Connection, lease_ms: int, at_most: int) -> list[Taken]:
    """Messages that nobody is at work on any more; they are the caller's now."""
    left = select(chat_messages.c.id).where(chat_messages.c.leased_until_ms <= now_ms()).limit(at_most)
    taken = (
        update(chat_messages)
        .where(chat_messages.c.id.in_(left), chat_messages.c.leased_until_ms <= now_ms())
        .values(attempts=chat_messages.c.attempts + 1, leased_until_ms=now_ms() + lease_ms)
        .returning(chat_messages.c.id, chat_messages.c.body, chat_messages.c.attempts)
    )
    return [Taken(*row) for row in connection.execute(taken)]


def settle(connection: Connection, id: str) -> bool:
    """A message is about to be answered, and its body goes; False where that was done before."""
    open_ = update(chat_messages).where(chat_messages.c.id == id, chat_messages.c.leased_until_ms.is_not(None))
    return bool(connection.execute(open_.values(leased_until_ms=None, body=None)).rowcount)


def remove_old(connection: Connection, older_than_ms: int) -> int:
    """Forget messages that no platform sends again, and those that nobody could answer in all that time."""
    old = delete(chat_messages).where(chat_messages.c.created_at_ms < now_ms() - older_than_ms)
    return connection.execute(old).rowcount


def add_piece(connection: Connection, piece: Piece) -> int:
    """Keep a piece; how many there are now. Whoever sends goes on: all of them are due later."""
    row = {name: value for name, value in piece._asdict().items() if name != "due_ms"}
    connection.execute(insert(chat_pieces).values(**row, due_at_ms=now_ms() + piece.due_ms))
    return has_pieces(connection, piece.chat, piece.owner)


def has_pieces(connection: Connection, chat: str, owner: str) -> int:
    """How many pieces of a report somebody has sent to a chat."""
    counted = select(func.count()).select_from(chat_pieces)
    return connection.execute(counted.where(_of(chat, owner))).scalar_one()


def take_pieces(connection: Connection, chat: str, owner: str) -> list[bytes]:
    """The pieces, in the order in which they were sent; they are the caller's now."""
    columns = chat_pieces.c.sent_at_ms, chat_pieces.c.number, chat_pieces.c.body
    taken = connection.execute(delete(chat_pieces).where(_of(chat, owner)).returning(*columns)).all()
    return [row.body for row in sorted(taken, key=lambda row: (row.sent_at_ms, row.number))]


def due(connection: Connection) -> list[tuple[str, str]]:
    """Chat and owner of the pieces to which no more were added in their time."""
    those = chat_pieces.c.chat, chat_pieces.c.owner
    found = select(*those).group_by(*those).having(func.max(chat_pieces.c.due_at_ms) <= now_ms())
    return [(row.chat, row.owner) for row in connection.execute(found)]


def remember(connection: Connection, chat: str, last: LastSummary) -> None:
    """The last summary of a chat is this one."""
    row = {"id": chat, **last._asdict()}
    upsert = inserting(connection.dialect.name, chats).values(row)
    connection.execute(upsert.on_conflict_do_update(index_elements=["id"], set_=last._asdict()))


def last(connection: Connection, chat: str) -> LastSummary | None:
    row = connection.execute(select(chats.c.owner, chats.c.summary).where(chats.c.id == chat)).one_or_none()
    return LastSummary(*row) if row else None


def _of(chat: str, owner: str) -> Any:
    return (chat_pieces.c.chat == chat) & (chat_pieces.c.owner == owner)
