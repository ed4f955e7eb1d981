"""The embedded pipeline's time against two library passes over the same text, and its growth with length."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path

import opencc
import rjieba

from schemas.request import SummaryOptions
from service.build import pipeline
from service.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "reports"
OWN = ROOT / "eval" / "gold" / "reports"
LENGTHS = (5_000, 20_000, 80_000, 300_000, 1_000_000)


def reports() -> list[str]:
    """The five real reports where they are at hand, else five of our own."""
    folder = SHARED if SHARED.is_dir() else OWN
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))[:5]]


def median_seconds(work: Callable[[], object], runs: int) -> float:
    """The median wall time of a piece of work, once warm."""
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def ratio(runs: int = 15) -> dict[str, float]:
    """The pipeline over the reports against opencc and rjieba once each over the same text, in turn in one run."""
    texts = reports()
    convert, summarize = opencc.OpenCC("tw2s").convert, pipeline(Settings(model=None)).summarize
    options = SummaryOptions(engine="extractive")

    def passes() -> None:
        for text in texts:
            convert(text)
            rjieba.cut(text)

    async def summaries() -> None:
        for text in texts:
            await summarize(text, options)

    ours, theirs = [], []
    asyncio.run(summaries())
    for _ in range(runs):
        theirs.append(median_seconds(passes, 1))
        began = time.perf_counter()
        asyncio.run(summaries())
        ours.append(time.perf_counter() - began)
    return {
        "characters": sum(map(len, texts)),
        "pipeline_seconds": round(statistics.median(ours), 4),
        "library_passes_seconds": round(statistics.median(theirs), 4),
        "ratio": round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 2),
    }


def growth() -> dict[str, object]:
    """Seconds by length, and the exponent of the power law through them (least squares on logarithms)."""
    text = "\n".join(reports())
    summarize, options = pipeline(Settings(model=None)).summarize, SummaryOptions(engine="extractive")
    seconds = []
    for length in LENGTHS:
        long = (text * (length // len(text) + 1))[:length]
        runs = 3 if length < 300_000 else 1
        seconds.append(median_seconds(lambda long=long: asyncio.run(summarize(long, options)), runs))  # type: ignore[misc]
    return {
        "seconds": dict(zip(map(str, LENGTHS), (round(s, 4) for s in seconds), strict=True)),
        "exponent": round(slope([log(n) for n in LENGTHS], [log(s) for s in seconds]), 3),
    }


def slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Least-squares slope of y on x."""
    x, y = statistics.fmean(xs), statistics.fmean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)
