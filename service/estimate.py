"""What a summary will ask of a model, told before anything is sent: the real chunks and prompts, nothing else real."""

from typing import NamedTuple

import prompts
from schemas.draft import Chunk
from service.engines.extractive import ExtractiveEngine
from service.engines.protocol import ANSWER_SHARE, Engine, Line
from service.extraction import chunked
from service.stages.outline import outline


class Estimate(NamedTuple):
    """Of one report or of many. `calls` go out if every answer is good at once and none is kept: mending lines, asking
    again and retries are not among them. Tokens are o200k_base's, whatever the model's own are."""

    characters: int = 0
    chunks: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def plus(self, other: "Estimate") -> "Estimate":
        return Estimate(*map(sum, zip(self, other, strict=True)))


def estimate(source: str, engine: Engine, embedded: ExtractiveEngine) -> Estimate:
    """The estimate of a source text that can be summarized; of an engine without a model, the chunks and no call."""
    document = outline(source)
    chunks = chunked(document, engine, embedded)
    if engine.model is None:
        return Estimate(len(source), len(chunks))
    asked = [part for part in chunks if not all(clause.heading for clause in part.clauses)]
    sent = [prompts.extract(part) for part in asked]
    if lines := _stand_ins(chunks, embedded):
        sent.append(prompts.condense(lines, document.title))
    return Estimate(
        characters=len(source),
        chunks=len(chunks),
        calls=len(sent),
        prompt_tokens=sum(engine.count_tokens(prompt.system) + engine.count_tokens(prompt.user) for prompt in sent),
        completion_tokens=round(ANSWER_SHARE * engine.count_tokens(source)),
    )


def _stand_ins(chunks: tuple[Chunk, ...], embedded: ExtractiveEngine) -> list[Line]:
    """The embedded engine's lines, in the place of those that the model will give, for the prompt that condenses."""
    return [Line(draft.kind, draft.topic, draft.text) for part in chunks for draft in embedded.drafts(part)]
