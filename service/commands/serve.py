"""`tiyao serve`: the HTTP service, with a worker beside it unless workers run elsewhere."""

import asyncio
import contextlib
import logging
import os
import socket
import threading
from collections.abc import Sequence

import uvicorn

from service import build, logs
from service.api import rule
from service.app import create_app
from service.commands import settings as setting
from service.commands.attendant import Attendant
from service.commands.connections import bounded
from service.errors import CannotListen, TiyaoError
from service.messages import Language, say
from service.settings import Settings, check_model

_log = logging.getLogger(__name__)


def run(host: str | None, port: int | None, worker: bool, language: Language) -> None:
    """Serve until a signal ends it; requests and jobs in work get a while to finish.

    Raises CannotListen where the address is not to be had, ConfigurationError for settings that make no sense, and
    where the service would be there for others without a key; StoreError where the database cannot be used.
    """
    settings = setting.load(host=host, port=port)
    check_model(settings)
    _check_database(settings)
    sockets = listen(settings.host, settings.port)
    try:
        _check_keys(settings)
    except TiyaoError:
        for one in sockets:
            one.close()
        raise
    logs.configure(settings)
    if rule.is_open_to_all(settings):
        _log.warning(say("keys_off", language, host=settings.host))
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        http=bounded(settings.head_timeout_seconds, settings.max_connections),
        proxy_headers=bool(settings.trusted_proxies),  # by itself uvicorn believes whoever is on this machine
        forwarded_allow_ips=list(map(str, settings.trusted_proxies)),
        ws="none",  # nobody's here: a request for one is answered as any other that leads nowhere
        timeout_graceful_shutdown=round(settings.stop_grace_seconds),
        log_config=None,
        access_log=False,
        server_header=False,
    )
    attendant = Attendant(settings, language, app.state.counted) if worker else None
    try:
        _Server(config, settings.host, language, app.state.ending, attendant).run(sockets)
    except KeyboardInterrupt:
        return  # uvicorn raises the signal again when it has shut down
    except SystemExit as failed:
        raise TiyaoError from failed  # the service did not start; uvicorn has told why


def _check_keys(settings: Settings) -> None:
    with contextlib.closing(build.database(settings)) as database:
        rule.check(settings, database)


def _check_database(settings: Settings) -> None:
    """Make the tables of an SQLite file, or refuse those that do not fit: now, and not at the first request."""
    database = build.database(settings)
    with contextlib.closing(database), database.reading():
        pass


def listen(host: str, port: int) -> list[socket.socket]:
    """A listening socket for every address of the host. Raises CannotListen."""
    opened: list[socket.socket] = []
    try:
        for family, _, _, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            opened.append(socket.create_server(address[:2], family=family, backlog=2048))
            # Connections inherit it. asyncio sets it only on sockets that name their protocol, which these do not: on a
            # connection that is kept, each small answer would wait 40 ms for the client's acknowledgement.
            opened[-1].setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        for one in opened:
            one.close()
        reason = "reason_no_address" if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        raise CannotListen(host=host, port=port, reason=reason) from error
    return opened


class _Server(uvicorn.Server):
    """Says where it serves, in the language: given open sockets, uvicorn says nothing. The worker stops with it."""

    def __init__(
        self,
        config: uvicorn.Config,
        host: str,
        language: Language,
        ending: threading.Event,
        attendant: Attendant | None,
    ) -> None:
        super().__init__(config)
        self._host = host
        self._language = language
        self._ending = ending
        self._attendant = attendant

    async def startup(self, sockets: Sequence[socket.socket] | None = None) -> None:
        await super().startup(list(sockets or ()))
        for one in sockets or ():
            host = f"[{self._host}]" if ":" in self._host else self._host
            address = f"http://{host}:{one.getsockname()[1]}"
            logging.getLogger("uvicorn.error").info(say("serving", self._language, address=address))
        if self._attendant and self.started:
            self._attendant.start()

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        self._ending.set()
        # Here, since uvicorn lets the signal end the process when it has shut down itself.
        if self._attendant:
            self._attendant.tell_to_stop()
        await super().shutdown(list(sockets or ()))
        if self._attendant:
            await asyncio.to_thread(self._attendant.join)
