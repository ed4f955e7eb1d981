"""Items of gold and candidate in the one form in which they are compared."""

from collections.abc import Iterable
from dataclasses import dataclass

from eval.quantities import Told, told
from eval.texts import Bag, bag, bigrams
from eval.values import GoldItem, GoldReport, Range
from schemas.document import Kind, Topic
from schemas.summary import Item, ReportSummary

Characters = frozenset[int]
"""Offsets of characters of the report that are no blanks."""


@dataclass(frozen=True, slots=True)
class Line:
    """An item ready for comparison. `evidence` holds the alternatives, the first being the item's own."""

    id: str
    kind: Kind
    topic: Topic
    vital: bool
    text: str
    bigrams: Bag
    evidence: tuple[Characters, ...]
    figures: tuple[Told, ...]
    numbers: Bag


def of_gold(gold: GoldReport, text: str) -> tuple[Line, ...]:
    """The gold items in the annotator's order."""
    return tuple(_of_gold(item, text) for item in gold.items)


def of_summary(summary: ReportSummary, text: str) -> tuple[Line, ...]:
    """The items of a summary in its order."""
    kinds: tuple[tuple[Kind, tuple[Item, ...]], ...] = (
        ("achievement", summary.achievements),
        ("problem", summary.problems),
        ("plan", summary.plans),
    )
    return tuple(_of_summary(kind, item, text) for kind, items in kinds for item in items)


def characters(text: str, spans: Iterable[Range]) -> Characters:
    """The characters in the spans; what lies outside the text is none."""
    return frozenset(at for start, end in spans for at in range(start, min(end, len(text))) if not text[at].isspace())


def _of_gold(item: GoldItem, text: str) -> Line:
    figures = tuple(told(figure) for figure in item.figures)
    return Line(
        id=item.id,
        kind=item.kind,
        topic=item.topic,
        vital=item.vital,
        text=item.text,
        bigrams=bigrams(item.text),
        evidence=tuple(characters(text, spans) for spans in (item.evidence, *item.alternatives)),
        figures=figures,
        numbers=bag(figure.amount.number for figure in figures),
    )


def _of_summary(kind: Kind, item: Item, text: str) -> Line:
    figures = tuple(told(figure) for figure in item.figures)
    return Line(
        id=item.id,
        kind=kind,
        topic=item.topic,
        vital=False,
        text=item.text,
        bigrams=bigrams(item.text),
        evidence=(characters(text, ((piece.start, piece.end) for piece in item.evidence)),),
        figures=figures,
        numbers=bag(figure.amount.number for figure in figures),
    )
