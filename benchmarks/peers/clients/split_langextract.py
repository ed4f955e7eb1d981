"""langextract's chunks of 1,000 and 4,000 characters, with its Unicode tokenizer."""

from collections.abc import Mapping
from typing import Any

from langextract.chunking import ChunkIterator
from langextract.core.tokenizer import UnicodeTokenizer

from benchmarks.peers.clients.pieces import Splitter, run


def splitters(_: dict[str, Any]) -> Mapping[str, Splitter]:
    return {f"langextract, {size:,} characters": _chunks(size) for size in (1_000, 4_000)}


def _chunks(size: int) -> Splitter:
    def split(text: str) -> list[tuple[int, int]]:
        chunks = ChunkIterator(text, size, UnicodeTokenizer())
        return [(chunk.char_interval.start_pos, chunk.char_interval.end_pos) for chunk in chunks]

    return split


if __name__ == "__main__":
    run(splitters)
