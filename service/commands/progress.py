"""A progress bar on stderr. Imported only where stderr is a terminal: rich takes long to load."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Bar:
    """Counts reports, and tells of the one in work its stage."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)
        self._name = ""

    def begin(self, name: str) -> None:
        self._name = name
        self._progress.update(self._task, description=name)

    def stage(self, stage: str, done: int, total: int) -> None:
        """What the pipeline tells of its work."""
        self._progress.update(self._task, description=f"{self._name} · {stage} {done}/{total}")

    def end(self) -> None:
        self._progress.advance(self._task)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while something else is printed to the terminal."""
        self._progress.stop()
        yield
        self._progress.start()


@contextmanager
def bar(total: int) -> Iterator[Bar]:
    """A bar that is gone when the work is done."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        yield Bar(progress, total)
