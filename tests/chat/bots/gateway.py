"""A chat platform on the loopback: an HTTP server that records what it is asked, and what tests need of each platform."""

import json
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, urlsplit

TENANT, USER = "tenant-a", "user-a"
PATIENCE_SECONDS = 120.0


@dataclass(frozen=True)
class Call:
    """A request to the platform's API."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What it answers: JSON, or bytes."""

    content: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """A message that the bot sent: where to, and all that can be read in it. `raw` is the message as it was sent."""

    to: str
    text: str
    links: tuple[str, ...]
    raw: Any


class Gateway(ABC):
    """Serves from `with` to its end. `said` holds what the bot sent, `files` what it may fetch, by id."""

    name: ClassVar[str]
    secrets: ClassVar[dict[str, Any]]

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.said: list[Said] = []
        self.files: dict[str, bytes] = {}
        self.service = ""
        self.numbers = iter(range(1, 10**6))
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def settings(self) -> dict[str, Any]:
        """What the bot is set up by; everybody of TENANT may use it."""
        own = {**self.secrets, "base_url": self.url, "users": "*"}
        if self.name != "wecom":
            own["tenants"] = f"{TENANT},tenant-b"
        return {f"{self.name}_{key}": value for key, value in own.items()}

    def event(self) -> str:
        """The id of a new event."""
        return f"event-{next(self.numbers)}"

    @abstractmethod
    def say(self, text: str, *, user: str = USER, tenant: str = TENANT, event: str | None = None) -> float:
        """Send the bot a message, in a chat of the user's own; the seconds until it is acknowledged."""

    @abstractmethod
    def send_file(self, name: str, data: bytes, *, user: str = USER) -> float:
        """Send the bot a file."""

    @abstractmethod
    def answer(self, call: Call) -> Answer:
        """What the API answers; what is sent by it is put among `said`."""

    def heard(self, number: int, since: int = 0) -> list[Said]:
        """What the bot said after `since` messages, when there are so many of it."""
        began = time.monotonic()
        while len(self.said) < since + number:
            assert time.monotonic() - began < PATIENCE_SECONDS, [one.text for one in self.said[since:]]
            time.sleep(0.02)
        return self.said[since:]

    def summary(self, since: int) -> str:
        """All that it said after `since` messages, when the last of it has a link."""
        began = time.monotonic()
        while not any(one.links for one in self.said[since:]):
            assert time.monotonic() - began < PATIENCE_SECONDS, [one.text for one in self.said[since:]]
            time.sleep(0.02)
        return "\n".join(one.text for one in self.said[since:])


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.monotonic()
    result = act()
    return time.monotonic() - began, result


def _handler(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            call = Call(self.command, parts.path, dict(parse_qsl(parts.query)), headers, self.rfile.read(length))
            gateway.calls.append(call)
            answer = gateway.answer(call)
            isbytes = isinstance(answer.content, bytes)
            data = answer.content if isbytes else json.dumps(answer.content, ensure_ascii=False).encode()
            self.send_response(answer.status)
            kind = "application/octet-stream" if isbytes else "application/json; charset=utf-8"
            for name, value in {"content-type": kind, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: Any) -> None:
            """Silence."""

    return Handler
