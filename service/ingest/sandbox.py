"""A parser in a process of its own: warm, bounded in memory and time, and replaced when it dies."""

import logging
import os
import queue
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock, Timer
from typing import IO, Any, NamedTuple

from schemas.source import SourceText
from service.errors import ParsingStopped, by_code
from service.ingest import frames

_log = logging.getLogger(__name__)
_FILES_A_WORKER = 500  # then a new one: what libraries leak goes with the old one
_MAX_BYTES_A_CHARACTER = 4
_START = "import sys; sys.path[:] = {path!r}; from service.ingest import worker; worker.main({limits!r})"


class Limits(NamedTuple):
    """What one file may cost: wall time, the parsing process's memory, pages of a pdf, code points of the text."""

    seconds: float
    memory_bytes: int
    pages: int
    characters: int


class Sandbox:
    """A few worker processes, started when they are first needed. Safe to use from several threads."""

    def __init__(self, limits: Limits, workers: int = 1) -> None:
        self._limits = limits
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._all = [_Worker(limits) for _ in range(workers)]
        for worker in self._all:
            self._idle.put(worker)

    def read(self, kind: str, data: bytes, charset: str | None = None) -> SourceText:
        """The text of a file of a kind that is read, or a "zip" container; waits for a worker that is free.

        Raises the InputError that says what is wrong with the file, ParsingStopped where it cost too much.
        """
        worker = self._idle.get()
        try:
            return worker.read(kind, data, charset)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End the workers, whatever they are at."""
        for worker in self._all:
            worker.close()


class _Worker:
    """One process and the pipes to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._changing = Lock()
        self._closed = False

    def read(self, kind: str, data: bytes, charset: str | None) -> SourceText:
        answer, body = self._ask({"kind": kind, "charset": charset}, data)
        if "cause" in answer:
            _log.info("reading a %s file failed: %s", kind, answer["cause"])
        if "error" in answer:
            raise by_code(answer["error"])(**answer["details"])
        return SourceText(body.decode("utf-8", "surrogatepass"), tuple(answer["pages"]), tuple(answer["scanned_pages"]))

    def _running(self) -> "subprocess.Popen[bytes]":
        """The process; a new one where the old one is gone or has done its share."""
        with self._changing:
            if self._closed:
                raise RuntimeError("the sandbox is closed")
            if self._process and (self._process.poll() is not None or self._files >= _FILES_A_WORKER):
                _end(self._process)
                self._process = None
            if self._process is None:
                self._process, self._files = _started(self._limits), 0
            self._files += 1
            return self._process

    def close(self) -> None:
        with self._changing:
            self._closed = True
            if self._process:
                _end(self._process)
                self._process = None

    def _ask(self, asked: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        process = self._running()
        watch = Timer(self._limits.seconds, process.kill)
        watch.daemon = True
        watch.start()
        try:
            frames.write(_pipe(process.stdin), asked, data)
            answer = frames.read(_pipe(process.stdout), self._limits.characters * _MAX_BYTES_A_CHARACTER)
            if answer[0].get("error") == ParsingStopped.code or watch.finished.is_set():
                _end(process)  # one that ran out of memory is not to be trusted with the next file
            return answer
        except (OSError, EOFError, frames.TooLarge) as error:
            _end(process)
            raise ParsingStopped(format=asked["kind"]) from error
        except BaseException:
            _end(process)  # interrupted between a question and its answer
            raise
        finally:
            watch.cancel()


def _started(limits: Limits) -> "subprocess.Popen[bytes]":
    """A new worker. It gets no environment, which may hold keys, and a session of its own, so that Ctrl-C is ours."""
    code = _START.format(path=[path or os.getcwd() for path in sys.path], limits=tuple(limits))
    return subprocess.Popen(  # noqa: S603  # nothing in it comes from outside
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        start_new_session=True,
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what could not be written any more
            _pipe(pipe).close()
    process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101
    return pipe
