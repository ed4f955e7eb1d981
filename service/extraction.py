"""From chunks to accepted lines: what an engine proposes, grounded, mended, and filled up where it fails.

Each way ends: a chunk that no answer came of is read by the embedded engine, a line that fails twice is worded by it, and
each time the reader of the summary is told. One bad chunk sinks no report; a wrong key does.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from schemas.document import Document, Point
from schemas.draft import Chunk, Draft, Rejection
from service.deadline import Deadline
from service.engines.extractive import ExtractiveEngine
from service.engines.protocol import Engine, Notice, Tally
from service.errors import ModelError, ModelOverwhelmed, ModelRefused, ModelUnreachable, SetupRefused, TiyaoError
from service.stages.chunking import chunk, halves
from service.stages.grounding import ground, of_right_kind

# A model may judge that a point is worth no line. Where it passes over so many that the embedded engine has lines for, it
# has not read them.
_MIN_MISSED_SHARE = 0.3


# A prompt of its own size: a model that repeats itself in new words could ask for any length.
_MOST_REPAIRED = 24


class Lines(NamedTuple):
    """The accepted lines of a chunk, how many of them came by a second way, and why none came of the engine."""

    drafts: tuple[Draft, ...]
    repaired: int = 0
    fell_back: int = 0
    failure: ModelError | None = None


class Missed(NamedTuple):
    """Points of which nothing is cited, and the embedded engine's lines for them."""

    points: tuple[Point, ...] = ()
    lines: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """The reading of one report."""

    engine: Engine
    fallback: ExtractiveEngine
    tally: Tally
    deadline: Deadline

    async def lines(self, chunks: Sequence[Chunk], progress: Callable[[int], None]) -> Sequence[Lines]:
        """The accepted lines of every chunk, in order; chunks go out at once, a cancelled summary cancels them all.

        Raises SetupRefused as soon as one is refused so, ModelRefused where all are.
        """
        done = 0

        async def one(chunk: Chunk) -> Lines:
            nonlocal done
            result = await self._lines(chunk)
            done += 1
            progress(done)
            return result

        results = await _together([one(chunk) for chunk in chunks])
        failures = [result.failure for result in results]
        if failures and all(failures) and isinstance(failures[0], ModelRefused):
            raise failures[0]
        return results

    async def _lines(self, chunk: Chunk) -> Lines:
        try:
            drafts = await self.deadline.keep(self.engine.extract(chunk, self.tally))
        except SetupRefused:
            raise
        except ModelError as failure:
            parts = halves(chunk) if isinstance(failure, ModelOverwhelmed) else None
            return await self._divided(parts) if parts else self._embedded(chunk, failure)
        return await self._grounded(chunk, drafts)

    async def _divided(self, parts: Sequence[Chunk]) -> Lines:
        """A chunk that was too much, in two; what fails then fails alone."""
        both = await _together([self._lines(part) for part in parts])
        return Lines(
            tuple(draft for part in both for draft in part.drafts),
            sum(part.repaired for part in both),
            sum(part.fell_back for part in both),
            both[0].failure if all(part.failure for part in both) else None,
        )

    def _embedded(self, chunk: Chunk, failure: ModelError) -> Lines:
        self._tell("chunk_fell_back", chunk, **why(failure))
        self.tally.failures.append(failure)
        accepted, _ = ground(chunk.document, self.fallback.drafts(chunk))
        return Lines(accepted, 0, len(accepted), failure)

    async def _grounded(self, chunk: Chunk, drafts: Sequence[Draft]) -> Lines:
        """Ground, put right what is only of a wrong kind, have what fails repaired once, word what fails again by the
        embedded engine, fill what is missing."""
        accepted, rejected = ground(chunk.document, tuple(dict.fromkeys(drafts)))
        moved, rejected = _moved(chunk.document, rejected)
        repaired: tuple[Draft, ...] = ()
        saved: tuple[Draft, ...] = ()
        if rejected:
            repaired, failed = await self._repaired(chunk, rejected)
            saved = self._reworded(chunk, failed) if failed else ()
        found = (*accepted, *moved, *repaired, *saved)
        if isinstance(self.engine, ExtractiveEngine):
            return Lines(found, len(moved) + len(repaired), len(saved))
        lost = len(rejected) - len(repaired) - len(saved)
        filled, stood_in = await self._filled(chunk, found, lost)
        mended = len(moved) + len(repaired)
        return Lines((*found, *filled, *stood_in), mended, len(saved) + len(stood_in))

    def _reworded(self, chunk: Chunk, failed: Sequence[Rejection]) -> tuple[Draft, ...]:
        """The lines that failed twice, in the embedded engine's words, where it would draw on what they cite itself: a weak
        model cites openings and slogans, and no wording makes an item of these."""
        worth = {index for line in self.fallback.drafts(chunk) for index in line.clauses}
        told = [old.draft for old in failed if not worth.isdisjoint(old.draft.clauses)]
        saved, _ = ground(chunk.document, [new for old in told if (new := self.fallback.reword(chunk.document, old))])
        return saved

    async def _repaired(
        self, chunk: Chunk, rejected: Sequence[Rejection]
    ) -> tuple[tuple[Draft, ...], tuple[Rejection, ...]]:
        try:
            again = await self.deadline.keep(self.engine.repair(chunk, rejected[:_MOST_REPAIRED], self.tally))
        except ModelError as failure:
            self._tell("repair_failed", chunk, **why(failure))
            self.tally.failures.append(failure)
            again = ()
        if not again:
            return (), tuple(rejected)
        accepted, failed = ground(chunk.document, again)
        return accepted, (*failed, *rejected[_MOST_REPAIRED:])

    async def _filled(
        self, chunk: Chunk, found: Sequence[Draft], lost: int
    ) -> tuple[tuple[Draft, ...], tuple[Draft, ...]]:
        """The lines of points that the engine passed over: its own at the second asking, and the embedded engine's for
        what it passes over again."""
        missed = self._missed(chunk, found, lost)
        if not missed.points:
            return (), ()
        try:
            drafts = await self.deadline.keep(self.engine.fill(chunk, missed.points, self.tally))
        except ModelError as failure:
            self.tally.failures.append(failure)
            drafts = ()
        filled, _ = ground(chunk.document, drafts)
        cited = _points_of(chunk, filled)
        left, _ = ground(chunk.document, [line for line in missed.lines if not _points_of(chunk, [line]) & cited])
        if left:
            self._tell("points_fell_back", chunk, count=len(_points_of(chunk, left)))
        return filled, left

    def _missed(self, chunk: Chunk, found: Sequence[Draft], lost: int) -> Missed:
        """What was passed over, where that is no judgement: it is too much, lines for it were `lost` in the gates, or the
        report numbers it among its problems, which are few."""
        cited = _points_of(chunk, found)
        if all(point.number in cited for point in chunk.points):
            return Missed()
        told = self.fallback.drafts(chunk)
        lines = tuple(line for line in told if not _points_of(chunk, [line]) & cited)
        numbers = _points_of(chunk, lines)
        among = _points_of(chunk, told)
        few = found and len(numbers) < _MIN_MISSED_SHARE * len(among)
        points = tuple(chunk.document.points[number] for number in sorted(numbers))
        if not points or (few and not lost and not any(map(_is_listed_problem, points))):
            return Missed()
        return Missed(points, lines)

    def _tell(self, code: str, chunk: Chunk, **details: object) -> None:
        self.tally.notices.append(Notice(code, details, _section(chunk)))


def chunked(document: Document, engine: Engine, fallback: ExtractiveEngine) -> tuple[Chunk, ...]:
    """The chunks that an engine is asked about, with the places where the embedded one would begin a line."""
    chunks = chunk(document, engine.chunk_tokens, engine.count_tokens)
    if isinstance(engine, ExtractiveEngine):
        return chunks
    return tuple(part._replace(matters=fallback.matters(part)) for part in chunks)


def why(failure: ModelError) -> dict[str, object]:
    """The details of a warning: its `reason` a word of messages, and what that names."""
    if isinstance(failure, ModelRefused):
        return {**failure.details, "reason": "request", "words": failure.details.get("reason", "")}
    if isinstance(failure, ModelUnreachable):
        return {**failure.details, "reason": "unreachable"}
    return dict(failure.details)


def _moved(document: Document, rejected: Sequence[Rejection]) -> tuple[tuple[Draft, ...], tuple[Rejection, ...]]:
    """The lines that are sound but for their kind, put where the outline has their clauses, and the rejections left: no
    model need be asked for that."""
    moves = [(rejection, of_right_kind(document, rejection)) for rejection in rejected]
    moved, _ = ground(document, [draft for _, draft in moves if draft])
    return moved, tuple(rejection for rejection, draft in moves if draft not in moved)


def _points_of(chunk: Chunk, lines: Sequence[Draft]) -> set[int]:
    clauses = chunk.document.clauses
    return {point for line in lines for index in line.clauses if (point := clauses[index].point) >= 0}


def _is_listed_problem(point: Point) -> bool:
    return point.kind == "problem" and bool(point.marker) and not point.lead


def _section(chunk: Chunk) -> int | None:
    """The innermost section that holds the whole chunk."""
    sections = chunk.document.sections
    number = chunk.clauses[0].section
    while number >= 0 and not (sections[number].first <= chunk.first and chunk.last <= sections[number].last):
        number = sections[number].parent
    return number if number >= 0 else None


async def _together(works: Sequence[Coroutine[Any, Any, Lines]]) -> list[Lines]:
    """The results in order; where one raises, the others are cancelled, and the first error of ours is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work) for work in works]
    except* TiyaoError as failed:
        raise _first(failed) from None
    return [task.result() for task in tasks]


def _first(failed: BaseExceptionGroup[TiyaoError]) -> TiyaoError:
    """The first error of a group of tasks: one is told, and they fail for one reason as a rule."""
    error: BaseException = failed
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, TiyaoError)  # noqa: S101
    return error
