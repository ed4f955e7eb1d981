"""A progress bar on stderr. Imported only where stderr is a terminal: rich takes long to load."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Bar:
    """Counts reports, and tells how many are in work, and of the one that is longest in work its stage."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)
        self._in_work: dict[object, str] = {}

    @contextmanager
    def report(self, name: str) -> Iterator[Callable[[str, int, int], None]]:
        """A report in work; what is yielded takes what the pipeline tells of its stages."""
        mine = object()

        def stage(stage: str, done: int, total: int) -> None:
            self._in_work[mine] = f"{name} · {stage} {done}/{total}"
            self._tell()

        self._in_work[mine] = name
        self._tell()
        try:
            yield stage
        finally:
            del self._in_work[mine]
            self._progress.advance(self._task)
            self._tell()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while something else is printed to the terminal."""
        self._progress.stop()
        yield
        self._progress.start()

    def _tell(self) -> None:
        first = next(iter(self._in_work.values()), "")
        count = f"({len(self._in_work)}) " if len(self._in_work) > 1 else ""  # before the name, which may be cut
        self._progress.update(self._task, description=count + first)


@contextmanager
def bar(total: int) -> Iterator[Bar]:
    """A bar that is gone when the work is done."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        yield Bar(progress, total)
