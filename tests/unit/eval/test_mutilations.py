"""What each mutilation of a perfect summary costs: exactly the metrics that should see it."""

from collections.abc import Callable

import pytest

from schemas.summary import Evidence, Figure, Item, ReportSummary
from tests.unit.eval.qinghe import APPLIES, LACK, PERFECT, TEXT, values


def first(change: Callable[[Item], Item]) -> ReportSummary:
    """The summary with its first item changed."""
    return PERFECT.model_copy(update={"achievements": (change(PERFECT.achievements[0]), *PERFECT.achievements[1:])})


def figures(item: Item, change: Callable[[Figure], Figure]) -> Item:
    return item.model_copy(update={"figures": tuple(map(change, item.figures))})


def moved(item: Item, by: int) -> Item:
    """The item with its evidence moved, still word for word what stands there."""
    pieces = [(piece.start + by, piece.end + by) for piece in item.evidence]
    return item.model_copy(update={"evidence": tuple(Evidence(start=a, end=b, text=TEXT[a:b]) for a, b in pieces)})


# What may be done to a perfect summary, and every metric that must fall for it; no other may.
FIGURES = {"figure_f1", "figure_precision", "figure_recall", "figure_value_f1", "figure_full_f1"}
ITEMS = {"item_f1", "item_precision", "item_recall", "soft_f1", "evidence_joint", "vital_recall"}
BLIND = {"kind_blind_f1", "rouge_l"}

MUTILATIONS: dict[str, tuple[ReportSummary, set[str]]] = {
    "shuffled": (
        PERFECT.model_copy(update={"achievements": PERFECT.achievements[::-1], "overview": PERFECT.overview}),
        set(),
    ),
    "item dropped": (
        PERFECT.model_copy(update={"achievements": PERFECT.achievements[1:]}),
        {
            *(ITEMS - {"item_precision"}),
            *BLIND,
            *(FIGURES - {"figure_precision"}),
            "item_f1.achievement",
            "item_f1.topic.functions",
            "direction_f1",
            "change_f1",
        },
    ),
    "kind swapped": (
        PERFECT.model_copy(
            update={"problems": (), "plans": (*PERFECT.plans, PERFECT.problems[0].model_copy(update={"id": "n2"}))}
        ),
        {*ITEMS, "kind_accuracy", "item_f1.problem", "item_f1.plan", "item_f1.topic.enforcement"},
    ),
    "topic swapped": (
        first(lambda item: item.model_copy(update={"topic": "publicity"})),
        {"topic_accuracy", "item_f1.topic.functions", "item_f1.topic.publicity"},
    ),
    "figure changed": (
        first(
            lambda item: item.model_copy(
                update={"figures": (*item.figures[:3], item.figures[3].model_copy(update={"value": "88.6"}))}
            )
        ),
        {*FIGURES, "figure_valid", "soft_f1"},
    ),
    "figure changed in the text": (
        first(lambda item: item.model_copy(update={"text": item.text.replace("98.6", "88.6")})),
        {"number_support", "text_dice", "soft_f1", "bigram_support", "rouge_l"},
    ),
    "unit changed": (
        first(
            lambda item: item.model_copy(
                update={
                    "figures": (*item.figures[:2], item.figures[2].model_copy(update={"unit": "人"}), item.figures[3])
                }
            )
        ),
        FIGURES - {"figure_value_f1"},
    ),
    "figure renamed": (
        first(lambda item: figures(item, lambda one: one.model_copy(update={"name": "某数"}))),
        {"figure_full_f1"},
    ),
    "direction turned": (
        first(lambda item: figures(item, lambda one: one.model_copy(update={"direction": "up"}))),
        {"direction_f1", "figure_full_f1"},
    ),
    "ends of a change swapped": (
        first(
            lambda item: figures(
                item,
                lambda one: one.model_copy(update={"change": {"from": "to", "to": "from", None: None}[one.change]}),
            )
        ),
        {"change_f1", "figure_full_f1"},
    ),
    "direction turned in the text": (
        first(lambda item: item.model_copy(update={"text": item.text.replace("压缩至", "延长至")})),
        {"polarity", "text_dice", "soft_f1", "bigram_support", "rouge_l"},
    ),
    "denial dropped in the text": (
        PERFECT.model_copy(
            update={
                "problems": (PERFECT.problems[0].model_copy(update={"text": LACK.replace("尚未配齐", "已经配齐")}),)
            }
        ),
        {"polarity", "text_dice", "soft_f1", "bigram_support", "rouge_l"},
    ),
    "evidence shifted": (
        first(lambda item: moved(item, -9)),
        {"evidence_f1", "evidence_joint", "soft_f1", "number_support", "bigram_support", "figure_valid"},
    ),
    "evidence misquoted": (
        first(
            lambda item: item.model_copy(
                update={"evidence": (item.evidence[0].model_copy(update={"text": "企业开办更快"}),)}
            )
        ),
        {"evidence_valid"},
    ),
    "text emptied": (
        first(lambda item: item.model_copy(update={"text": ""})),
        {
            *ITEMS,
            *BLIND,
            "item_f1.achievement",
            "item_f1.topic.functions",
            "schema_valid",
        },
    ),
    "item told twice": (
        PERFECT.model_copy(
            update={"achievements": (*PERFECT.achievements, PERFECT.achievements[0].model_copy(update={"id": "a9"}))}
        ),
        {
            "no_doubles",
            "item_f1",
            "item_precision",
            "soft_f1",
            *BLIND,
            *(FIGURES - {"figure_recall"}),
            "item_f1.achievement",
            "item_f1.topic.functions",
            "direction_f1",
            "change_f1",
        },
    ),
    "two items of one id": (
        first(lambda item: item.model_copy(update={"id": "a2"})),
        {"schema_valid"},
    ),
    "overview names nothing": (
        PERFECT.model_copy(update={"overview": PERFECT.overview.model_copy(update={"items": ("a77",)})}),
        {"schema_valid"},
    ),
    "another text": (
        PERFECT.model_copy(update={"report": PERFECT.report.model_copy(update={"source_sha256": "0" * 64})}),
        {"evidence_valid"},
    ),
}


@pytest.mark.parametrize("name", MUTILATIONS)
def test_a_mutilation_lowers_exactly_the_metrics_that_should_see_it(name: str) -> None:
    mutilated, seen_by = MUTILATIONS[name]
    before, after = values(PERFECT), values(mutilated)
    compared = APPLIES - {"coverage", "compression"}
    assert {metric for metric in compared if after[metric] < before[metric] - 1e-9} == seen_by


def test_every_metric_is_lowered_by_some_mutilation() -> None:
    seen = set().union(*(seen_by for _, seen_by in MUTILATIONS.values()))
    assert seen == APPLIES - {"coverage", "compression"}
