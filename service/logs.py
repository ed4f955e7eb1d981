"""The log: one line an event on stderr, a JSON object each, or text for a terminal.

What a line tells is chosen, not masked afterwards: the message is one of ours, what belongs to it stands in `extra`. No
report's text is ever among it; since an exception's own words may hold some (a parser quotes what it choked on), a traceback
names files, lines and kinds of errors, and the words only of errors of ours and of the system. As a last resort, whatever
looks like a key or is a configured secret is covered.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from service import credentials
from service.errors import TiyaoError
from service.settings import LogFormat, Settings

OURS = ("service", "uvicorn.error")
_HIDDEN = "***"
_SHORTEST = 4
"""Shorter ones ("none", a test's "x") are no secrets; covering them would cover words."""
_bound: ContextVar[dict[str, Any] | None] = ContextVar("bound", default=None)
_RESERVED = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


@contextmanager
def bound(**fields: Any) -> Iterator[None]:
    """Every line of the task tells these fields too, such as the job's id."""
    token = _bound.set({**(_bound.get() or {}), **fields})
    try:
        yield
    finally:
        _bound.reset(token)


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Send every log of the process to the stream, stderr unless another is given; other packages' only from warnings
    on, since what they tell below that may be a request in full."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(settings.log_format, stream.isatty(), _secrets(settings)))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    # It would add a handler of its own where it finds none.
    queue = logging.getLogger("dbos")
    queue.handlers, queue.propagate = [handler], False
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log_level.upper())
    logging.captureWarnings(True)


def formatter(kind: LogFormat, terminal: bool, secrets: Sequence[str] = ()) -> logging.Formatter:
    """`auto` is text on a terminal, else JSON."""
    return TextLines(secrets) if kind == "text" or (kind == "auto" and terminal) else JsonLines(secrets)


class JsonLines(logging.Formatter):
    """time, level, logger, message, then whatever belongs to the event."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": _time(record).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_fields(record),
        }
        return _covered(json.dumps(told, ensure_ascii=False, default=str), self._secrets)


class TextLines(logging.Formatter):
    """For people: the time of day, the level where it is not info, the message, the fields."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        fields = _fields(record)
        trace = fields.pop("traceback", None)
        parts = [
            f"{_time(record).astimezone():%H:%M:%S}",
            *([record.levelname] if record.levelno != logging.INFO else []),
            record.getMessage(),
            *(f"{name}={value}" for name, value in fields.items()),
        ]
        line = " ".join(parts) + (f"\n{trace}" if trace else "")
        return _covered(line, self._secrets)


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    own = {name: value for name, value in vars(record).items() if name not in _RESERVED and value is not None}
    trace = {"traceback": traced(record.exc_info[1])} if record.exc_info and record.exc_info[1] else {}
    return {**(_bound.get() or {}), **own, **trace}


def traced(error: BaseException) -> str:
    """A traceback without the words of errors that may quote what they met."""
    told = []
    chain: BaseException | None = error
    while chain is not None:
        frames = traceback.extract_tb(chain.__traceback__)
        told.append("\n".join([*(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames), _named(chain)]))
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return "\nfrom\n".join(told)


def _named(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, TiyaoError):
        return f"{name}: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    return name


def _covered(line: str, secrets: Sequence[str]) -> str:
    line = credentials.covered(line)
    for secret in secrets:
        line = line.replace(secret, _HIDDEN)
    return line


def _secrets(settings: Settings) -> tuple[str, ...]:
    """What is set up and nobody's to read: keys, the secrets of bots, the database's password; as they are and as JSON
    has them."""
    set_up = {value.get_secret_value() for _, value in settings if isinstance(value, SecretStr)}
    url = settings.database_url.get_secret_value() if settings.database_url else ""
    password = urlsplit(url).password or ""
    plain = set_up | {password, unquote(password)}
    escaped = {json.dumps(secret, ensure_ascii=False)[1:-1] for secret in plain}
    return tuple(sorted((secret for secret in plain | escaped if len(secret) >= _SHORTEST), key=len, reverse=True))
