"""What was posted, as the jobs that are to be made of it."""

from typing import Annotated

from fastapi import Header, Request

from schemas.request import SummaryOptions
from service.api.body import Asked
from service.errors import InvalidFields
from service.messages import Language
from service.settings import Settings
from service.storage.jobs import POSTED_TEXT, NewJob

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        description="同一键的同一请求只做一次 · the same request with the same key is done once",
    ),
]


def new_job(asked: Asked, language: Language) -> NewJob:
    """The job of a report that was read whole."""
    return NewJob(asked.name, asked.options, language, asked.text.encode(), POSTED_TEXT)


def check_engine(request: Request, options: SummaryOptions) -> None:
    """Raises InvalidFields where a model is asked for and none is set up."""
    settings: Settings = request.state.settings
    if options.engine == "llm" and not settings.has_model:
        raise InvalidFields.one("engine", "no_model")
