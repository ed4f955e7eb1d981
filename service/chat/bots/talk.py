"""What a message is answered by: the summary of a report, an answer to a question about the last one, or help.

Nothing that is sent is an instruction, but for the few words of `words.command` that are a whole message.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool

from schemas.summary import ReportSummary
from service.chat import reading
from service.chat.asking import Answered, Asking, Inquiry
from service.chat.bots import blocks, join, words
from service.chat.bots.inbox import Tell
from service.chat.bots.port import Block, Incoming, Link, Platform, PlatformName, Reply
from service.chat.bots.reports import Ended, Reports, of_file, of_text
from service.chat.bots.whole import is_whole
from service.errors import TiyaoError
from service.messages import Language, say
from service.storage import chats
from service.storage.chats import LastSummary, Piece
from service.storage.database import Database
from service.storage.jobs import NewJob
from service.storage.summaries import SummaryStore

_LATE_SECONDS = 4.0
_MOST_FILES = 5
_Result = TypeVar("_Result")

LinkOf = Callable[[str, str], str | None]
"""The address of the page of an owner's summary, where there is one."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Answers messages. `most_bytes` bounds a file, `files_at_once` those in memory; `piece_wait_seconds` is how long the
    next piece is waited for."""

    database: Database
    platforms: dict[PlatformName, Platform]
    reports: Reports
    link: LinkOf
    most_bytes: int
    files_at_once: asyncio.Semaphore
    piece_wait_seconds: float
    asking: Asking

    async def replies(self, incoming: Incoming, tell: Tell) -> Sequence[Reply]:
        """The answers to a message, in order. Raises TiyaoError."""
        if incoming.files:
            return await self._files(incoming, tell)
        if incoming.joined:
            return [await self._pasted(incoming, incoming.text, tell)]
        asked = words.command(incoming.text)
        collected = await self._read(partial(chats.has_pieces, chat=incoming.place, owner=incoming.owner))
        if asked == "help" or not incoming.text.strip():
            return [_help(_language(incoming))]
        if asked or collected:
            return await self._collecting(incoming, asked)
        return [await self._text(incoming, tell)]

    def refusal(self, incoming: Incoming, error: TiyaoError) -> Reply:
        """An error, told to whoever sent the message."""
        return _told(say(error.code, _language(incoming), **error.details))

    async def _collecting(self, incoming: Incoming, asked: words.Command | None) -> Sequence[Reply]:
        """A message while a report is coming in pieces, or one that ends it."""
        language, chat, owner = _language(incoming), incoming.place, incoming.owner
        if asked == "done":
            found = await self._write(partial(join.whole, chat=chat, owner=owner))
            return [] if found else [_told(words.say("no_pieces", language))]
        if asked == "drop":
            number = len(await self._write(partial(chats.take_pieces, chat=chat, owner=owner)))
            return [_told(words.say("dropped" if number else "no_pieces", language, number=number))]
        return [await self._piece(incoming, incoming.text)]

    async def _text(self, incoming: Incoming, tell: Tell) -> Reply:
        _, report = reading.split(incoming.text)
        language = _language(incoming)
        if report is None:
            return await self._answer(incoming, language)
        if reading.is_other(report):
            return _told(words.say("other", language))
        if is_whole(report.text):
            return await self._pasted(incoming, report.text, tell)
        return await self._piece(incoming, report.text)

    async def _piece(self, incoming: Incoming, text: str) -> Reply:
        kept = incoming.model_copy(update={"text": text})
        wait_ms = round(self.piece_wait_seconds * 1000)
        piece = Piece(incoming.place, incoming.owner, incoming.sent_at_ms, kept.model_dump_json().encode(), wait_ms)
        number = await self._write(partial(chats.add_piece, piece=piece))
        details = {"number": number, "characters": len(text), "seconds": round(self.piece_wait_seconds)}
        return _told(words.say("piece", _language(incoming), **details))

    async def _files(self, incoming: Incoming, tell: Tell) -> Sequence[Reply]:
        told = [await self._file(incoming, number, tell) for number in range(len(incoming.files[:_MOST_FILES]))]
        if len(incoming.files) > _MOST_FILES:
            told.append(_told(words.say("files", _language(incoming), number=_MOST_FILES)))
        return told

    async def _file(self, incoming: Incoming, number: int, tell: Tell) -> Reply:
        try:
            return await self._summary(incoming, await self._fetched(incoming, number), tell)
        except TiyaoError as error:
            return self.refusal(incoming, error)

    async def _fetched(self, incoming: Incoming, number: int) -> str:
        """The job of a file, which is not held in memory when this ends: its summary may be waited for long."""
        file = incoming.files[number]
        async with self.files_at_once:
            data = await self.platforms[incoming.platform].fetch(incoming, file, self.most_bytes)
            return await self._posted(incoming, str(number), of_file(file.name, data, _language(incoming)))

    async def _pasted(self, incoming: Incoming, text: str, tell: Tell) -> Reply:
        job = await self._posted(incoming, "text", of_text(text, _language(incoming)))
        return await self._summary(incoming, job, tell)

    async def _posted(self, incoming: Incoming, part: str, new: NewJob) -> str:
        return await self.reports.post(incoming.owner, f"{incoming.key}:{part}", new)

    async def _summary(self, incoming: Incoming, job: str, tell: Tell) -> Reply:
        language = _language(incoming)

        async def late() -> None:
            await tell(_told(words.say("working", language)))

        ended = await self.reports.wait(incoming.owner, job, late, _LATE_SECONDS)
        if ended.job is None or ended.summary is None:
            return _told(_why(ended, job, language))
        await self._write(partial(chats.remember, chat=incoming.place, last=LastSummary(incoming.owner, job)))
        told = tuple(blocks.of_summary(ended.summary, language))
        return Reply(_title(ended.summary, language), told, self._link(incoming.owner, job, language))

    async def _answer(self, incoming: Incoming, language: Language) -> Reply:
        """A question about the last summary of the chat."""
        last = await self._read(partial(chats.last, chat=incoming.place))
        store = SummaryStore(self.database)
        found = await run_in_threadpool(store.get, last.owner, last.summary, include_source=True) if last else None
        if last is None or found is None:
            return _help(language)
        answered = await self.asking.answer(Inquiry(incoming.text, last.summary, found, found.source or "", language))
        title = words.say("answer_title", language, title=found.report.title or words.say("untitled", language))
        return Reply(title, tuple(_answered(answered, language)), self._link(last.owner, last.summary, language))

    def _link(self, owner: str, summary: str, language: Language) -> Link | None:
        url = self.link(owner, summary)
        return Link(words.say("link", language), url) if url else None

    async def _read(self, ask: Callable[[Any], _Result]) -> _Result:
        return await run_in_threadpool(_with, self.database.reading, ask)

    async def _write(self, change: Callable[[Any], _Result]) -> _Result:
        return await run_in_threadpool(_with, self.database.writing, change)


def _with(opened: Callable[[], Any], ask: Callable[[Any], _Result]) -> _Result:
    with opened() as connection:
        return ask(connection)


def _language(incoming: Incoming) -> Language:
    return reading.language_of(incoming.text, "zh")


def _title(summary: ReportSummary, language: Language) -> str:
    return summary.report.title or words.say("untitled", language)


def _told(text: str) -> Reply:
    return Reply(None, (Block("line", text),))


def _help(language: Language) -> Reply:
    return Reply(None, tuple(Block("line", line) for line in words.say("help", language).split("\n")))


def _why(ended: Ended, job: str, language: Language) -> str:
    """Why there is no summary."""
    if ended.job is None or ended.job.state == "cancelled":
        return words.say("gone", language)
    if ended.job.error is None or ended.job.state != "failed":
        return words.say("late", language, id=job)
    reason = say(ended.job.error["code"], language, **ended.job.error["details"])
    return words.say("failed", language, reason=reason)


def _answered(answered: Answered, language: Language) -> Iterator[Block]:
    answer = answered.answer
    for warning in answered.warnings:
        yield Block("note", warning)
    if answer.nearness == "nothing":
        yield Block("line", words.say("not_told", language))
        return
    yield Block("note", words.say("near" if answer.nearness == "near" else "told", language))
    for kind, item in answer.items:
        yield Block("line", f"· {words.say(kind, language)}：{item.text}")
        yield from blocks.of_evidence(item.evidence)
    for clause in answer.clauses:
        yield Block("quote", " ".join(clause.text.split()))
