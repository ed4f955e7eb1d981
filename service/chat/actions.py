"""What a program in a chat may ask for, the same by MCP and by the tool spec: values in, values out."""

from collections.abc import Sequence
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool

from schemas.chat import Brief, BriefItem, EvidenceFound, EvidenceOf, Found, Summarized
from schemas.job import Progress as Far
from schemas.search import Filters
from schemas.sides import SideBySide
from schemas.source import SourceText
from service.chat import answering
from service.chat.desk import Desk, Kept, Told, Waiting, Who, nobody
from service.comparison import compare
from service.errors import InvalidFields, NotFound
from service.language import folding
from service.messages import Language
from service.pipeline import Progress

FEWEST_COMPARED, MOST_COMPARED = 2, 20
MOST_FOUND = 50


class Asked(NamedTuple):
    """A report to summarize: its text, or the id of a job that was posted over HTTP."""

    text: str | None
    id: str | None


async def summarize(desk: Desk, who: Who, asked: Asked, told: Told, progress: Progress = nobody) -> Summarized:
    """Raises InvalidFields where neither or both are given, and as `Desk.summarize`."""
    if (asked.text is None) == (asked.id is None):
        raise InvalidFields.one("text", "missing")
    if asked.text is None:
        return await get(desk, who, asked.id or "", progress)
    wait = desk.settings.chat_wait_seconds
    source = SourceText(asked.text)
    made = await desk.summarize(who, source, told, patience_seconds=wait, progress=progress)
    return _summarized(desk, made)


async def get(desk: Desk, who: Who, id: str, progress: Progress = nobody) -> Summarized:
    """The summary of an id; where its job is not done, it is waited for a while. Raises NotFound."""
    wait = desk.settings.chat_wait_seconds
    return _summarized(desk, await desk.awaited(who, id, patience_seconds=wait, progress=progress))


async def search(desk: Desk, who: Who, filters: Filters, limit: int) -> Found:
    """Items where words, a kind or a topic are asked for, else summaries; the newest first."""
    found = desk.search()
    if folding.words(filters.text or "") or filters.kind or filters.topic:
        hits = await run_in_threadpool(found.items, who.owner, filters, limit)
        return Found(hits=hits.page, more=hits.next is not None)
    page = await run_in_threadpool(found.summaries, who.owner, filters, limit)
    return Found(summaries=page.page, more=page.next is not None)


class Wanted(NamedTuple):
    """What evidence is asked for: of items, by their ids, or of a question; the language in which warnings are told."""

    items: Sequence[str]
    question: str
    language: Language


async def evidence(desk: Desk, who: Who, id: str, sought: Wanted) -> EvidenceFound:
    """What items rest on; what tells of a question; of neither: everything. Raises NotFound, also for an item that is
    none."""
    items, question, language = sought
    summary = await desk.summary(who, id)
    told = answering.everything(summary)
    if items:
        by_id = {one.item.id: one for one in told}
        if unknown := next((item for item in items if item not in by_id), None):
            raise NotFound(what=unknown)
        told = [by_id[item] for item in items]
    if items or not question.strip():
        return EvidenceFound(summary=id, nearness="told", items=tuple(map(_evidence_of, told)))
    answered = await desk.answer(who, Kept(id, summary), question, language)
    found = answered.answer
    return EvidenceFound(
        summary=id,
        nearness=found.nearness,
        items=tuple(map(_evidence_of, found.items)),
        clauses=found.clauses,
        warnings=answered.warnings,
    )


async def comparison(desk: Desk, who: Who, ids: Sequence[str]) -> SideBySide:
    """Raises InvalidFields for fewer than two different ids or too many, NotFound."""
    different = list(dict.fromkeys(ids))
    if not FEWEST_COMPARED <= len(different) <= MOST_COMPARED:
        raise InvalidFields.one("ids", "invalid")
    return compare({id: await desk.summary(who, id) for id in different})


def brief(made: Summarized) -> Brief:
    """A summary for a program whose room is small."""
    if made.summary is None:
        return Brief(id=made.id, state=made.state, progress=made.progress)
    report, items = made.summary.report, answering.everything(made.summary)
    return Brief(
        id=made.id,
        state=made.state,
        title=report.title,
        issuer=report.issuer,
        year=report.year,
        overview=made.summary.overview.text,
        items=tuple(BriefItem(id=item.id, kind=kind, topic=item.topic, text=item.text) for kind, item in items),
        warnings=tuple(warning.message for warning in made.summary.quality.warnings),
        page=made.page,
    )


def _summarized(desk: Desk, made: Kept | Waiting) -> Summarized:
    if isinstance(made, Waiting):
        far = Far(stage=made.stage, done=made.done, of=made.of)
        return Summarized(id=made.id, state="working", progress=far, page=desk.link(made.id))
    return Summarized(id=made.id, state="done", summary=made.summary, page=desk.link(made.id))


def _evidence_of(told: answering.Told) -> EvidenceOf:
    kind, item = told
    return EvidenceOf(
        id=item.id, kind=kind, topic=item.topic, text=item.text, evidence=item.evidence, figures=item.figures
    )
