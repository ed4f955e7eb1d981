"""semchunk, LangChain's recursive splitter (as it comes, and with the separators given for Chinese), pysbd in Chinese."""

from collections.abc import Callable, Mapping
from typing import Any

import pysbd
import semchunk
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.peers.clients.pieces import Splitter, counter, located, run

SEPARATORS = ["\n\n", "\n", " ", ".", ",", "\u200b", "\uff0c", "\u3001", "\uff0e", "\u3002", ""]


def splitters(job: dict[str, Any]) -> Mapping[str, Splitter]:
    count, budget = counter(job), job["budget"]
    chunker = semchunk.chunkerify(count, budget, memoize=False)
    segmenter = pysbd.Segmenter(language="zh", clean=False)
    return {
        "semchunk": lambda text: chunker(text, offsets=True)[1],
        "LangChain, recursive": _recursive(count, budget, None),
        "LangChain, recursive, separators for Chinese": _recursive(count, budget, SEPARATORS),
        "pysbd": lambda text: located(text, segmenter.segment(text)),
    }


def _recursive(count: Callable[[str], int], budget: int, separators: list[str] | None) -> Splitter:
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=budget, chunk_overlap=0, length_function=count, separators=separators, add_start_index=True
    )

    def split(text: str) -> list[tuple[int, int]]:
        found = splitter.create_documents([text])
        starts = [(one.metadata["start_index"], one.page_content) for one in found]
        return [(start, start + len(content)) for start, content in starts]

    return split


if __name__ == "__main__":
    run(splitters)
