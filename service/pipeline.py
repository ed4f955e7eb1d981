"""The order of the stages. Doors call `Pipeline.summarize` and know nothing of the inside."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from schemas.document import Document
from schemas.draft import Chunk, Condensed, Draft, Rejection
from schemas.request import SummaryOptions
from schemas.summary import Overview, QualityWarning, ReportSummary, Usage
from service import intake, messages
from service.engines.extractive import ExtractiveEngine
from service.engines.protocol import Engine, Line, Notice, Tally
from service.errors import ConfigurationError, ModelError, ModelRefused, TiyaoError
from service.language import claims, printed
from service.stages import assemble
from service.stages.chunking import chunk
from service.stages.grounding import ground
from service.stages.merge import merge
from service.stages.outline import outline

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, what is done and of how many."""


class _Lines(NamedTuple):
    """The accepted lines of one chunk, and how many of them came by a second way."""

    drafts: tuple[Draft, ...]
    repaired: int
    fell_back: int


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A report in, a summary out. Built once at the edge; holds no state between summaries.

    `engine` is the one configured; `fallback` words what it could not. `max_characters` bounds the report in code
    points.
    """

    engine: Engine
    fallback: ExtractiveEngine
    max_characters: int

    async def summarize(
        self,
        source: str,
        options: SummaryOptions,
        *,
        pages: Sequence[int] = (),
        scanned_pages: Sequence[int] = (),
        language: messages.Language = "zh",
        progress: Progress = lambda *_: None,
    ) -> ReportSummary:
        """The summary of a source text, its warnings in `language`. `pages` and `scanned_pages` are as in SourceText.

        Raises InputError for a text that is none, ConfigurationError where an engine is asked for that is not set up,
        ModelError where the model server refuses.
        """
        began = time.perf_counter()
        intake.check(source, self.max_characters)
        progress("outline", 0, 1)
        document = outline(source)
        progress("outline", 1, 1)
        tally = Tally()
        engine = self._engine(options)
        lines = await self._lines(document, engine, tally, progress)
        drafts = merge(document, [draft for part in lines for draft in part.drafts])
        condensed = await self._condensed(engine, document, drafts, tally)
        drafts, condensed = _without(drafts, condensed)
        progress("merge", 1, 1)
        assembler = assemble.Assembler(document, options.script, pages)
        items = assembler.items(drafts)
        overview = Overview(text=assembler.show(condensed.overview), items=tuple(items[n].id for n in condensed.items))
        account = assemble.quality(
            document,
            drafts,
            sum(part.repaired for part in lines),
            sum(part.fell_back for part in lines),
            [
                _warning(notice, language)
                for notice in (*intake.notices(document, bool(drafts), scanned_pages), *tally.notices)
            ],
        )
        return assemble.summary(
            assemble.report_info(document, assembler.show),
            overview,
            items,
            account,
            _usage(engine, tally, time.perf_counter() - began),
            source if options.include_source else None,
        )

    async def _lines(self, document: Document, engine: Engine, tally: Tally, progress: Progress) -> Sequence[_Lines]:
        """The accepted lines of every chunk, in order; chunks go out at once, a cancelled summary cancels them all."""
        chunks = chunk(document, engine.chunk_tokens, engine.count_tokens)
        done = 0

        async def one(part: Chunk) -> _Lines:
            nonlocal done
            result = await self._chunk_lines(part, engine, tally)
            done += 1
            progress("extract", done, len(chunks))
            return result

        progress("extract", 0, len(chunks))
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(part)) for part in chunks]
        except* TiyaoError as failed:
            raise _first(failed) from None
        return [task.result() for task in tasks]

    async def _chunk_lines(self, part: Chunk, engine: Engine, tally: Tally) -> _Lines:
        """Extract, ground, repair once, and word what fails again by the embedded engine."""
        try:
            drafts = await engine.extract(part, tally)
        except ModelRefused:
            raise  # a wrong key or an unknown model: every other call would end the same way
        except ModelError as error:
            tally.notices.append(Notice("chunk_fell_back", {"reason": _why(error)}, part.number))
            accepted, _ = ground(part.document, self.fallback.drafts(part))
            return _Lines(accepted, 0, len(accepted))
        accepted, rejected = ground(part.document, drafts)
        if not rejected:
            return _Lines(accepted, 0, 0)
        repaired, failed = await self._repaired(part, rejected, engine, tally)
        reworded = [new for old in failed if (new := self.fallback.reword(part.document, old.draft))]
        saved, _ = ground(part.document, reworded)
        return _Lines((*accepted, *repaired, *saved), len(repaired), len(saved))

    async def _repaired(
        self, part: Chunk, rejected: Sequence[Rejection], engine: Engine, tally: Tally
    ) -> tuple[tuple[Draft, ...], tuple[Rejection, ...]]:
        try:
            again = await engine.repair(part, rejected, tally)
        except ModelError as error:
            tally.notices.append(Notice("repair_failed", {"reason": _why(error)}, part.number))
            again = ()
        if not again:
            return (), tuple(rejected)
        return ground(part.document, again)

    async def _condensed(self, engine: Engine, document: Document, drafts: Sequence[Draft], tally: Tally) -> Condensed:
        """An overview whose every number stands in the lines it names: the engine's, else the embedded one's."""
        lines = [Line(draft.kind, draft.topic, draft.text) for draft in drafts]
        if not lines:
            return Condensed("", ())
        try:
            condensed = await engine.condense(lines, document.title, tally)
        except ModelError as error:
            tally.notices.append(Notice("overview_fell_back", {"reason": _why(error)}))
            return await self.fallback.condense(lines, document.title, tally)
        named = [lines[n].text for n in condensed.items if 0 <= n < len(lines)]
        if len(named) == len(condensed.items) and _supported(condensed.overview, named):
            return condensed
        tally.notices.append(Notice("overview_fell_back", {"reason": "unsupported"}))
        return (await self.fallback.condense(lines, document.title, tally))._replace(doubles=condensed.doubles)

    async def close(self) -> None:
        """Let the engine's connections go; in the event loop that used them."""
        await self.engine.close()

    def _engine(self, options: SummaryOptions) -> Engine:
        if options.engine == "extractive":
            return self.fallback
        if options.engine == "llm" and self.engine.name != "llm":
            raise ConfigurationError(setting="TIYAO_MODEL", reason="reason_model_unset")
        return self.engine


def _why(error: ModelError) -> str:
    return str(error.details.get("reason", error.code))


def _first(failed: BaseExceptionGroup[TiyaoError]) -> TiyaoError:
    """The first error of a group of tasks: one is told, and they fail for one reason as a rule."""
    error: BaseException = failed
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, TiyaoError)  # noqa: S101
    return error


def _supported(text: str, lines: Sequence[str]) -> bool:
    """Whether every number of a text stands, as printed, in the lines."""
    claim, *evidence = claims.normalized([text, *lines])
    return not printed.misprints(claim, "。".join(evidence))


def _warning(notice: Notice, language: messages.Language) -> QualityWarning:
    return QualityWarning(code=notice.code, message=messages.say(notice.code, language, **notice.details), section=None)


def _without(drafts: Sequence[Draft], condensed: Condensed) -> tuple[tuple[Draft, ...], Condensed]:
    """The drafts without the doubles that condensing found; the first of each group stays, and stands for the others."""
    stands: dict[int, int] = {}
    for group in condensed.doubles:
        same = [n for n in sorted(set(group)) if 0 <= n < len(drafts)]
        for n in same[1:]:
            if drafts[n].kind == drafts[same[0]].kind:
                stands[n] = same[0]
    kept = [n for n in range(len(drafts)) if n not in stands]
    place = {old: new for new, old in enumerate(kept)}
    named = dict.fromkeys(
        place[stands.get(n, n)] for n in condensed.items if 0 <= n < len(drafts) and stands.get(n, n) in place
    )
    return tuple(drafts[n] for n in kept), Condensed(condensed.overview, tuple(named))


def _usage(engine: Engine, tally: Tally, seconds: float) -> Usage:
    return Usage(
        engine=engine.name,
        model=engine.model,
        prompt_version=engine.prompt_version,
        calls=tally.calls,
        cached_calls=tally.cached_calls,
        prompt_tokens=tally.prompt_tokens,
        completion_tokens=tally.completion_tokens,
        cost=tally.cost,
        seconds=round(seconds, 4),
    )
