"""Messages are answered once, whatever dies on the way. A platform and an answerer of the test stand in for real ones."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from service.chat.bots import join
from service.chat.bots.admission import Admission
from service.chat.bots.inbox import Inbox, Tell
from service.chat.bots.port import Block, File, Incoming, PlatformName, Reply
from service.chat_errors import PlatformFailed
from service.errors import TiyaoError
from service.storage import chats
from service.storage.chats import Piece
from service.storage.database import Database, located
from tests.unit.storage.conftest import KINDS, postgres_schema

MESSAGE = Incoming(platform="slack", tenant="t", user="u", chat="c", event="e", text="帮助", reply_to="c")
postgres_url = pytest.fixture(postgres_schema)
EVERYBODY = Admission(frozenset({"t"}), frozenset({"*"}))


@dataclass
class Recorder:
    """A platform that keeps what is sent; `broken` ones refuse it."""

    sent: list[str] = field(default_factory=list)
    broken: bool = False
    name: PlatformName = "slack"

    async def fetch(self, incoming: Incoming, file: File, most_bytes: int) -> bytes:  # noqa: ARG002
        raise AssertionError("no files here")

    async def send(self, incoming: Incoming, reply: Reply) -> None:  # noqa: ARG002
        if self.broken:
            raise PlatformFailed(platform=self.name, reason="HTTP 500")
        self.sent.append(reply.blocks[0].text)

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class Answers:
    """Answers with the text, when `free` is set; `error` is raised instead."""

    free: asyncio.Event
    error: Exception | None = None
    begun: int = 0

    async def replies(self, incoming: Incoming, tell: Tell) -> Sequence[Reply]:
        self.begun += 1
        await tell(reply("working"))
        await self.free.wait()
        if self.error:
            raise self.error
        return [reply(incoming.text)]

    def refusal(self, incoming: Incoming, error: TiyaoError) -> Reply:  # noqa: ARG002
        return reply(error.code)


def reply(text: str) -> Reply:
    return Reply(None, (Block("line", text),))


@pytest.fixture(params=KINDS[1:])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/bots.sqlite3"


def database(url: str) -> Database:
    return Database(located(url, Path()), 10)


def answers(*, free: bool = True, error: Exception | None = None) -> Answers:
    event = asyncio.Event()
    if free:
        event.set()
    return Answers(event, error)


@asynccontextmanager
async def running(inbox: Inbox) -> AsyncIterator[Inbox]:
    sweeping = asyncio.create_task(inbox.run())
    try:
        yield inbox
    finally:
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)
        await inbox.close()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - of several parties
            await asyncio.sleep(0.01)


def inbox(of: Database, platform: Recorder, answerer: Answers) -> Inbox:
    return Inbox(of, {"slack": platform}, {"slack": EVERYBODY}, answerer)


def test_a_process_that_ends_leaves_its_messages_to_another(url: str) -> None:
    async def play() -> list[str]:
        of, platform = database(url), Recorder()
        slow = answers(free=False)
        async with running(inbox(of, platform, slow)) as first:
            await first.accept(MESSAGE)
            await until(lambda: platform.sent == ["working"])
        async with running(inbox(of, platform, answers())) as second:
            await second.accept(MESSAGE)
            await until(lambda: "帮助" in platform.sent)
        of.close()
        return platform.sent

    assert asyncio.run(play()) == ["working", "帮助"], "nothing is told twice"


def test_two_processes_answer_a_message_once(url: str) -> None:
    async def play() -> list[str]:
        of, other, platform = database(url), database(url), Recorder()
        async with (
            running(inbox(of, platform, answers())) as first,
            running(inbox(other, platform, answers())) as second,
        ):
            await asyncio.gather(*(one.accept(MESSAGE) for one in (first, second) * 5))
            await until(lambda: "帮助" in platform.sent)
            await asyncio.sleep(1.5)  # another sweep finds nothing
        of.close()
        other.close()
        return platform.sent

    assert asyncio.run(play()) == ["working", "帮助"]


@pytest.mark.parametrize(
    ("error", "told"),
    [(PlatformFailed(platform="slack", reason="x"), "platform_failed"), (RuntimeError("报告的内容"), "internal")],
)
def test_what_goes_wrong_is_told_and_never_quoted(url: str, error: Exception, told: str) -> None:
    async def play() -> list[str]:
        of, platform = database(url), Recorder()
        async with running(inbox(of, platform, answers(error=error))) as one:
            await one.accept(MESSAGE)
            await until(lambda: len(platform.sent) == 2)
        of.close()
        return platform.sent

    assert asyncio.run(play()) == ["working", told]


def test_a_platform_that_refuses_an_answer_is_logged(url: str, caplog: pytest.LogCaptureFixture) -> None:
    async def play() -> None:
        of, platform = database(url), Recorder(broken=True)
        async with running(inbox(of, platform, answers())) as one:
            await one.accept(MESSAGE)
            await until(lambda: "was not answered" in caplog.text)
        of.close()

    with caplog.at_level(logging.WARNING):
        asyncio.run(play())
    assert "platform_failed" in caplog.text


def test_what_cannot_be_told_before_the_answer_does_not_cost_the_answer(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def play() -> list[str]:
        of, platform, slow = database(url), Recorder(broken=True), answers(free=False)
        async with running(inbox(of, platform, slow)) as one:
            await one.accept(MESSAGE)
            await until(lambda: "was not sent before" in caplog.text)
            platform.broken = False
            slow.free.set()
            await until(lambda: bool(platform.sent))
        of.close()
        return platform.sent

    assert asyncio.run(play()) == ["帮助"]


def test_pieces_become_one_message_when_their_time_is_over(url: str) -> None:
    async def play() -> list[str]:
        of, platform = database(url), Recorder()
        with of.writing() as connection:
            for number, text in enumerate(("第一段。", "第二段未完", "的句子。")):
                piece = MESSAGE.model_copy(update={"text": text, "event": f"e{number}"})
                body = piece.model_dump_json().encode()
                chats.add_piece(connection, Piece(piece.place, piece.owner, number, body, -1))
        async with running(inbox(of, platform, answers())):
            await until(lambda: len(platform.sent) == 2)
        of.close()
        return platform.sent

    assert asyncio.run(play()) == ["working", "第一段。\n第二段未完的句子。"]


@pytest.mark.parametrize(
    ("change", "missing"),
    [({"tenant": "x"}, "TENANTS"), ({"user": "x"}, "USERS"), ({"tenant": ""}, "TENANTS"), ({"user": ""}, "USERS")],
)
def test_whoever_is_not_on_the_list_is_let_go_and_the_log_says_what_to_set(
    url: str, caplog: pytest.LogCaptureFixture, change: dict[str, str], missing: str
) -> None:
    async def play() -> int:
        of, answerer = database(url), answers()
        admission = Admission(frozenset({"t"}), frozenset({"u"}))
        one = Inbox(of, {"slack": Recorder()}, {"slack": admission}, answerer)
        await one.accept(MESSAGE.model_copy(update=change))
        await asyncio.sleep(0.1)
        of.close()
        return answerer.begun

    assert asyncio.run(play()) == 0
    assert [getattr(record, "setting", "") for record in caplog.records] == [f"TIYAO_SLACK_{missing}"]


def test_an_empty_list_answers_nobody_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    nobody = Admission(frozenset(), frozenset())
    assert not nobody.admits(MESSAGE)
    assert not Admission(frozenset({"*"}), frozenset({"*"})).admits(MESSAGE), "tenants are named"
    caplog.clear()
    nobody.warn_where_empty("slack")
    told = [getattr(record, "setting", "") for record in caplog.records]
    assert told == ["TIYAO_SLACK_TENANTS", "TIYAO_SLACK_USERS"]


def test_every_tenant_and_user_is_an_owner_of_their_own() -> None:
    changes = ({}, {"tenant": "u", "user": "t"}, {"tenant": "tu", "user": ""}, {"platform": "feishu"}, {"user": "v"})
    owners = {MESSAGE.model_copy(update=change).owner for change in changes}
    assert len(owners) == len(changes)
    assert all(len(owner) <= 32 and ":" in owner for owner in owners)
    places = {MESSAGE.model_copy(update=change).place for change in ({}, {"tenant": "x"}, {"platform": "feishu"})}
    assert len(places) == 3


def test_joining_loses_nothing() -> None:
    assert join.joined(["", "一。", "二", "三。", ""]) == "一。\n二三。"
    assert join.joined([]) == ""
