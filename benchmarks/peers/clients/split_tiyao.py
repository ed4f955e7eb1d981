"""tiyao's chunks, sentences and clauses; the outline is part of the time of each."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from benchmarks.peers.clients.pieces import Splitter, run
from schemas.document import Clause, Document
from service.engines.llm import tokens
from service.stages.chunking import chunk
from service.stages.outline import outline


def splitters(job: dict[str, Any]) -> Mapping[str, Splitter]:
    tokens.count("")

    def chunks(text: str) -> Iterator[tuple[int, int]]:
        document = outline(text)
        for part in chunk(document, job["budget"], tokens.count):
            yield _range(document, part.clauses)

    def clauses(text: str) -> Iterator[tuple[int, int]]:
        document = outline(text)
        for clause in document.clauses:
            yield _range(document, (clause,))

    def sentences(text: str) -> Iterator[tuple[int, int]]:
        document = outline(text)
        for _, group in groupby(document.clauses, key=lambda clause: clause.sentence):
            yield _range(document, tuple(group))

    return {"tiyao": chunks, "tiyao, clauses": clauses, "tiyao, sentences": sentences}


def _range(document: Document, clauses: tuple[Clause, ...]) -> tuple[int, int]:
    return document.spans(clauses[0])[0].start, document.spans(clauses[-1])[-1].end


if __name__ == "__main__":
    run(splitters)
