"""Who a worker is: the same after a restart, so that it finds again what it had, and nobody else at the same time."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from service.errors import ConfigurationError

_FOLDER = "workers"
_MOST = 1_000


@contextmanager
def identity(given: str | None, data_folder: Path) -> Iterator[str]:
    """The worker's name: the one given, else the first of those kept in the data folder that no living process has.

    The lock goes with the process, however it ends. Raises ConfigurationError where the folder cannot be written.
    """
    if given is not None:
        yield given
        return
    folder = data_folder / _FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = _free(folder)
        name = _name(Path(lock.lock_file).with_suffix(".id"))
    except OSError as error:
        raise ConfigurationError(setting="TIYAO_WORKER_ID", reason="reason_no_worker_folder") from error
    try:
        yield name
    finally:
        lock.release()


def _free(folder: Path) -> FileLock:
    for number in range(_MOST):
        lock = FileLock(folder / f"{number}.lock")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            continue
        return lock
    raise FileExistsError(folder)


def _name(path: Path) -> str:
    if not path.exists() or not path.read_text():
        path.write_text(uuid.uuid4().hex)
    return path.read_text()
