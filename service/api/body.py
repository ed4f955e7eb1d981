"""The body of a request: read under a limit, then taken for what its Content-Type says."""

import json
import re
from typing import NamedTuple

from fastapi import Request
from pydantic import ValidationError

from schemas.request import NamedOptions, SummaryOptions, SummaryRequest
from service.api.negotiation import media_type
from service.errors import BodyTooLarge, InvalidFields, LoneSurrogate, UndecodableText, UnsupportedMedia
from service.ingest import plain

JSON, PLAIN = "application/json", "text/plain"
_SURROGATE = re.compile("[\ud800-\udfff]")


class Asked(NamedTuple):
    """A source text and what is to be done with it, every option settled but the engine; `name` is the caller's."""

    text: str
    options: SummaryOptions
    name: str = ""


async def read(request: Request, max_bytes: int, query: NamedOptions) -> Asked:
    """What a request asks for: a JSON SummaryRequest, or a plain text with the query's options.

    Raises UnsupportedMedia, BodyTooLarge and whatever else is wrong with it.
    """
    media = media_type(request.headers.get("content-type"))
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise UnsupportedMedia(media=f"Content-Encoding: {request.headers['content-encoding']}")
    if media.name not in (JSON, PLAIN) or (media.charset and not plain.knows(media.charset)):
        raise UnsupportedMedia(media=request.headers.get("content-type") or "(none)")
    if media.name == PLAIN:
        text = plain.decode(await _bytes(request, max_bytes), media.charset)
        return Asked(text, _settled(query.options, files=True), query.name)
    if request.query_params:
        raise InvalidFields.one(next(iter(request.query_params)), "body_options")
    asked = _from_json(await _bytes(request, max_bytes))
    return Asked(asked.text, _settled(asked.options, files=False), asked.name)


async def _bytes(request: Request, most: int) -> bytes:
    """The whole body; a longer one is not read to its end."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise BodyTooLarge(limit=most)
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > most:
            raise BodyTooLarge(limit=most)
    return bytes(data)


def _from_json(data: bytes) -> SummaryRequest:
    """The request of a JSON body, its text to the code point what was posted."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UndecodableText() from error
    except (ValueError, RecursionError) as error:
        raise InvalidFields.one("body", "json_invalid") from error
    text = value.get("text") if isinstance(value, dict) else None
    # "\ud800" is good JSON and no text. Python's parser lets it through, so that it can be named here.
    if isinstance(text, str) and (found := _SURROGATE.search(text)):
        raise LoneSurrogate(offset=found.start())
    try:
        return SummaryRequest.model_validate(value)
    except ValidationError as error:
        raise InvalidFields(error.errors(include_input=False, include_url=False)) from error


def _settled(options: SummaryOptions, *, files: bool) -> SummaryOptions:
    return options if options.include_source is not None else options.model_copy(update={"include_source": files})
