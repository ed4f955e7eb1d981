"""`/openai/v1`: tiyao as a model of OpenAI's chat completions, for chat pages and programs that speak to one."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, StreamingResponse

from schemas.openai import Completion, TokenUsage
from service.api import body, problems
from service.api.work import ClientGone, while_awaited
from service.chat import errands, openai_wire, reading, telling
from service.chat.conversation import Reply, reply
from service.chat.desk import Desk, Who, nobody
from service.chat.openai_wire import Answer
from service.chat.telling import Manner
from service.errors import BodyTooLarge, NotFound, TiyaoError
from service.messages import Language
from service.pipeline import Progress
from service.settings import Settings

PREFIX = "/openai/v1"
MODEL = "tiyao"
_HUNG_UP = 499
_KEEP_ALIVE = b": \n\n"
router = APIRouter(prefix=PREFIX, include_in_schema=False)


class _Asked(NamedTuple):
    """A completion that is asked for: by whom, of what, in which language errors are told."""

    desk: Desk
    who: Who
    completion: Completion
    language: Language


class _Done(NamedTuple):
    text: str
    usage: TokenUsage


@router.get("/models")
async def models() -> dict[str, Any]:
    return {"object": "list", "data": [_model()]}


@router.get("/models/{model}")
async def model(model: str) -> dict[str, Any]:
    _known(model)
    return _model()


@router.post("/chat/completions")
async def complete(request: Request) -> Response:
    """A chat in, what tiyao says in it out: at once or in pieces, with progress as `reasoning_content`."""
    settings: Settings = request.state.settings
    try:
        data = await body.whole(request, BodyTooLarge(limit=settings.max_body_bytes))
    except ClientDisconnect:
        return Response(status_code=_HUNG_UP)
    completion = await run_in_threadpool(body.validated, data, Completion)
    _known(completion.model)
    who = Who(request.state.caller, request.state.meter)
    asked = _Asked(request.state.desk, who, completion, problems.language(request))
    if completion.stream:
        return await _streamed(request, asked)
    try:
        done = await while_awaited(request, _done(asked, nobody))
    except ClientGone:
        return Response(status_code=_HUNG_UP)
    return JSONResponse(Answer(completion.model).whole(*done))


async def _done(asked: _Asked, progress: Progress) -> _Done:
    """What is said to the last turn of a chat."""
    messages = asked.completion.messages
    last = openai_wire.text_of(messages[-1])
    if errands.is_errand(last):
        return _Done(errands.done(last, reading.language_of("", asked.language)), TokenUsage())
    turns = await openai_wire.turns(messages, asked.desk.read)
    told = await reply(asked.desk, asked.who, turns, Manner(asked.language), progress)
    return _Done(told.text, _usage(told))


def _usage(told: Reply) -> TokenUsage:
    total = told.prompt_tokens + told.completion_tokens
    return TokenUsage(prompt_tokens=told.prompt_tokens, completion_tokens=told.completion_tokens, total_tokens=total)


async def _streamed(request: Request, asked: _Asked) -> Response:
    """A stream; where the work fails before it has told anything, an error with a status of its own."""
    news: asyncio.Queue[str] = asyncio.Queue()
    told = asyncio.Event()

    def tell(stage: str, done: int, of: int) -> None:
        news.put_nowait(telling.stage(stage, done, of, asked.language) + "\n")
        told.set()

    working = asyncio.ensure_future(_done(asked, tell))
    begun = asyncio.ensure_future(told.wait())
    try:
        await asyncio.wait({working, begun}, return_when=asyncio.FIRST_COMPLETED, timeout=_alive(asked))
    finally:
        begun.cancel()
    if working.done() and (error := working.exception()):
        raise error
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_parts(request, asked, working, news), headers=headers, media_type="text/event-stream")


async def _parts(
    request: Request, asked: _Asked, working: "asyncio.Future[_Done]", news: "asyncio.Queue[str]"
) -> AsyncIterator[bytes]:
    """The chunks; a comment now and then where there is nothing to say. The work ends with whoever listens."""
    answer, options = Answer(asked.completion.model), asked.completion.stream_options
    try:
        yield answer.first()
        while not working.done() or not news.empty():
            yield await _next(answer, working, news, _alive(asked))
        done = working.result()
        for part in answer.said(done.text):
            yield part
        for part in answer.last(done.usage if options and options.include_usage else None):
            yield part
    except TiyaoError as error:
        yield openai_wire.event(problems.openai_error(request, error))
    finally:
        working.cancel()


async def _next(answer: Answer, working: "asyncio.Future[_Done]", news: "asyncio.Queue[str]", seconds: float) -> bytes:
    """The next piece of progress; a sign of life where there is none in time, or the work is over."""
    getting = asyncio.ensure_future(news.get())
    awaited: set[asyncio.Future[Any]] = {getting, working}
    try:
        await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED, timeout=seconds)
        return answer.thought(getting.result()) if getting.done() else _KEEP_ALIVE
    finally:
        getting.cancel()


def _alive(asked: _Asked) -> float:
    return asked.desk.settings.chat_keep_alive_seconds


def _known(model: str) -> None:
    if model != MODEL:
        raise NotFound(what=f"model {model}")


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "tiyao"}
