"""`tiyao summarize`: reports to summaries, one bad report not stopping the rest."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from schemas.request import EngineName, SummaryOptions
from schemas.summary import OutputScript
from service import errors
from service.commands import inputs, job, outputs
from service.commands import settings as setting
from service.commands.batch import Batch, Work
from service.commands.inputs import Source
from service.commands.job import Job, Manner
from service.commands.money import Totals
from service.commands.outputs import Format
from service.commands.terminal import emit, tell_failed
from service.messages import Language, say
from service.output_errors import ManyIntoOne, NeedsFile, NothingToResume
from service.settings import ASKING, SERVING, Settings, check_model

if TYPE_CHECKING:
    from service.commands.progress import Bar

_BETWEEN: dict[Format, str] = {"json": "", "markdown": "\n---\n\n", "text": "\n" + "=" * 80 + "\n\n"}
_AT_ONCE_WITH_A_MODEL = 4


class Asked(NamedTuple):
    """The options of the command; None where it leaves the choice to the settings."""

    engine: EngineName | None
    format: Format | None
    script: OutputScript
    output: str | None
    include_source: bool
    jobs: int | None
    resume: bool


class _Place(NamedTuple):
    """Where results go: a file each below `folder`, all into the one file `whole`, or to stdout."""

    folder: Path | None
    whole: Path | None
    format: Format
    many: bool


def run(arguments: Sequence[str], asked: Asked, language: Language) -> int:
    """Summarize what the arguments name; the exit code.

    Raises the error of a single report, and a ConfigurationError for all; of several reports the failed ones are
    listed on stderr.
    """
    ignored = SERVING | ASKING if asked.engine == "extractive" else SERVING
    settings = setting.load(ignored, concurrent_reports=asked.jobs)
    check_model(settings, asked.engine)
    place = _place(arguments, asked)
    sources = inputs.find(arguments, place.folder.resolve() if place.folder else None)
    options = SummaryOptions(engine=asked.engine, script=asked.script, include_source=asked.include_source)
    manner = Manner(options, place.format, _indented(place), language, asked.resume)
    jobs = _jobs(sources, place, settings.max_file_bytes)
    work, at_once, close = _engine(settings, manner, len(jobs))
    batch = Batch(work, at_once, crash=len(jobs) == 1, totals=_totals(settings, asked, len(jobs)))
    try:
        with _shown(len(jobs)) as batch.bar, _taken(place, batch.bar) as batch.take:
            asyncio.run(_whole(batch, jobs, close))
            if len(jobs) == 1 and batch.failures:
                raise batch.failures[0].error
    except KeyboardInterrupt:
        if len(jobs) > 1:
            typer.echo(say("interrupted", language, done=batch.done, total=len(jobs)), err=True)
            _tell(batch, len(jobs), language)
        raise
    _tell(batch, len(jobs), language)
    return errors.EXIT_SOME_FAILED if batch.failures else errors.EXIT_OK


async def _whole(batch: Batch, jobs: Sequence[Job], close: Callable[[], Awaitable[None]]) -> None:
    """Every job, and what the engine holds let go whatever comes of them."""
    try:
        await batch.run(jobs)
    finally:
        await close()


def _engine(settings: Settings, manner: Manner, total: int) -> tuple[Work, int, Callable[[], Awaitable[None]]]:
    """What does a job, how many at once, and what is to be called in the end."""
    embedded = manner.options.engine == "extractive" or not settings.has_model
    at_once = min(settings.concurrent_reports or (1 if embedded else _AT_ONCE_WITH_A_MODEL), total)
    if embedded and at_once > 1:
        from service.commands.workers import Workers

        workers = Workers(settings, manner, at_once)
        return workers.work, 2 * at_once, workers.close  # one more for each: no process is to wait for its next
    from service import build
    from service.commands import report

    pipeline = build.pipeline(settings, manner.options.engine)
    reader = build.reader(settings, at_once)

    async def close() -> None:
        reader.close()
        await pipeline.close()

    return partial(report.do, pipeline, reader, manner), at_once, close


def _place(arguments: Sequence[str], asked: Asked) -> _Place:
    """Raises ManyIntoOne for several reports and a file that cannot hold them, NeedsFile for Word documents without a
    file, NothingToResume where results go to no files of their own."""
    many, output = outputs.is_many(arguments), asked.output
    folder = Path(output) if output and outputs.is_folder(output, arguments) else None
    whole = Path(output) if output and not folder else None
    lines = outputs.is_lines(whole) and asked.format in (None, "json")
    if many and whole and not lines:
        raise ManyIntoOne(path=output)
    if asked.resume and (output is None or outputs.is_lines(whole)):
        raise NothingToResume
    kind = outputs.format_of(asked.format, None if folder else output, sys.stdout.isatty() and output is None)
    if kind == "docx" and (output is None or outputs.is_lines(whole)):
        raise NeedsFile(format=kind)
    return _Place(folder, whole, kind, many)


def _indented(place: _Place) -> bool:
    """Whether JSON is for people, over several lines: where every report has a place of its own."""
    return bool(place.folder) or not (place.many or outputs.is_lines(place.whole))


def _jobs(sources: Sequence[Source], place: _Place, max_bytes: int) -> list[Job]:
    read = frozenset(source.path.resolve() for source in sources if source.path)
    targets: Sequence[Path | None] = [None] * len(sources)
    if place.folder:
        targets = outputs.targets(sources, place.folder, outputs.SUFFIX[place.format])
    elif outputs.is_lines(place.whole):
        outputs.spare(place.whole, read)
    elif place.whole:
        targets = [place.whole]
    return [job.prepared(*pair, read, max_bytes) for pair in zip(sources, targets, strict=True)]


@contextmanager
def _taken(place: _Place, bar: "Bar | None") -> Iterator[Callable[[str], None]]:
    """What takes the results that go to no file of their own: a file of lines, or stdout."""
    if place.whole and outputs.is_lines(place.whole):
        with outputs.collected(place.whole) as add:
            yield add
        return
    between = iter(("",))

    def show(text: str) -> None:
        with bar.aside() if bar and sys.stdout.isatty() else nullcontext():
            emit(next(between, _BETWEEN[place.format]) + text)

    yield show


@contextmanager
def _shown(total: int) -> Iterator["Bar | None"]:
    """A progress bar where somebody looks at stderr."""
    if not sys.stderr.isatty():
        yield None
        return
    from service.commands.progress import bar

    with bar(total) as shown:
        yield shown


def _totals(settings: Settings, asked: Asked, total: int) -> Totals | None:
    """For several reports through a model: one report's summary tells for itself, and the embedded engine is free."""
    return Totals(settings.price) if total > 1 and settings.has_model and asked.engine != "extractive" else None


def _tell(batch: Batch, total: int, language: Language) -> None:
    """What was spent, what was skipped and what failed, to stderr."""
    if batch.totals:
        typer.echo(batch.totals.told(language), err=True)
    if batch.skipped:
        typer.echo(say("skipped", language, skipped=batch.skipped, total=total), err=True)
    if batch.failures:
        tell_failed(batch.failures, total, language)
