"""Messages are noted, acknowledged, and answered in the background: each once, whoever of several processes does it.

A message that is worked on holds a lease. Where a process dies over it, another takes it over when the lease ends; what
is about to be answered is settled first, so that an answer is sent at most once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

from starlette.concurrency import run_in_threadpool

from service import logs
from service.chat.bots import join
from service.chat.bots.admission import Admission
from service.chat.bots.port import Incoming, Platform, PlatformName, Reply
from service.chat_errors import PlatformFailed
from service.errors import StoreError, TiyaoError
from service.storage import chats
from service.storage.chats import Taken
from service.storage.clock import DAY_MS
from service.storage.database import Database

_LEASE_MS = 60_000
_RENEW_SECONDS = 20.0
_SWEEP_SECONDS = 1.0
_AT_ONCE = 50
_MOST_ATTEMPTS = 3
_FORGOTTEN_MS = 7 * DAY_MS
_FORGETTING_SWEEPS = 3_600
_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

Tell = Callable[[Reply], Awaitable[None]]
"""Sends something at once, before the answer."""


class Answerer(Protocol):
    """What a message is answered by; `service.chat.bots.talk.Talk`."""

    async def replies(self, incoming: Incoming, tell: Tell) -> Sequence[Reply]: ...

    def refusal(self, incoming: Incoming, error: TiyaoError) -> Reply: ...


@dataclass(slots=True)
class Inbox:
    """Takes messages of every platform, in one event loop."""

    database: Database
    platforms: Mapping[PlatformName, Platform]
    admissions: Mapping[PlatformName, Admission]
    answerer: Answerer
    _tasks: dict[asyncio.Task[None], str] = field(default_factory=dict)

    async def accept(self, incoming: Incoming) -> None:
        """Note a message and go; it is answered later. One that came before, or from somebody who is not to be answered,
        is let go. Raises StoreError: then nothing is noted, and the platform may send it again."""
        if not self.admissions[incoming.platform].admits(incoming):
            return
        body = incoming.model_dump_json().encode()
        if await self.write(partial(chats.note, id=incoming.key, body=body, lease_ms=_LEASE_MS)):
            self._begin(Taken(incoming.key, body, 1))

    async def run(self) -> None:
        """Until cancelled: take over what others left, and what is whole because nothing followed."""
        sweeps = 0
        while True:
            try:
                await self._sweep()
                if sweeps % _FORGETTING_SWEEPS == 0:
                    await self.write(partial(chats.remove_old, older_than_ms=_FORGOTTEN_MS))
            except StoreError as error:
                _log.warning("messages wait: %s", error)
            except Exception as error:
                _log.error("messages could not be looked through", exc_info=error)
            sweeps += 1
            await asyncio.sleep(_SWEEP_SECONDS)

    async def close(self) -> None:
        """Stop what is under way, for another process, or this one when it is started again, to take over."""
        left = dict(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for id in left.values():
            await self.write(partial(chats.renew, id=id, lease_ms=0))

    async def write(self, change: Callable[[Any], _Result]) -> _Result:
        """What a change comes to, in one transaction, which is over when this is: cancelled too. Raises StoreError."""
        writing = asyncio.ensure_future(run_in_threadpool(_written, self.database, change))
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            await asyncio.wait([writing])  # the thread cannot be stopped, and whoever cancels closes the database next
            raise

    async def _sweep(self) -> None:
        for chat, owner in await self.write(chats.due):
            await self.write(partial(join.whole, chat=chat, owner=owner))
        for taken in await self.write(partial(chats.take_over, lease_ms=_LEASE_MS, at_most=_AT_ONCE)):
            self._begin(taken)

    def _begin(self, taken: Taken) -> None:
        task = asyncio.create_task(self._answer(taken))
        self._tasks[task] = taken.id
        task.add_done_callback(lambda ended: self._tasks.pop(ended, None))

    async def _answer(self, taken: Taken) -> None:
        incoming = Incoming.model_validate_json(taken.body)
        if incoming.platform not in self.platforms:
            return  # another process has it set up, or it is no longer
        renewing = asyncio.create_task(self._renew(taken.id))
        with logs.bound(platform=incoming.platform, owner=incoming.owner):
            try:
                await self._send(incoming, taken, await self._replies(incoming, taken))
            except TiyaoError as error:
                _log.warning("a message was not answered: %s", error)
            except Exception as error:
                _log.error("an answer could not be sent", exc_info=error)
            finally:
                renewing.cancel()

    async def _replies(self, incoming: Incoming, taken: Taken) -> Sequence[Reply]:
        platform = self.platforms[incoming.platform]

        async def tell(reply: Reply) -> None:
            if taken.attempts > 1:
                return  # it was told before
            try:
                await platform.send(incoming, reply)
            except PlatformFailed as error:
                _log.warning("a message was not sent before its answer: %s", error)

        if taken.attempts > _MOST_ATTEMPTS:
            return [self.answerer.refusal(incoming, TiyaoError())]
        try:
            return await self.answerer.replies(incoming, tell)
        except StoreError:
            raise
        except TiyaoError as error:
            return [self.answerer.refusal(incoming, error)]
        except Exception as error:
            _log.error("a message could not be answered", exc_info=error)
            return [self.answerer.refusal(incoming, TiyaoError())]

    async def _send(self, incoming: Incoming, taken: Taken, replies: Sequence[Reply]) -> None:
        if await self.write(partial(chats.settle, id=taken.id)):
            for reply in replies:
                await self.platforms[incoming.platform].send(incoming, reply)

    async def _renew(self, id: str) -> None:
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            try:
                await self.write(partial(chats.renew, id=id, lease_ms=_LEASE_MS))
            except StoreError as error:
                _log.warning("a lease was not renewed: %s", error)


def _written(database: Database, change: Callable[[Any], _Result]) -> _Result:
    with database.writing() as connection:
        return change(connection)
