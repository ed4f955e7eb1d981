"""The body of a request: read under a limit, then taken for what its Content-Type says."""

import json
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from schemas.request import NAME_CHARACTERS, NamedOptions, SummaryOptions, SummaryRequest
from schemas.source import SourceText
from service.api import multipart
from service.api.negotiation import MediaType, media_type
from service.errors import (
    BodyTooLarge,
    FileTooLarge,
    InvalidFields,
    LoneSurrogate,
    TooLong,
    UndecodableText,
    UnsupportedMedia,
)
from service.ingest import Hint, hint
from service.ingest.encoding import knows
from service.ingest.kinds import MEDIA
from service.language import halves

JSON, PLAIN, FORM = "application/json", "text/plain", "multipart/form-data"
_FORM_SPARE_BYTES = 64 * 1024  # what a form needs beside its file
_Model = TypeVar("_Model", bound=BaseModel)


class Limits(NamedTuple):
    """Most bytes of a body that is JSON or plain text, and of a file."""

    body_bytes: int
    file_bytes: int


class Asked(NamedTuple):
    """A text posted as JSON, or a file, and what is to be done with it, every option settled but the engine; `name` is
    the caller's or the file's."""

    content: str | bytes
    hint: Hint
    options: SummaryOptions
    name: str = ""

    async def source(self, read: Callable[[bytes, Hint], Awaitable[SourceText]]) -> SourceText:
        """The source text: the posted one to the code point, or what `read` makes of the file."""
        if isinstance(self.content, str):
            return SourceText(self.content)
        return await read(self.content, self.hint)


async def read(request: Request, limits: Limits, query: NamedOptions) -> Asked:
    """What a request asks for: a JSON SummaryRequest, a form with a file, or a file with the query's options.

    Raises UnsupportedMedia, BodyTooLarge, FileTooLarge and whatever else is wrong with it.
    """
    media = media_type(request.headers.get("content-type"))
    _check(request, media)
    if media.name == JSON:
        _without_query(request)
        asked = from_json(await whole(request, BodyTooLarge(limit=limits.body_bytes)))
        return Asked(asked.text, Hint(), settled(asked.options, files=False), asked.name)
    if media.name == FORM:
        _without_query(request)
        return await _from_form(request, limits)
    most = BodyTooLarge(limit=limits.body_bytes) if media.name == PLAIN else FileTooLarge(limit=limits.file_bytes)
    file = hint(media=media.name, charset=media.charset)
    return Asked(await whole(request, most), file, settled(query.options, files=True), query.name)


async def read_json(request: Request, model: type[_Model], limit_bytes: int) -> _Model:
    """A JSON body as a value of the model. Raises UnsupportedMedia, BodyTooLarge, InvalidFields."""
    if media_type(request.headers.get("content-type")).name != JSON:
        raise unsupported(request)
    return validated(await whole(request, BodyTooLarge(limit=limit_bytes)), model)


def _check(request: Request, media: MediaType) -> None:
    check_not_packed(request)
    known = media.name in (JSON, FORM) or media.name in MEDIA or media.name.startswith("image/")
    if not known or (media.name == PLAIN and media.charset and not knows(media.charset)):
        raise unsupported(request)


def check_not_packed(request: Request) -> None:
    """Raises UnsupportedMedia for a body under a Content-Encoding."""
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise UnsupportedMedia(media=f"Content-Encoding: {request.headers['content-encoding']}")


def invalid(error: ValidationError) -> InvalidFields:
    """What a value with wrong fields is refused with; it tells nothing of what was sent."""
    return InvalidFields(error.errors(include_input=False, include_url=False))


def unsupported(request: Request) -> UnsupportedMedia:
    """What the Content-Type of a request is refused with."""
    return UnsupportedMedia(media=request.headers.get("content-type") or 'Content-Type: ""')


def _without_query(request: Request) -> None:
    if request.query_params:
        raise InvalidFields.one(next(iter(request.query_params)), "body_options")


async def whole(request: Request, too_long: TooLong, spare: int = 0) -> bytes:
    """The whole body; one longer than the error's limit, and what is spared, is not read to its end."""
    most = too_long.details["limit"] + spare
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise too_long
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > most:
            raise too_long
    return bytes(data)


async def _from_form(request: Request, limits: Limits) -> Asked:
    """A file, and options where a form has them; the file may be as long as one sent alone."""
    data = await whole(request, FileTooLarge(limit=limits.file_bytes), _FORM_SPARE_BYTES)
    form = await multipart.parse(request.headers, data)
    try:
        asked = NamedOptions.model_validate({"name": (form.name or "")[:NAME_CHARACTERS], **form.fields})
    except ValidationError as error:
        raise invalid(error) from error
    media = media_type(form.media)
    file = hint(form.name, media.name, media.charset)
    return Asked(form.file, file, settled(asked.options, files=True), asked.name)


def from_json(data: bytes) -> SummaryRequest:
    """The request of a JSON body, its text to the code point what was posted."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UndecodableText() from error
    except (ValueError, RecursionError) as error:
        raise InvalidFields.one("body", "json_invalid") from error
    text = value.get("text") if isinstance(value, dict) else None
    # "\ud800" is good JSON and no text. Python's parser lets it through, so that it can be named here.
    if isinstance(text, str) and (found := halves.LONE.search(text)):
        raise LoneSurrogate(offset=found.start())
    try:
        return SummaryRequest.model_validate(value)
    except ValidationError as error:
        raise invalid(error) from error


def validated(data: bytes, model: type[_Model]) -> _Model:
    """The value of a JSON body. Raises InvalidFields."""
    try:
        return model.model_validate(json.loads(data.decode("utf-8-sig")))
    except ValidationError as error:
        raise invalid(error) from error
    except (ValueError, RecursionError) as error:
        raise InvalidFields.one("body", "json_invalid") from error


def settled(options: SummaryOptions, *, files: bool) -> SummaryOptions:
    """The options with the source asked for where nothing is said of it: of files, which nobody else has as text."""
    return options if options.include_source is not None else options.model_copy(update={"include_source": files})
