"""The llm engine's time and tokens against a scripted server of ideal answers: what our side adds to the model's own."""

import asyncio
import math
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.embedded import OWN, SHARED
from eval.dataset import load
from eval.values import Dataset, GoldReport
from prompts import numbering
from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service.build import pipeline
from service.engines.llm import tokens
from service.settings import Settings
from service.stages.chunking import chunk
from service.stages.outline import outline
from tests.scripted import ScriptedServer
from tests.scripted.ideal import Ideal, of_gold

CHUNK_TOKENS = 3_000
LATENCY_SECONDS = 1.0
CHUNKS = 5
_PLACES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
AT_ONCE = 8
INSTRUCTION_TOKENS = 900
ITEM_TOKENS = 45


class Done(NamedTuple):
    """Summaries of some texts, and the wall time of all."""

    summaries: Sequence[ReportSummary]
    seconds: float


def data() -> Dataset:
    """The five real reports where they are at hand, else our own."""
    return load(SHARED.parent / "gold", SHARED) if SHARED.is_dir() else load(OWN.parent)


def summarized(ideal: Ideal, texts: Sequence[str], chunk_tokens: int = CHUNK_TOKENS) -> Done:
    """Summaries of the texts, all asked for at once, once the tokenizer and a connection are warm."""

    async def all_at_once() -> Done:
        made = pipeline(
            Settings(
                _env_file=None,  # type: ignore[call-arg]
                base_url=server.base_url,
                model="ideal",
                chunk_tokens=chunk_tokens,
                concurrent_calls=AT_ONCE,
                keep_replies=False,
            )
        )
        ideal.latency_seconds, latency = 0.0, ideal.latency_seconds
        await made.summarize(texts[0], SummaryOptions())
        ideal.latency_seconds = latency
        began = time.perf_counter()
        try:
            works = (made.summarize(text, SummaryOptions()) for text in texts)
            summaries = await asyncio.gather(*works)
            return Done(summaries, time.perf_counter() - began)
        finally:
            await made.close()

    with ScriptedServer(ideal) as server:
        return asyncio.run(all_at_once())


def report_seconds() -> dict[str, float]:
    """A report of five chunks: its calls go out at once, and one more behind them; twice the latency, and our share."""
    gold, chunk_tokens = five_chunks()
    text = data().texts[gold.id]
    done = summarized(Ideal({text: of_gold(gold)}, chunk_tokens, LATENCY_SECONDS), [text], chunk_tokens)
    return _against(done.seconds, 2 * LATENCY_SECONDS)


def batch_seconds() -> dict[str, float]:
    """Twenty reports with eight calls at once, against calls packed without a gap."""
    gold = data().reports[0]
    texts = list(_of_other_places(data().texts[gold.id]))
    ideal = Ideal({one: of_gold(gold) for one in texts}, CHUNK_TOKENS, LATENCY_SECONDS)
    done = summarized(ideal, texts)
    calls = sum(summary.usage.calls for summary in done.summaries)
    return {"calls": calls, **_against(done.seconds, math.ceil(calls / AT_ONCE) * LATENCY_SECONDS)}


def _of_other_places(text: str) -> Iterator[str]:
    """The report of twenty places, in as many characters: two same calls at a time would be one."""
    at = text.index((outline(text).title or text)[:4])
    for place in _PLACES:
        yield f"{text[:at]}{place}{text[at + 1 :]}"


def five_chunks() -> tuple[GoldReport, int]:
    """The longest report that a budget parts into five chunks, and that budget."""
    longest_first = sorted(data().reports, key=lambda report: -len(data().texts[report.id]))
    for gold in longest_first:
        document = outline(data().texts[gold.id])
        for budget in range(500, 9_000, 50):
            if len(chunk(document, budget, tokens.count)) == CHUNKS:
                return gold, budget
    raise ValueError("no report has five chunks")


def token_shares() -> dict[str, float]:
    """Tokens sent against the numbered reports and an allowance a call and an item; tokens answered against the reports."""
    given = data()
    ideal = Ideal({given.texts[gold.id]: of_gold(gold) for gold in given.reports}, CHUNK_TOKENS)
    texts = list(given.texts.values())
    summaries = summarized(ideal, texts).summaries
    allowed = sum(_allowed(text, summary) for text, summary in zip(texts, summaries, strict=True))
    sent = sum(summary.usage.prompt_tokens for summary in summaries)
    answered = sum(summary.usage.completion_tokens for summary in summaries)
    own = sum(map(tokens.count, texts))
    return {
        "prompt_tokens": sent,
        "allowed_prompt_tokens": allowed,
        "prompt_ratio": round(sent / allowed, 3),
        "completion_tokens": answered,
        "report_tokens": own,
        "completion_share": round(answered / own, 3),
    }


def _allowed(text: str, summary: ReportSummary) -> int:
    parts = chunk(outline(text), CHUNK_TOKENS, tokens.count)
    numbered = ("\n".join(numbering.numbered(part, range(part.first, part.last))) for part in parts)
    return sum(map(tokens.count, numbered)) + INSTRUCTION_TOKENS * len(parts) + ITEM_TOKENS * len(summary.items())


def _against(seconds: float, ideal: float) -> dict[str, float]:
    return {"seconds": round(seconds, 3), "ideal_seconds": ideal, "ratio": round(seconds / ideal, 3)}
