"""The order of the stages. Doors call `Pipeline.summarize` and know nothing of the inside."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from schemas.document import Document
from schemas.request import SummaryOptions
from schemas.summary import Overview, QualityWarning, ReportSummary, Usage
from service import condensing, intake, messages
from service.deadline import Deadline
from service.engines.extractive import ExtractiveEngine
from service.engines.protocol import Engine, Notice, Tally
from service.errors import ConfigurationError, ModelError
from service.extraction import Extraction, Lines, chunked
from service.prices import Price
from service.stages import assemble
from service.stages.merge import merge
from service.stages.outline import outline

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, what is done and of how many."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A report in, a summary out. Built once at the edge; holds no state between summaries.

    `engine` is the one configured; `fallback` words what it could not. `max_characters` bounds the report in code
    points; `report_timeout_seconds` the time that the engine has for it, then the fallback takes over. `price` is what
    the engine's model costs, where that is known; another `repeat` asks a model anew where its answers are kept;
    `let_go` is called at the end.
    """

    engine: Engine
    fallback: ExtractiveEngine
    max_characters: int
    report_timeout_seconds: float | None = None
    price: Price | None = None
    let_go: Callable[[], None] = lambda: None
    repeat: int = 0

    async def summarize(
        self,
        source: str,
        options: SummaryOptions,
        *,
        pages: Sequence[int] = (),
        scanned_pages: Sequence[int] = (),
        language: messages.Language = "zh",
        progress: Progress = lambda *_: None,
        unfit: Callable[[ModelError], bool] = lambda _: False,
    ) -> ReportSummary:
        """The summary of a source text, its warnings in `language`. `pages` and `scanned_pages` are as in SourceText.

        `unfit` tells the failures for which the fallback is not to stand in: the first of these is raised, when every
        chunk has been asked for. Raises InputError for a text that is none, ConfigurationError where an engine is asked
        for that is not set up, ModelError where the model server refuses.
        """
        began = time.perf_counter()
        intake.check(source, self.max_characters)
        progress("outline", 0, 1)
        document = outline(source)
        progress("outline", 1, 1)
        tally = Tally(repeat=self.repeat)
        engine = self._engine(options)
        deadline = Deadline(None if engine is self.fallback else self.report_timeout_seconds)
        lines = await self._lines(document, Extraction(engine, self.fallback, tally, deadline), progress)
        _check(tally, unfit)
        drafts = merge(document, [draft for part in lines for draft in part.drafts])
        condenser = self._condenser(engine, lines, tally)
        condensed = await condensing.condensed(condenser, self.fallback, document, drafts, tally, deadline)
        _check(tally, unfit)
        drafts, condensed = condensing.without_doubles(drafts, condensed)
        progress("merge", 1, 1)
        assembler = assemble.Assembler(document, options.script, pages)
        items = assembler.items(drafts)
        overview = Overview(
            text=assembler.overview(condensed.overview, [drafts[n] for n in condensed.items]),
            items=tuple(items[n].id for n in condensed.items),
        )
        account = assemble.quality(
            document,
            drafts,
            sum(part.repaired for part in lines),
            sum(part.fell_back for part in lines),
            _warnings(document, (*intake.notices(document, bool(drafts), scanned_pages), *tally.notices), language),
        )
        return assemble.summary(
            assemble.report_info(document, assembler.show),
            overview,
            items,
            account,
            _usage(engine, tally, self.price, time.perf_counter() - began),
            source if options.include_source else None,
        )

    async def _lines(self, document: Document, extraction: Extraction, progress: Progress) -> Sequence[Lines]:
        chunks = chunked(document, extraction.engine, self.fallback)
        progress("extract", 0, len(chunks))
        return await extraction.lines(chunks, lambda done: progress("extract", done, len(chunks)))

    def _condenser(self, engine: Engine, lines: Sequence[Lines], tally: Tally) -> Engine:
        """The engine, unless it failed on every chunk: it is not asked, and waited for, once more."""
        if not lines or not all(part.failure for part in lines):
            return engine
        tally.notices.append(Notice("overview_fell_back", {"reason": "unanswered"}))
        return self.fallback

    async def close(self) -> None:
        """Let the engine's connections go; in the event loop that used them."""
        await self.engine.close()
        await asyncio.to_thread(self.let_go)

    def _engine(self, options: SummaryOptions) -> Engine:
        if options.engine == "extractive":
            return self.fallback
        if options.engine == "llm" and self.engine.name != "llm":
            raise ConfigurationError(setting="TIYAO_MODEL", reason="reason_model_unset")
        return self.engine


def _check(tally: Tally, unfit: Callable[[ModelError], bool]) -> None:
    for failure in tally.failures:
        if unfit(failure):
            raise failure


def _warnings(document: Document, notices: Iterable[Notice], language: messages.Language) -> list[QualityWarning]:
    """The warnings, those of the whole report first, then in its order; calls come back in any."""
    ordered = sorted(notices, key=lambda notice: -1 if notice.section is None else notice.section)
    return [
        QualityWarning(
            code=notice.code,
            message=messages.say(notice.code, language, **notice.details),
            section=None if notice.section is None else document.sections[notice.section].id,
        )
        for notice in ordered
    ]


def _usage(engine: Engine, tally: Tally, price: Price | None, seconds: float) -> Usage:
    if price is not None and engine.model is not None:
        tally.cost = float(price.cost(tally.prompt_tokens, tally.completion_tokens, tally.cached_prompt_tokens))
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
