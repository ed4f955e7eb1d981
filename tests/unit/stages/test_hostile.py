"""What a model that means harm gets past grounding: lines of the gold altered with what their own clauses hold."""

from collections import Counter
from collections.abc import Iterator

import pytest

from eval import dataset
from eval.values import GoldReport
from schemas.document import Document
from schemas.draft import Draft
from service.engines.extractive import ExtractiveEngine
from service.stages.chunking import chunk
from service.stages.grounding import ground
from service.stages.outline import outline
from tests.hostile import hostile, is_true
from tests.scripted.ideal import cited_clauses, of_gold

GOLD = dataset.load()
_MOST_LET_THROUGH = 0.03
# A handful of lines of each kind stand in sections that mix kinds, where wording alone decides.
_MOST_OF_ANOTHER_KIND = 0.1
_BORROWED = 4


def read(report: GoldReport) -> tuple[Document, list[Draft]]:
    document = outline(GOLD.texts[report.id])
    return document, [
        Draft(item.kind, item.topic, item.text, cited_clauses(document, item)) for item in of_gold(report)
    ]


def test_good_lines_pass() -> None:
    verdicts = [ground(*read(report)) for report in GOLD.reports]
    rejected = [rejection for _, rejections in verdicts for rejection in rejections]
    passed = sum(len(accepted) for accepted, _ in verdicts)
    assert passed >= 0.975 * (passed + len(rejected)), [(r.code, r.detail, r.draft.text) for r in rejected]


@pytest.fixture(scope="module")
def outcome() -> tuple[Counter[str], Counter[str], list[tuple[str, str]]]:
    """How often each sort of alteration was tried and accepted, and what was."""
    tried: Counter[str] = Counter()
    let: Counter[str] = Counter()
    through: list[tuple[str, str]] = []
    for report in GOLD.reports:
        document, drafts = read(report)
        told = [(sort, line) for sort, line in alterations(document, drafts)]
        tried.update(sort for sort, _ in told)
        accepted = set(ground(document, [line for _, line in told])[0])
        passed = [(sort, line.text) for sort, line in told if line in accepted]
        let.update(sort for sort, _ in passed)
        through += passed
    return tried, let, through


def alterations(document: Document, drafts: list[Draft]) -> Iterator[tuple[str, Draft]]:
    accepted, _ = ground(document, drafts)
    for at, draft in enumerate(accepted):
        others = [accepted[(at + step) % len(accepted)] for step in range(1, _BORROWED + 1)]
        for sort, line in hostile(document, draft, others):
            if len(line.text) <= 60 and (" as " in sort or not is_true(document, line)):
                yield sort, line


FIGURES = ("figures exchanged", "another figure", "figure of another point", "scope dropped", "plan told as done")


@pytest.mark.parametrize("sort", FIGURES)
def test_words_and_figures_put_together_otherwise(
    sort: str, outcome: tuple[Counter[str], Counter[str], list[tuple[str, str]]]
) -> None:
    tried, let, through = outcome
    assert tried[sort] >= 15
    assert let[sort] <= _MOST_LET_THROUGH * tried[sort], [text for name, text in through if name == sort]


@pytest.mark.parametrize("kind", ["achievement", "problem", "plan"])
@pytest.mark.parametrize("other", ["achievement", "problem", "plan"])
def test_lines_told_as_another_kind(
    kind: str, other: str, outcome: tuple[Counter[str], Counter[str], list[tuple[str, str]]]
) -> None:
    tried, let, through = outcome
    sort = f"{kind} as {other}"
    assert (tried[sort] >= 50) == (kind != other)
    assert let[sort] <= _MOST_OF_ANOTHER_KIND * tried[sort], [text for name, text in through if name == sort]


def test_the_embedded_engine_says_nothing_that_is_turned_away() -> None:
    engine = ExtractiveEngine()
    rejected = []
    told = 0
    for text in GOLD.texts.values():
        document = outline(text)
        for part in chunk(document, None, len):
            drafts = engine.drafts(part)
            told += len(drafts)
            rejected += ground(document, drafts)[1]
    assert told > 400
    assert len(rejected) <= 0.01 * told, [(r.code, r.detail, r.draft.text) for r in rejected]
