"""The server itself: threads, keep-alive connections, a scenario, and a record of what it was asked."""

import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.scripted.replies import Reply, failure, raw

_ENDLESS = 10**6
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Request:
    """A chat completion as it was asked for. `number` counts them from 0, in the order of arrival."""

    number: int
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        return str(self.body["messages"][-1]["content"])

    @property
    def rung(self) -> str:
        """How the format was asked for: json_schema, tool, json_object, text."""
        if "tools" in self.body:
            return "tool"
        return str(self.body.get("response_format", {}).get("type", "text"))

    @property
    def name(self) -> str:
        """What is asked for: lines, repaired, condensed, chosen, verdicts. Below the tool only the prompt tells."""
        if self.rung == "json_schema":
            return str(self.body["response_format"]["json_schema"]["name"])
        if self.rung == "tool":
            return str(self.body["tools"][0]["function"]["name"])
        told = {"achievements": "lines", '"n":': "repaired", '"overview"': "condensed", '"told"': "chosen"}
        return next(name for mark, name in told.items() if mark in self.system)

    @property
    def schema(self) -> dict[str, Any]:
        asked = (
            self.body["tools"][0]["function"] if self.rung == "tool" else self.body["response_format"]["json_schema"]
        )
        schema: dict[str, Any] = asked["parameters" if self.rung == "tool" else "schema"]
        return schema


Scenario = Callable[[Request], Reply] | Sequence[Reply]
"""A function of the request, or replies in order, of which the last one repeats."""


class ScriptedServer:
    """Serves from `with` to its end. `requests` and `most_at_once` tell what came in. `pages` are the JSON bodies of
    paths that are asked for with GET, in the place of the usual ones."""

    def __init__(self, scenario: Scenario, model: str = "scripted", pages: Mapping[str, Any] | None = None) -> None:
        self.model = model
        self.pages = pages or {}
        self.requests: list[Request] = []
        self.most_at_once = 0
        self._scenario = scenario
        self._under_way = 0
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self._http = _Http(self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.hang_up()
        self._http.server_close()
        self._thread.join()

    def reply(self, headers: Mapping[str, str], body: dict[str, Any]) -> Reply:
        """The scenario's reply to a request, after its delay."""
        with self._lock:
            request = Request(len(self.requests), headers, body)
            self.requests.append(request)
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            if callable(self._scenario):
                reply = self._scenario(request)
            else:
                reply = self._scenario[min(request.number, len(self._scenario) - 1)]
            self.closing.wait(None if reply.ends == "hang" else reply.delay_seconds)
            return reply
        finally:
            with self._lock:
                self._under_way -= 1


class _Http(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, scripted: ScriptedServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scripted = scripted
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep alive, so that their threads end too."""
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Silence: clients that time out and go away are part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body are two writes: without this the second waits 40 ms for the first to be acknowledged.
    disable_nagle_algorithm = True
    server: _Http

    def do_GET(self) -> None:
        if self.path in self.server.scripted.pages:
            self._send(raw(self.server.scripted.pages[self.path]))
        elif self.path == "/v1/models":
            models = {"object": "list", "data": [{"id": self.server.scripted.model, "object": "model"}]}
            self._send(raw(models))
        else:
            self._send(failure(404, "no such path"))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if not self.path.endswith("/v1/chat/completions"):
            self._send(failure(404, "no such path"))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self.server.scripted.reply(headers, body))

    def _send(self, reply: Reply) -> None:
        if reply.ends == "hang" or (reply.ends == "reset" and not reply.sent_bytes):
            self._break_off()
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(_ENDLESS if reply.ends == "drip" else len(reply.body)))
        self.end_headers()
        if reply.ends == "reset":
            self.wfile.write(reply.body[: reply.sent_bytes])
            self._break_off()
        elif reply.ends == "drip":
            self._drip()
        else:
            self.wfile.write(reply.body)

    def _drip(self) -> None:
        """Until the client goes away, or the server closes."""
        while not self.server.scripted.closing.wait(0.02):
            self.wfile.write(b"\n")
        self.close_connection = True

    def _break_off(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""
