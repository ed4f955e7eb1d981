"""`tiyao summarize`: reports to summaries, one bad report not stopping the rest."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from schemas.request import EngineName, SummaryOptions
from schemas.summary import OutputScript, ReportSummary
from service import build, errors, render
from service.commands import inputs, outputs
from service.commands import settings as setting
from service.commands.inputs import Source
from service.commands.outputs import Format
from service.commands.terminal import emit
from service.errors import ConfigurationError, TiyaoError
from service.ingest import Reader
from service.messages import Language, say
from service.pipeline import Pipeline

if TYPE_CHECKING:
    from service.commands.progress import Bar

_BETWEEN: dict[Format, str] = {"json": "", "markdown": "\n---\n\n", "text": "\n" + "=" * 80 + "\n\n"}


class Failure(NamedTuple):
    """A report without a summary."""

    name: str
    error: TiyaoError


@dataclass(slots=True)
class _Run:
    """One call of the command. `targets` is None where everything goes to stdout."""

    pipeline: Pipeline
    reader: Reader
    options: SummaryOptions
    format: Format
    language: Language
    many: bool
    targets: Sequence[Path] | None
    inputs: frozenset[Path]
    bar: "Bar | None" = None
    failures: list[Failure] = field(default_factory=list)
    printed: bool = False

    async def all(self, sources: Sequence[Source]) -> None:
        """Every source, one after the other; a setting that is wrong stops them all."""
        for number, source in enumerate(sources):
            if self.bar:
                self.bar.begin(source.name)
            try:
                await self.one(source, self.targets[number] if self.targets else None)
            except ConfigurationError:
                raise
            except TiyaoError as error:
                self.failures.append(Failure(source.name, error))
            if self.bar:
                self.bar.end()

    async def whole(self, sources: Sequence[Source]) -> None:
        """Every source, and the engine's connections let go whatever comes of them."""
        try:
            await self.all(sources)
        finally:
            self.reader.close()
            await self.pipeline.close()

    async def one(self, source: Source, target: Path | None) -> None:
        found = inputs.read(source, self.reader)
        # Named only where it is shown: the pipeline's own default says nothing.
        telling: dict[str, Any] = {"progress": self.bar.stage} if self.bar else {}
        summary = await self.pipeline.summarize(
            found.text,
            self.options,
            pages=found.pages,
            scanned_pages=found.scanned_pages,
            language=self.language,
            **telling,
        )
        if target is None:
            with self.bar.aside() if self.bar and sys.stdout.isatty() else nullcontext():
                self._print(summary)
        else:
            outputs.write(target, self._rendered(summary, indented=True), self.inputs)

    def _print(self, summary: ReportSummary) -> None:
        emit((_BETWEEN[self.format] if self.printed else "") + self._rendered(summary, indented=not self.many))
        self.printed = True

    def _rendered(self, summary: ReportSummary, *, indented: bool) -> str:
        if self.format == "json":
            return summary.model_dump_json(indent=2 if indented else None) + "\n"
        return (render.markdown if self.format == "markdown" else render.text)(summary, self.language)


def run(
    arguments: Sequence[str],
    engine: EngineName | None,
    format: Format | None,
    script: OutputScript,
    output: str | None,
    include_source: bool,
    language: Language,
) -> int:
    """Summarize what the arguments name; the exit code.

    Raises the error of a single report, and a ConfigurationError for all; of several reports the failed ones are
    listed on stderr.
    """
    settings = setting.load()
    folder = Path(output) if output and outputs.is_folder(output, arguments) else None
    sources = inputs.find(arguments, folder.resolve() if folder else None)
    kind = outputs.format_of(format, None if folder else output, sys.stdout.isatty() and output is None)
    work = _Run(
        pipeline=build.pipeline(settings),
        reader=build.reader(settings),
        options=SummaryOptions(engine=engine, script=script, include_source=include_source),
        format=kind,
        language=language,
        many=outputs.is_many(arguments),
        targets=_targets(sources, output, folder, kind),
        inputs=frozenset(source.path.resolve() for source in sources if source.path),
    )
    with _shown(work, len(sources)):
        asyncio.run(work.whole(sources))
    return _outcome(work.failures, len(sources), language)


def _targets(sources: Sequence[Source], output: str | None, folder: Path | None, kind: Format) -> Sequence[Path] | None:
    if folder:
        return outputs.targets(sources, folder, outputs.SUFFIX[kind])
    return [Path(output)] if output else None


@contextmanager
def _shown(work: _Run, total: int) -> Iterator[None]:
    """With a progress bar where somebody looks at stderr."""
    if not sys.stderr.isatty():
        yield
        return
    from service.commands.progress import bar

    with bar(total) as work.bar:
        yield


def _outcome(failures: Sequence[Failure], total: int, language: Language) -> int:
    if not failures:
        return errors.EXIT_OK
    if total == 1:
        raise failures[0].error
    typer.echo(say("some_failed", language, failed=len(failures), total=total), err=True)
    for name, error in failures:
        typer.echo(f"  {name}: {say(error.code, language, **error.details)}", err=True)
    return errors.EXIT_SOME_FAILED
