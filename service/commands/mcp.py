"""`tiyao mcp`: the MCP tools over stdin and stdout, for a chat program on this machine."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator

from service import build, logs
from service.commands import settings as setting
from service.commands.attendant import Attendant
from service.messages import Language
from service.observing import Nobody
from service.settings import Settings, check_model


def run(worker: bool, language: Language) -> None:
    """Serve until stdin ends. Summaries are kept in the database of the settings, as those of this machine's user; what
    takes long is left to workers, one of which is started here when it first is.

    Raises ConfigurationError for settings that make no sense, StoreError where the database cannot be used.
    """
    settings = setting.load()
    check_model(settings)
    logs.configure(settings)
    _check_database(settings)
    with _attended(settings, language) if worker else contextlib.nullcontext(_nobody) as hand_over:
        asyncio.run(_serve(settings, language, hand_over))


async def _serve(settings: Settings, language: Language, hand_over: Callable[[], None]) -> None:
    # Here, not above: help and mistakes need none of it.
    from service.api.work import FILES_AT_ONCE, work
    from service.chat import mcp
    from service.chat.desk import Desk

    database = build.database(settings)
    with contextlib.closing(database):
        async with work(lambda: build.pipeline(settings), build.reader(settings, FILES_AT_ONCE)) as working:
            desk = Desk(working, database, settings, hand_over)
            await mcp.server(lambda: desk, language).run_stdio_async()


@contextlib.contextmanager
def _attended(settings: Settings, language: Language) -> Iterator[Callable[[], None]]:
    """Starts a worker with the first call, and stops it at the end."""
    attendant, started = Attendant(settings, language, Nobody()), threading.Event()

    def start() -> None:
        if not started.is_set():
            started.set()
            attendant.start()

    try:
        yield start
    finally:
        if started.is_set():
            attendant.tell_to_stop()
            attendant.join()


def _nobody() -> None:
    """Workers run elsewhere."""


def _check_database(settings: Settings) -> None:
    """Make the tables of an SQLite file, or refuse those that do not fit: now, and not at the first call."""
    database = build.database(settings)
    with contextlib.closing(database), database.reading():
        pass
