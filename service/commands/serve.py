"""`tiyao serve`: the HTTP service."""

import logging
import os
import socket
from collections.abc import Sequence

import uvicorn

from service.api.app import create_app
from service.commands import settings as setting
from service.errors import CannotListen, TiyaoError
from service.messages import Language, say
from service.settings import check_model

_GRACE_SECONDS = 30


def run(host: str | None, port: int | None, language: Language) -> None:
    """Serve until a signal ends it; requests in work get a while to finish.

    Raises CannotListen where the address is not to be had, ConfigurationError for settings that make no sense.
    """
    settings = setting.load(host=host, port=port)
    check_model(settings)
    sockets = listen(settings.host, settings.port)
    config = uvicorn.Config(create_app(settings), timeout_graceful_shutdown=_GRACE_SECONDS)
    try:
        _Server(config, settings.host, language).run(sockets)
    except KeyboardInterrupt:
        return  # uvicorn raises the signal again when it has shut down
    except SystemExit as failed:
        raise TiyaoError from failed  # the service did not start; uvicorn has told why


def listen(host: str, port: int) -> list[socket.socket]:
    """A listening socket for every address of the host. Raises CannotListen."""
    opened: list[socket.socket] = []
    try:
        for family, _, _, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            opened.append(socket.create_server(address[:2], family=family, backlog=2048))
    except OSError as error:
        for one in opened:
            one.close()
        reason = "reason_no_address" if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        raise CannotListen(host=host, port=port, reason=reason) from error
    return opened


class _Server(uvicorn.Server):
    """Says where it serves, in the language: given open sockets, uvicorn says nothing."""

    def __init__(self, config: uvicorn.Config, host: str, language: Language) -> None:
        super().__init__(config)
        self._host = host
        self._language = language

    async def startup(self, sockets: Sequence[socket.socket] | None = None) -> None:
        await super().startup(list(sockets or ()))
        for one in sockets or ():
            host = f"[{self._host}]" if ":" in self._host else self._host
            address = f"http://{host}:{one.getsockname()[1]}"
            logging.getLogger("uvicorn.error").info(say("serving", self._language, address=address))
