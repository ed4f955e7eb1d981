"""A chat with one person: what they said in, what tiyao says out. The doors and the bots only carry it.

    desk = Desk(...)                                   one a process, see `desk`
    chat = Conversation(desk)
    said = reading.turn("user", text, files)           a message as it came; File(name, text) for each attached file
    reply = await chat.reply(who, turns, manner)       all turns of the chat, the newest last: nothing is remembered
    reply.text                                         Markdown, at most `manner.most_characters` long
    reply.summaries                                    ids of the summaries that it speaks of

Who keeps track of a chat by itself, as a bot does, may ask for one thing at a time: `summarize` a text, `ask` a question
about the summary of an id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from schemas.request import SummaryOptions
from schemas.source import SourceText
from service.chat import answering, reading, telling
from service.chat.comparing import compare
from service.chat.desk import Desk, Kept, Told, Waiting, Who, nobody
from service.chat.reading import Asked, Report, Turn
from service.chat.telling import Manner
from service.chat.words import say
from service.pipeline import Progress
from service.render.markdown import escape

_BETWEEN = "\n\n---\n\n"


class Reply(NamedTuple):
    """What to show, as Markdown; the summaries that it is about, oldest first; the job to ask for again where patience
    ended. Tokens are those that a model was paid for now."""

    text: str
    summaries: tuple[str, ...] = ()
    job: str | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """Raises what `Desk.summarize` raises; whoever carries the reply says it in the person's language."""

    desk: Desk
    patience_seconds: float | None = None

    async def reply(self, who: Who, turns: Sequence[Turn], manner: Manner, progress: Progress = nobody) -> Reply:
        """The answer to the last turn. What stands in a report changes nothing in what is done."""
        asked = reading.asked(turns)
        manner = manner._replace(language=reading.language_of(asked.question, manner.language))
        if asked.want in ("help", "other"):
            return Reply(say(asked.want, manner.language))
        kept: list[Kept] = []
        for report in _about(asked):
            made = await self.summarize(who, SourceText(report.text), report.name, manner, progress)
            if isinstance(made, Waiting):
                return Reply(say("waiting", manner.language, id=made.id), (), made.id)
            kept.append(made)
        text = await self._told(who, asked, kept, manner)
        paid = [one.summary.usage for one in kept if one.fresh]
        tokens = sum(one.prompt_tokens for one in paid), sum(one.completion_tokens for one in paid)
        return Reply(text, tuple(one.id for one in kept), None, *tokens)

    async def summarize(
        self, who: Who, source: SourceText, name: str, manner: Manner, progress: Progress = nobody
    ) -> Kept | Waiting:
        """The summary of a text that is a report; kept, so that the same text again is the same summary."""
        told = Told(name, SummaryOptions(include_source=False), manner.language)
        return await self.desk.summarize(who, source, told, patience_seconds=self.patience_seconds, progress=progress)

    async def ask(self, who: Who, summary: str, question: str, manner: Manner) -> Reply:
        """The answer to a question about the summary of an id. Raises NotFound."""
        kept = Kept(summary, await self.desk.summary(who, summary))
        manner = manner._replace(language=reading.language_of(question, manner.language))
        return Reply(await self._answer(who, kept, question, manner), (summary,))

    def show(self, kept: Kept, manner: Manner) -> Reply:
        """A summary as a reply, with the link to its page where people can reach one."""
        linked = manner._replace(link=self.desk.link(kept.id))
        return Reply(telling.summary(kept.summary, linked), (kept.id,))

    async def _told(self, who: Who, asked: Asked, kept: Sequence[Kept], manner: Manner) -> str:
        if asked.want == "comparison":
            return telling.comparison(compare({one.id: one.summary for one in kept}), manner)
        each = manner._replace(most_characters=manner.most_characters // len(kept) - len(_BETWEEN))
        if asked.want == "summary":
            return _BETWEEN.join(self.show(one, each).text for one in kept)
        answers = [await self._answer(who, one, asked.question, each) for one in kept]
        return answers[0] if len(answers) == 1 else _BETWEEN.join(map(_titled, kept, answers))

    async def _answer(self, who: Who, kept: Kept, question: str, manner: Manner) -> str:
        source = await self.desk.source(who, kept.id)
        found = answering.answer(question, kept.summary, source)
        return telling.answer(question, found, manner._replace(link=self.desk.link(kept.id)))


def _about(asked: Asked) -> Sequence[Report]:
    """The reports that the last turn is about: those that came with it, else the newest; all, to compare them."""
    if asked.want == "comparison":
        return asked.reports
    return asked.reports[-max(1, asked.fresh) :]


def _titled(kept: Kept, answer: str) -> str:
    return f"### {escape(kept.summary.report.title or kept.id)}\n\n{answer}"
