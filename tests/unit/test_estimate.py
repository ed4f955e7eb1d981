"""An estimate is made of the real chunks and prompts."""

import prompts
from schemas.draft import Chunk
from service.engines.extractive import ExtractiveEngine
from service.engines.protocol import Line
from service.estimate import Estimate, estimate
from service.stages.chunking import chunk
from service.stages.outline import outline
from tests.scripted.reports import TEXT

EMBEDDED = ExtractiveEngine()


class Measured(ExtractiveEngine):
    """An engine of a model whose tokens are characters."""

    model = "m"
    chunk_tokens = 120

    def count_tokens(self, text: str) -> int:
        return len(text)


def chunks() -> tuple[Chunk, ...]:
    return chunk(outline(TEXT), 120, len)


def size(prompt: prompts.Prompt) -> int:
    return len(prompt.system) + len(prompt.user)


def test_every_chunk_and_one_call_to_condense() -> None:
    lines = [Line(d.kind, d.topic, d.text) for part in chunks() for d in EMBEDDED.drafts(part)]
    sent = [*map(prompts.extract, chunks()), prompts.condense(lines, outline(TEXT).title)]
    assert len(chunks()) > 1
    assert lines
    assert estimate(TEXT, Measured(), EMBEDDED) == Estimate(
        characters=len(TEXT),
        chunks=len(chunks()),
        calls=len(sent),
        prompt_tokens=sum(map(size, sent)),
        completion_tokens=round(0.45 * len(TEXT)),
    )


def test_headings_alone_are_not_sent() -> None:
    bare = "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要成效\n二、存在的问题\n"
    assert estimate(bare, Measured(), EMBEDDED).calls == 0


def test_the_embedded_engine_asks_nobody() -> None:
    assert estimate(TEXT, EMBEDDED, EMBEDDED) == Estimate(characters=len(TEXT), chunks=1)


def test_a_sum() -> None:
    assert Estimate(1, 2, 3, 4, 5).plus(Estimate(10, 20, 30, 40, 50)) == Estimate(11, 22, 33, 44, 55)
