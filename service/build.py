"""Building the objects once, from a Settings value. The doors call this; nothing else reads settings."""

from schemas.request import EngineName
from service.engines.extractive import ExtractiveEngine
from service.engines.protocol import Engine
from service.ingest import Limits, Reader
from service.pipeline import Pipeline
from service.settings import Settings, check_model


def pipeline(settings: Settings, engine: EngineName | None = None) -> Pipeline:
    """The pipeline that the settings ask for: a model's engine where one is configured, else the embedded one.

    `engine` says that no other will be asked for: for "extractive" nothing of a model's is loaded. Raises
    ConfigurationError as `settings.check_model`.
    """
    embedded = ExtractiveEngine()
    return Pipeline(_engine(settings, engine, embedded), embedded, settings.max_characters)


def reader(settings: Settings, workers: int = 1) -> Reader:
    """What reads files, `workers` at one time; its processes start with the first file that needs one."""
    limits = Limits(
        settings.parser_timeout_seconds, settings.parser_memory_bytes, settings.max_pages, settings.max_characters
    )
    return Reader(limits, settings.max_file_bytes, workers)


def _engine(settings: Settings, engine: EngineName | None, embedded: ExtractiveEngine) -> Engine:
    check_model(settings, engine)
    if engine == "extractive" or not settings.has_model:
        return embedded
    # Imported only here: the openai client and the tokenizer take seconds and memory that the embedded engine saves.
    from service.engines.llm import LlmEngine

    return LlmEngine.from_settings(settings)
