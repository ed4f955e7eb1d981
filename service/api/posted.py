"""What was posted, as the jobs that are to be made of it."""

from typing import Annotated

from fastapi import Header, Request

from schemas.request import SummaryOptions, keepable
from service.api.body import Asked, Limits
from service.errors import InvalidFields
from service.messages import Language
from service.settings import Settings
from service.storage.jobs import NewJob

_HINT_CHARACTERS = 40  # what is longer is no suffix and no charset that anybody knows
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        description="同一键的同一请求只做一次 · the same request with the same key is done once",
    ),
]


def limits(request: Request) -> Limits:
    """How long a body may be."""
    settings: Settings = request.state.settings
    return Limits(settings.max_body_bytes, settings.max_file_bytes)


def new_job(asked: Asked, language: Language) -> NewJob:
    """The job of a report that was read whole."""
    if isinstance(asked.content, str):
        return NewJob(asked.name, asked.options, language, asked.content.encode(), None)
    suffix, charset = (keepable(said or "")[:_HINT_CHARACTERS] for said in asked.hint)
    return NewJob(asked.name, asked.options, language, asked.content, suffix, charset or None)


def check_engine(request: Request, options: SummaryOptions) -> None:
    """Raises InvalidFields where a model is asked for and none is set up."""
    settings: Settings = request.state.settings
    if options.engine == "llm" and not settings.has_model:
        raise InvalidFields.one("engine", "no_model")
