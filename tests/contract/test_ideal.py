"""With ideal answers, the gold in the engine's own format, gates and merge leave good work as it is."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from eval.dataset import OWN, load
from eval.metrics import score
from eval.values import Dataset, Scored
from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service.engines.extractive import ExtractiveEngine
from service.engines.llm import LlmEngine
from service.pipeline import Pipeline
from tests.contract.test_llm_engine import settings
from tests.scripted import ScriptedServer
from tests.scripted.ideal import Ideal, of_gold

SHARED = Path(__file__).parents[3] / "shared"
CHUNK_TOKENS = 3_000


def summaries(data: Dataset) -> dict[str, ReportSummary]:
    """The summaries of all reports, by id."""

    async def scene() -> dict[str, ReportSummary]:
        async with LlmEngine.from_settings(settings(server.base_url, chunk_tokens=CHUNK_TOKENS)) as engine:
            pipeline = Pipeline(engine, ExtractiveEngine(), 1_000_000)
            texts = data.texts.values()
            made = await asyncio.gather(*(pipeline.summarize(text, SummaryOptions()) for text in texts))
            return dict(zip(data.texts, made, strict=True))

    ideal = Ideal({data.texts[gold.id]: of_gold(gold) for gold in data.reports}, CHUNK_TOKENS)
    with ScriptedServer(ideal) as server:
        return asyncio.run(scene())


def mean(scored: list[Scored], name: str) -> float:
    values = [value for one in scored if (value := one.metrics[name].value) is not None]
    return sum(values) / len(values)


@pytest.mark.parametrize("folder", [OWN, SHARED / "gold"], ids=["own", "shared"])
def test_good_work_stays(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip(f"no {folder.name} beside the checkout")
    data = load(folder, SHARED / "reports" if folder != OWN else None)
    made = summaries(data)
    scored = [score(data.texts[gold.id], gold, made[gold.id], None) for gold in data.reports]
    assert mean(scored, "vital_recall") >= 0.97
    assert mean(scored, "item_f1") >= 0.95
    assert mean(scored, "number_support") == 1
    # No part of any report was left to the embedded engine, and next to nothing was taken for passed over.
    codes = Counter(warning.code for summary in made.values() for warning in summary.quality.warnings)
    assert codes.keys().isdisjoint({"chunk_fell_back", "overview_fell_back", "repair_failed"})
    assert codes["points_fell_back"] <= 1
