"""Messages are answered once, pieces come together in order, and a chat has one last summary."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from schemas.request import SummaryOptions
from service.storage import chats, jobs
from service.storage.chats import LastSummary, Piece
from service.storage.database import Database
from service.storage.jobs import NewJob


@pytest.fixture
def connection(database: Database) -> Iterator[Any]:
    with database.writing() as connection:
        yield connection


def piece(body: bytes, *, sent: int = 0, owner: str = "a", due_ms: int = 60_000) -> Piece:
    return Piece("chat", owner, sent, body, due_ms)


def test_a_message_is_noted_once(connection: Any) -> None:
    assert chats.note(connection, "m", b"body", 60_000)
    assert not chats.note(connection, "m", b"other", 60_000)


def test_a_message_is_settled_once_and_never_taken_over(connection: Any) -> None:
    chats.note(connection, "m", b"body", -1)
    assert chats.settle(connection, "m")
    assert not chats.settle(connection, "m")
    assert chats.take_over(connection, 60_000, 10) == []
    assert not chats.note(connection, "m", b"body", 60_000)


def test_what_nobody_works_on_is_taken_over_by_one(connection: Any) -> None:
    chats.note(connection, "m", b"body", -1)
    assert chats.take_over(connection, 60_000, 10) == [("m", b"body", 2)]
    assert chats.take_over(connection, 60_000, 10) == []


def test_what_nobody_has_begun_is_taken_over_as_new(connection: Any) -> None:
    chats.note(connection, "m", b"body", None)
    assert chats.take_over(connection, 60_000, 10) == [("m", b"body", 1)]


def test_a_lease_that_is_renewed_is_kept(connection: Any) -> None:
    chats.note(connection, "m", b"body", -1)
    chats.renew(connection, "m", 60_000)
    assert chats.take_over(connection, 60_000, 10) == []


def test_renewing_does_not_bring_back_what_is_settled(connection: Any) -> None:
    chats.note(connection, "m", b"body", -1)
    chats.settle(connection, "m")
    chats.renew(connection, "m", -1)
    assert chats.take_over(connection, 60_000, 10) == []


def test_only_old_messages_are_forgotten(connection: Any) -> None:
    chats.note(connection, "m", b"body", 60_000)
    assert chats.remove_old(connection, 60_000) == 0
    time.sleep(0.01)
    assert chats.remove_old(connection, 1) == 1
    assert chats.note(connection, "m", b"", 1)


def test_pieces_come_in_the_order_in_which_they_were_sent(connection: Any) -> None:
    sent = [(3, b"c"), (1, b"a"), (2, b"b"), (3, b"d")]
    assert [chats.add_piece(connection, piece(body, sent=at)) for at, body in sent] == [1, 2, 3, 4]
    chats.add_piece(connection, piece(b"x", owner="other"))
    assert chats.take_pieces(connection, "chat", "a") == [b"a", b"b", b"c", b"d"]
    assert chats.take_pieces(connection, "chat", "a") == []
    assert chats.has_pieces(connection, "chat", "other") == 1


def test_pieces_are_due_when_the_last_one_is(connection: Any) -> None:
    chats.add_piece(connection, piece(b"a", due_ms=-1))
    chats.add_piece(connection, piece(b"b", owner="other", due_ms=-1))
    chats.add_piece(connection, piece(b"c", due_ms=60_000))
    assert chats.due(connection) == [("chat", "other")]


def test_a_chat_has_one_last_summary_and_none_when_that_is_deleted(connection: Any) -> None:
    new = NewJob("", SummaryOptions(), "zh", b"text", None)
    made = [jobs.add(connection, "a", new) for _ in range(2)]
    for id in made:
        chats.remember(connection, "chat", LastSummary("a", id))
    assert chats.last(connection, "chat") == LastSummary("a", made[1])
    assert chats.last(connection, "other") is None
    jobs.remove(connection, "a", made[1])
    assert chats.last(connection, "chat") is None
