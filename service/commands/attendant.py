"""The worker beside a web process, in a process of its own: started again when it dies, stopped with it."""

import logging
import multiprocessing
import threading
from multiprocessing.process import BaseProcess

from service.commands.told import hear
from service.messages import Language
from service.observing import Observer
from service.settings import Settings

_FIRST_PAUSE_SECONDS, _MAX_PAUSE_SECONDS = 0.5, 30.0
_STEADY_SECONDS = 60.0
_KILL_SECONDS = 15.0
_log = logging.getLogger("uvicorn.error")


class Attendant:
    """Keeps one worker running from `start` to `stop`; `observer` is told of its work."""

    def __init__(self, settings: Settings, language: Language, observer: Observer) -> None:
        self._settings = settings
        self._language = language
        self._observer = observer
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._attend, name="attendant", daemon=True)
        self._process: BaseProcess | None = None

    def start(self) -> None:
        self._thread.start()

    def tell_to_stop(self) -> None:
        """Let the worker finish what it has; `join` waits for it."""
        self._stopping.set()
        if self._process and self._process.is_alive():
            self._process.terminate()

    def join(self) -> None:
        """Wait for the worker to stop; one that takes far longer than its grace is killed: its jobs are not lost."""
        self._thread.join(self._settings.stop_grace_seconds + _KILL_SECONDS)
        if self._process and self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _attend(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            self._process = self._started()
            self._process.join(_STEADY_SECONDS)
            if self._process.is_alive():
                pause = _FIRST_PAUSE_SECONDS
                self._process.join()
            if self._stopping.is_set():
                return
            _log.error("the worker ended with %s; it is started again in %.1f s", self._process.exitcode, pause)
            self._stopping.wait(pause)
            pause = min(_MAX_PAUSE_SECONDS, 2 * pause)

    def _started(self) -> BaseProcess:
        # Spawned, not forked: a fork copies the locks of threads that it does not copy.
        from service.commands import worker

        context = multiprocessing.get_context("spawn")
        heard, told = context.Pipe(duplex=False)
        process = context.Process(target=worker.attended, args=(self._settings, self._language, told), name="worker")
        process.start()
        told.close()  # the worker's own is the only one then: when it ends, so does what is heard
        threading.Thread(target=hear, args=(heard, self._observer), name="hearing", daemon=True).start()
        if self._stopping.is_set():  # told in between
            process.terminate()
        return process
