"""The parsing process: reads files from its stdin, one after the other, under limits that the system enforces.

Parsers are imported here and nowhere else, each with the first file that needs it.
"""

import resource
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from math import ceil
from typing import Any

from schemas.source import SourceText
from service.errors import DamagedFile, InputError, ParsingStopped, TooLong
from service.ingest import frames
from service.ingest.sandbox import Limits

_LONGEST_BYTES = 2**40  # the service has bounded it before
_SPARE_SECONDS = 1


def main(limits: Sequence[float]) -> None:
    """Serve until stdin ends. `limits` are the fields of `Limits`."""
    known = Limits(*limits)  # type: ignore[arg-type]
    resource.setrlimit(resource.RLIMIT_AS, (known.memory_bytes, known.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A library that prints must not print into the answers.
    answers = open(sys.stdout.fileno(), "wb", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stderr
    while True:
        try:
            asked, data = frames.read(sys.stdin.buffer, _LONGEST_BYTES)
        except EOFError:
            return
        _limit_time(known.seconds)
        frames.write(answers, *_answer(asked, data, known))


def _limit_time(seconds: float) -> None:
    """Bound the next file's computing too, for the case that nobody is left to stop it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = ceil(used.ru_utime + used.ru_stime + seconds) + _SPARE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(asked: dict[str, Any], data: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    kind = str(asked["kind"])
    try:
        found = _read(kind, data, asked["charset"], limits)
        if len(found.text) > limits.characters:
            raise TooLong(characters=len(found.text), limit=limits.characters)
        return {"pages": found.pages, "scanned_pages": found.scanned_pages}, found.text.encode("utf-8", "surrogatepass")
    except Exception as error:
        return _failure(kind, error), b""


def _failure(kind: str, error: Exception) -> dict[str, Any]:
    """What to say of a failure. A parser may fail on a hostile file in any way; which way is for the log, without words
    of the file."""
    if isinstance(error, RecursionError) or _is_out_of_memory(error):
        return {"error": ParsingStopped.code, "details": {"format": kind}}
    if isinstance(error, InputError):
        return {"error": error.code, "details": error.details}
    return {"error": DamagedFile.code, "details": {"format": kind}, "cause": _where(error)}


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Whether memory was what failed, however a library has wrapped it: libxml2 tells it as a mistake in the file."""
    while error is not None:
        if isinstance(error, MemoryError) or "memory" in str(error).lower():
            return True
        error = error.__cause__ or error.__context__
    return False


def _read(kind: str, data: bytes, charset: str | None, limits: Limits) -> SourceText:
    reader = import_module(f"service.ingest.{'container' if kind == 'zip' else kind}")
    if kind in ("html", "mht"):
        return reader.read(data, charset)  # type: ignore[no-any-return]
    if kind == "pdf":
        return reader.read(data, limits.pages)  # type: ignore[no-any-return]
    return reader.read(data)  # type: ignore[no-any-return]


def _where(error: Exception) -> str:
    """The kind of a failure and the lines of code it came through."""
    frames_ = traceback.extract_tb(error.__traceback__)[-3:]
    return f"{type(error).__name__} at " + " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames_)
