"""`tiyao worker`: does the jobs that others post, until a signal ends it."""

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from multiprocessing.connection import Connection

from service import logs
from service.commands import settings as setting
from service.commands.told import telling
from service.errors import CannotListen
from service.messages import Language, say
from service.observing import Nobody, Observer
from service.settings import Settings, check_model


def run(language: Language) -> None:
    """Work until a signal; what is in work gets a while to finish, and is handed back then.

    Raises ConfigurationError for settings that make no sense, StoreError where the database cannot be used.
    """
    settings = setting.load()
    check_model(settings)
    logs.configure(settings)
    asyncio.run(work(settings, language, _counting(settings)))


def attended(settings: Settings, language: Language, told: Connection) -> None:
    """The worker of a web process, in a process of its own: it stops when that one does, however it ends, and tells it
    what it sees."""
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    logs.configure(settings)
    asyncio.run(work(settings, language, telling(told)))


def _stop_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


async def work(settings: Settings, language: Language, watching: AbstractContextManager[Observer]) -> None:
    # Here, not above: help and mistakes need none of it.
    from service.jobs import worker

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # where signals are no events Ctrl-C ends it at once
            loop.add_signal_handler(number, stop.set)

    def started(name: str) -> None:
        logging.getLogger(__name__).info(say("working", language, name=name))

    with watching as observer:  # whoever sees it there may stop it
        await worker.work(settings, stop, started, observer)


@contextlib.contextmanager
def _counting(settings: Settings) -> Iterator[Observer]:
    """Counts of this worker's own, for Prometheus to fetch where a port is set."""
    if settings.worker_metrics_port is None:
        yield Nobody()
        return
    # Here, not above: without a port nothing of it is needed.
    from prometheus_client import start_http_server

    from service.api.metrics import Metrics

    counted = Metrics(settings.price.currency if settings.price else "")
    host, port = settings.worker_metrics_host, settings.worker_metrics_port
    try:
        server, thread = start_http_server(port, host, counted.registry)
    except OSError as error:
        raise CannotListen(host=host, port=port, reason=os.strerror(error.errno or 0)) from error
    try:
        yield counted
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
