"""Connections of clients that hold them and ask for nothing: how long, and how many."""

import asyncio
import logging

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_log = logging.getLogger("uvicorn.error")


def bounded(head_timeout_seconds: float, most: int) -> type[H11Protocol]:
    """uvicorn's HTTP, with an end to what it waits for by itself forever.

    A connection is closed on which the head of a request is not whole so many seconds after the connection or the head
    began; so is one whose request was answered before it was whole, and is still coming. One more than `most` is
    answered 503 and closed.
    """

    class Bounded(H11Protocol):
        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if len(self.connections) > most:
                if len(self.connections) == most + 1:  # told when it begins, and not of each
                    _log.warning("more than %d connections: the newest are answered 503", most)
                transport.write(_FULL)
                transport.close()
                return
            self._waiting = self.loop.call_later(head_timeout_seconds, transport.close)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            # The same wait goes on, however many pieces come of what is waited for.
            if self.conn.their_state is not h11.IDLE and self.conn.our_state is not h11.DONE:
                self._stop_waiting()
            elif self._waiting is None and not self.transport.is_closing():
                self._waiting = self.loop.call_later(head_timeout_seconds, self.transport.close)

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def _stop_waiting(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

    return Bounded
