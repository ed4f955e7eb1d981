"""What a format costs a summary: item F1 against gold of the plain text."""

from typing import NamedTuple

from eval.metrics.context import Context
from eval.metrics.items import item_f1, soft_f1
from eval.values import GoldReport
from schemas.source import SourceText
from tests.formats.alignment import aligned, projected
from tests.reports import summarize


class Cost(NamedTuple):
    """`f1` is the item F1 of the file's summary, `soft_f1` the one by likeness, `kept` the share of the plain text's
    characters that its text has."""

    f1: float
    soft_f1: float
    kept: float


def cost(found: SourceText, gold: GoldReport, plain: str) -> Cost:
    """How the summary of a file's text fares, its evidence carried over to the plain text."""
    places = aligned(found.text, plain)
    characters = sum(not character.isspace() for character in plain)
    context = Context(plain, gold, projected(summarize(found.text), places, plain))
    hard, soft = item_f1(context).value, soft_f1(context).value
    assert hard is not None
    assert soft is not None
    return Cost(hard, soft, len(places) / characters)
