"""A chat with one person: what they said in, what tiyao says out. Nothing is remembered: whoever carries the chat sends
all of its turns each time.

    said = reading.turn("user", text, files)           a message as it came; File(name, text) for each attached file
    made = await reply(desk, who, turns, manner)       all turns of the chat, the newest last
    made.text                                          Markdown, at most `manner.most_characters` long
"""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from schemas.request import SummaryOptions
from schemas.source import SourceText
from service.chat import reading, telling
from service.chat.desk import Desk, Kept, Told, Who, nobody
from service.chat.reading import Asked, Report, Turn
from service.chat.telling import Manner
from service.chat.words import say
from service.comparison import compare
from service.pipeline import Progress
from service.render.markdown import escape

_BETWEEN = "\n\n---\n\n"


class Reply(NamedTuple):
    """What to show, as Markdown, and the tokens that a model was paid for now."""

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0


async def reply(desk: Desk, who: Who, turns: Sequence[Turn], manner: Manner, progress: Progress = nobody) -> Reply:
    """The answer to the last turn. What stands in a report changes nothing in what is done.

    Raises what `Desk.summarize` raises; whoever carries the reply says it in the person's language.
    """
    asked = reading.asked(turns)
    manner = manner._replace(language=reading.language_of(asked.question, manner.language))
    if asked.want in ("help", "other"):
        return Reply(say(asked.want, manner.language))
    told = SummaryOptions(include_source=False)
    kept: list[Kept] = []
    for report in _about(asked):
        made = await desk.summarize(
            who, SourceText(report.text), Told(report.name, told, manner.language), progress=progress
        )
        assert isinstance(made, Kept)  # noqa: S101  no end was set to the patience
        kept.append(made)
    answer = await _replied(desk, who, asked, kept, manner)
    paid = [one.summary.usage for one in kept if one.fresh]
    prompt_tokens = answer.prompt_tokens + sum(one.prompt_tokens for one in paid)
    return Reply(answer.text, prompt_tokens, answer.completion_tokens + sum(one.completion_tokens for one in paid))


async def _replied(desk: Desk, who: Who, asked: Asked, kept: Sequence[Kept], manner: Manner) -> Reply:
    if asked.want == "comparison":
        return Reply(telling.comparison(compare({one.id: one.summary for one in kept}), manner))
    manner = manner._replace(most_characters=manner.most_characters // len(kept) - len(_BETWEEN))
    linked = [manner._replace(link=desk.link(one.id)) for one in kept]
    if asked.want == "summary":
        return Reply(_BETWEEN.join(telling.summary(one.summary, each) for one, each in zip(kept, linked, strict=True)))
    answers = await asyncio.gather(*(desk.answer(who, one, asked.question, manner.language) for one in kept))
    texts = [telling.answer(asked.question, *one) for one in zip(answers, linked, strict=True)]
    text = texts[0] if len(texts) == 1 else _BETWEEN.join(map(_titled, kept, texts))
    return Reply(text, sum(one.prompt_tokens for one in answers), sum(one.completion_tokens for one in answers))


def _about(asked: Asked) -> Sequence[Report]:
    """The reports that the last turn is about: those that came with it, else the newest; all, to compare them."""
    if asked.want == "comparison":
        return asked.reports
    return asked.reports[-max(1, asked.fresh) :]


def _titled(kept: Kept, answer: str) -> str:
    return f"### {escape(kept.summary.report.title or kept.id)}\n\n{answer}"
