"""Every metric of one report. `docs/metrics.md` defines them; a metric is one function from a Context to a Score.

Whether a metric applies is decided by the report and its gold, never by the summary: so every engine is averaged over
the same reports. A failed report scores 0 in all that apply.
"""

from collections.abc import Callable
from typing import NamedTuple, get_args

from eval.metrics import evidence, figures, free, items, shown
from eval.metrics.context import Context, Scorer
from eval.values import Failure, GoldReport, Pair, Score, Scored
from schemas.document import Kind, Topic
from schemas.summary import ReportSummary

__all__ = [
    "DISPLAY",
    "HEADLINE",
    "INVARIANTS",
    "METRICS",
    "NEEDS_GOLD",
    "SCORERS",
    "SCORER_VERSION",
    "Context",
    "score",
]

SCORER_VERSION = "1"
"""Changes whenever any score of any summary may: scores of two versions are never compared."""

NotFor = Callable[[GoldReport], str | None]
"""Why a metric does not apply to a report with this gold; None where it does."""


class Metric(NamedTuple):
    """A scorer, and to which gold it applies; `not_for` None says that it needs no gold."""

    scorer: Scorer
    not_for: NotFor | None = None


def _always(_: GoldReport) -> str | None:
    return None


def _items(gold: GoldReport) -> str | None:
    return None if gold.items else "the gold has no items"


def _vital(gold: GoldReport) -> str | None:
    return None if any(item.vital for item in gold.items) else "the gold has no vital items"


def _figures(gold: GoldReport) -> str | None:
    return None if any(item.figures for item in gold.items) else "the gold has no figures"


def _directions(gold: GoldReport) -> str | None:
    told = any(figure.direction for item in gold.items for figure in item.figures)
    return None if gold.has_directions and told else "the gold tells no directions"


def _changes(gold: GoldReport) -> str | None:
    told = any(figure.change for item in gold.items for figure in item.figures)
    return None if gold.has_directions and told else "the gold tells no changes"


def _topic(topic: Topic) -> NotFor:
    def not_for(gold: GoldReport) -> str | None:
        return None if any(item.topic == topic for item in gold.items) else "the gold has no items of this topic"

    return not_for


METRICS: dict[str, Metric] = {
    "item_f1": Metric(items.item_f1, _always),
    "item_precision": Metric(items.precision, _always),
    "item_recall": Metric(items.recall, _always),
    "vital_recall": Metric(items.vital_recall, _vital),
    "soft_f1": Metric(items.soft_f1, _always),
    "kind_blind_f1": Metric(items.kind_blind_f1, _always),
    "kind_accuracy": Metric(items.kind_accuracy, _items),
    "topic_accuracy": Metric(items.topic_accuracy, _items),
    "text_dice": Metric(items.text_dice, _items),
    "evidence_f1": Metric(evidence.on_hits, _items),
    "evidence_joint": Metric(evidence.joint, _items),
    "figure_f1": Metric(figures.figure_f1, _figures),
    "figure_precision": Metric(figures.precision, _figures),
    "figure_recall": Metric(figures.recall, _figures),
    "figure_value_f1": Metric(figures.value_f1, _figures),
    "figure_full_f1": Metric(figures.full_f1, _figures),
    "direction_f1": Metric(figures.direction_f1, _directions),
    "change_f1": Metric(figures.change_f1, _changes),
    "schema_valid": Metric(free.schema_valid),
    "evidence_valid": Metric(free.evidence_valid),
    "figure_valid": Metric(free.figure_valid),
    "number_support": Metric(free.number_support),
    "bigram_support": Metric(free.bigram_support),
    "no_doubles": Metric(free.no_doubles),
    "polarity": Metric(free.polarity),
    "coverage": Metric(shown.coverage),
    "compression": Metric(shown.compression),
    "rouge_l": Metric(shown.rouge_l, _items),
    **{f"item_f1.{kind}": Metric(items.of_kind(kind), _always) for kind in get_args(Kind)},
    **{f"item_f1.topic.{topic}": Metric(items.of_topic(topic), _topic(topic)) for topic in get_args(Topic)},
}
SCORERS: dict[str, Scorer] = {name: metric.scorer for name, metric in METRICS.items()}
NEEDS_GOLD = frozenset(name for name, metric in METRICS.items() if metric.not_for is not None)
DISPLAY = frozenset(("rouge_l", "coverage", "compression"))
INVARIANTS = ("schema_valid", "evidence_valid", "number_support")
HEADLINE = (
    "item_f1",
    "vital_recall",
    "item_f1.achievement",
    "item_f1.problem",
    "item_f1.plan",
    "text_dice",
    "evidence_f1",
    "evidence_joint",
    "figure_f1",
    "direction_f1",
    *INVARIANTS,
)


def score(text: str, gold: GoldReport | None, summary: ReportSummary | None, failure: Failure | None = None) -> Scored:
    """Every metric of one report. Without a summary the report failed, and `failure` may say why."""
    report_id = gold.id if gold else failure.report_id if failure else ""
    if summary is None:
        why = f"failed: {failure.code}: {failure.message}" if failure else "failed: no summary"
        zero = Score(value=0.0, reason=why)
        missed = tuple(_missed(item.id, item.kind, why) for item in gold.items) if gold else ()
        return Scored(
            report_id=report_id,
            metrics={name: inapplicable(name, gold) or zero for name in METRICS},
            pairs=missed,
        )
    context = Context(text, gold, summary)
    return Scored(
        report_id=report_id,
        metrics={name: inapplicable(name, gold) or metric.scorer(context) for name, metric in METRICS.items()},
        pairs=context.pairs,
    )


def inapplicable(name: str, gold: GoldReport | None) -> Score | None:
    """The empty score of a metric that does not apply to a report with this gold; None where it applies."""
    not_for = METRICS[name].not_for
    if not_for is None:
        return None
    why = not_for(gold) if gold else "no gold"
    return Score(value=None, reason=why) if why else None


def _missed(gold: str, kind: Kind, why: str) -> Pair:
    return Pair(gold=gold, candidate=None, gold_kind=kind, candidate_kind=None, similarity=0.0, parts=None, reason=why)
