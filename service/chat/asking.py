"""A question about a report, put to the model where there is one: it chooses, tiyao quotes. The words answer where there
is none, and where it fails."""

import asyncio
from dataclasses import dataclass
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool

from schemas.document import Document
from schemas.draft import Choice
from schemas.summary import ReportSummary
from service import messages
from service.api.work import Work
from service.chat import answering
from service.chat.answering import Answer
from service.chat.hearing import beginning_in, cited
from service.chat.showing import Room, Shown, shown
from service.engines.protocol import Notice, Tally
from service.errors import ModelError
from service.extraction import why
from service.messages import Language
from service.settings import Settings
from service.stages.outline import outline
from service.storage.replies import used_by


class Inquiry(NamedTuple):
    """A question, the summary that it is about with its id and its source, and the language in which failures are told."""

    question: str
    id: str
    summary: ReportSummary
    source: str
    language: Language


class Answered(NamedTuple):
    """An answer, what is to be said of how it came about, and the tokens that were paid for it."""

    answer: Answer
    warnings: tuple[str, ...] = ()
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """Puts questions to the model of `work`, if it has one: shows it `most_tokens` of a report, waits `timeout_seconds`."""

    work: Work
    most_tokens: int
    timeout_seconds: float

    @classmethod
    def of(cls, work: Work, settings: Settings) -> "Asking":
        return cls(work, settings.question_tokens, settings.question_timeout_seconds)

    async def answer(self, asked: Inquiry) -> Answered:
        """What the report tells, in its own words. No failure of a model's is raised: it is told in a warning."""
        material = await run_in_threadpool(self._shown, asked)
        tally = Tally()
        with used_by(asked.id):
            choice = await self._choice(material, tally)
        self._settle(tally)
        found = await run_in_threadpool(_found, asked, material, choice)
        warnings = tuple(messages.say(one.code, asked.language, **one.details) for one in tally.notices)
        return Answered(found, warnings, tally.prompt_tokens, tally.completion_tokens)

    def _shown(self, asked: Inquiry) -> Shown:
        room = Room(self.most_tokens, self.work.pipeline.engine.count_tokens)
        return shown(asked.question, asked.summary, outline(asked.source), room)

    async def _choice(self, material: Shown, tally: Tally) -> Choice | None:
        """The model's; None without one, and where it fails."""
        try:
            async with asyncio.timeout(self.timeout_seconds):
                return await self.work.in_loop(self.work.pipeline.engine.choose(material.question, tally))
        except TimeoutError:
            failure = ModelError(reason="timeout")
        except ModelError as error:
            failure = error
        tally.notices.append(Notice("answer_fell_back", why(failure)))
        tally.failures.append(failure)
        return None

    def _settle(self, tally: Tally) -> None:
        pipeline = self.work.pipeline
        if pipeline.price:
            tokens = tally.prompt_tokens, tally.completion_tokens, tally.cached_prompt_tokens
            tally.cost = float(pipeline.price.cost(*tokens))
        pipeline.observer.question(tally)


def by_words(asked: Inquiry) -> Answered:
    """The answer without asking anybody."""
    return Answered(answering.answer(asked.question, asked.summary, outline(asked.source)))


def _found(asked: Inquiry, material: Shown, choice: Choice | None) -> Answer:
    document = material.question.document
    if choice is None:
        return answering.answer(asked.question, asked.summary, document)
    return _chosen(choice, material, document)


def _chosen(choice: Choice, material: Shown, document: Document) -> Answer:
    """What was chosen, in the order of the report; clauses that the items quote are not quoted twice."""
    items = tuple(material.told[n] for n in sorted(choice.lines))
    quoted = beginning_in(document, (piece for one in items for piece in one.item.evidence))
    clauses = cited(document, sorted(set(choice.clauses) - quoted))
    nearness: answering.Nearness = "told" if choice.told else "near" if items or clauses else "nothing"
    return Answer(nearness, None, False, items, clauses)
