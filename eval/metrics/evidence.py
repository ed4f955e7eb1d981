"""Whether the evidence is the gold's: F1 of its characters, blanks aside, the best of the gold's alternatives."""

from eval.matching import evidence_f1
from eval.metrics.context import Context, mean, share
from eval.values import Score


def on_hits(context: Context) -> Score:
    """Mean evidence F1 of the hits: how well what was found is cited."""
    return mean([evidence_f1(wanted, offered) or 0.0 for wanted, offered, _ in context.hits], "hits")


def joint(context: Context) -> Score:
    """Evidence F1 summed over the hits, over all gold items: coverage × evidence, a missed item counting 0."""
    total = sum(evidence_f1(wanted, offered) or 0.0 for wanted, offered, _ in context.hits)
    return share(total, len(context.wanted), "gold items")
