"""Building the objects once, from a Settings value. The doors call this; nothing else reads settings."""

from pathlib import Path
from typing import TYPE_CHECKING

from schemas.request import EngineName
from service.engines.extractive import ExtractiveEngine
from service.ingest import Limits, Reader
from service.pipeline import Pipeline
from service.settings import Settings, check_model

if TYPE_CHECKING:
    from service.storage.database import Database
    from service.storage.replies import KeptReplies


def pipeline(settings: Settings, engine: EngineName | None = None) -> Pipeline:
    """The pipeline that the settings ask for: a model's engine where one is configured, else the embedded one.

    `engine` says that no other will be asked for: for "extractive" nothing of a model's is loaded. Raises
    ConfigurationError as `settings.check_model`.
    """
    embedded = ExtractiveEngine()
    check_model(settings, engine)
    if engine == "extractive" or not settings.has_model:
        return Pipeline(embedded, embedded, settings.max_characters)
    # Imported only here: the openai client and the tokenizer take seconds and memory that the embedded engine saves.
    from service.engines.llm import LlmEngine

    kept = replies(settings) if settings.keep_replies else None
    return Pipeline(
        engine=LlmEngine.from_settings(settings, kept),
        fallback=embedded,
        max_characters=settings.max_characters,
        report_timeout_seconds=settings.report_timeout_seconds,
        price=settings.price,
        let_go=kept.close if kept else _nothing,
    )


def reader(settings: Settings, workers: int = 1) -> Reader:
    """What reads files, `workers` at one time; its processes start with the first file that needs one."""
    limits = Limits(
        settings.parser_timeout_seconds, settings.parser_memory_bytes, settings.max_pages, settings.max_characters
    )
    return Reader(limits, settings.max_file_bytes, workers)


def database(settings: Settings) -> "Database":
    """The database of the settings; nothing is opened yet. Raises ConfigurationError for an address that is none."""
    from service.storage.database import Database, located

    url = settings.database_url.get_secret_value() if settings.database_url else None
    return Database(located(url, data_folder(settings)), settings.database_timeout_seconds)


def data_folder(settings: Settings) -> Path:
    """Where what outlives a process is kept."""
    from platformdirs import user_data_path

    return (settings.data_folder or user_data_path("tiyao", appauthor=False)).expanduser()


def replies(settings: Settings) -> "KeptReplies":
    """The kept answers; nothing is opened yet."""
    from service.storage.records import DatabaseRecords
    from service.storage.replies import KeptReplies, Limits

    limits = Limits(
        max_bytes=settings.replies_max_bytes,
        max_age_days=settings.replies_max_age_days,
        patience_seconds=3 * settings.database_timeout_seconds,
    )
    return KeptReplies(DatabaseRecords(database(settings)), limits)


def _nothing() -> None:
    """Nothing is held."""
