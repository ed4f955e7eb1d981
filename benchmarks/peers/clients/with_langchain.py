"""LangChain: map and reduce. Its recursive splitter with the separators its documentation gives for Chinese, chunks of
3,000 tokens with start offsets, structured output by JSON schema, eight calls at once, an overview from the lines."""

from typing import Any

from langchain_openai import ChatOpenAI
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pydantic import BaseModel

from benchmarks.peers.clients.common import TASK, Job, Work, quoted, run

SEPARATORS = ["\n\n", "\n", " ", ".", ",", "\u200b", "\uff0c", "\u3001", "\uff0e", "\u3002", ""]
TOKEN_MAX = 30_000


class Item(BaseModel):
    topic: str
    text: str
    quotes: list[str]


class Lines(BaseModel):
    achievements: list[Item]
    problems: list[Item]
    plans: list[Item]


def prepare(job: Job) -> Work:
    model = ChatOpenAI(model="langchain", base_url=job.base_url, api_key="none", temperature=0)  # type: ignore[arg-type]
    encoding = job.encoding()

    def count(text: str) -> int:
        return len(encoding.encode_ordinary(text))

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=job.settings["chunk_tokens"],
        chunk_overlap=0,
        length_function=count,
        separators=SEPARATORS,
        add_start_index=True,
    )
    lines = model.with_structured_output(Lines, method="json_schema")

    def work(job: Job) -> tuple[list[dict[str, Any]], str]:
        chunks = splitter.create_documents([job.text])
        prompts = [_prompt(chunk.page_content) for chunk in chunks]
        config = {"max_concurrency": job.settings["at_once"]}
        found: dict[int, list[dict[str, Any]]] = {}
        for at, answer in lines.batch_as_completed(prompts, config):  # type: ignore[arg-type]
            start = chunks[at].metadata["start_index"]
            content = chunks[at].page_content
            found[at] = quoted(answer.model_dump(), lambda quote: _in_chunk(content, quote, start))  # noqa: B023
            if found[at]:
                job.arrived()
        items = [item for at in sorted(found) for item in found[at]]
        _overview(model, items, count, config)
        return items, ""

    return work


def _in_chunk(content: str, quote: str, start: int) -> int:
    at = content.find(quote)
    return at if at < 0 else start + at


def _prompt(content: str) -> list[tuple[str, str]]:
    return [("system", TASK), ("user", f"<report>\n{content}\n</report>")]


def _overview(model: Any, items: list[dict[str, Any]], count: Any, config: dict[str, int]) -> str:
    """The lines condensed, in groups while they are too many for one call, as its map-reduce guide has it."""
    texts = [item["text"] for item in items]
    while True:
        groups: list[list[str]] = [[]]
        size = 0
        for text in texts:
            tokens = count(text) + 4
            if size + tokens > TOKEN_MAX:
                groups.append([])
                size = 0
            groups[-1].append(text)
            size += tokens
        prompts = [_reducing(group) for group in groups]
        texts = [answer.text for answer in model.batch(prompts, config)]
        if len(groups) == 1:
            return str(texts[0])


def _reducing(texts: list[str]) -> list[tuple[str, str]]:
    lines = "\n".join(f"{n}:{text}" for n, text in enumerate(texts, 1))
    return [
        ("system", "把下列条目概述为一段话，至多120字，只用条目中的事实和数字。"),
        ("user", f"<items>\n{lines}\n</items>"),
    ]


if __name__ == "__main__":
    run(prepare)
