"""Whether the right items are there: found, of the right kind and topic, in the gold's words."""

from eval.lines import Line
from eval.metrics.context import Context, Scorer, f1, mean, share
from eval.values import Score
from schemas.document import Kind, Topic


def precision(context: Context) -> Score:
    """Share of the summary's items that are hits; 0 for an empty summary where the gold has items."""
    empty = 0.0 if context.wanted else 1.0
    return share(len(context.hits), len(context.offered), "items of the summary", empty)


def recall(context: Context) -> Score:
    """Share of the gold items that are hit."""
    return share(len(context.hits), len(context.wanted), "gold items")


def item_f1(context: Context) -> Score:
    """F1 of items: pairs of one kind against all items of both sides."""
    return f1(len(context.hits), len(context.offered), len(context.wanted), "items")


def kind_blind_f1(context: Context) -> Score:
    """The same, whatever the kinds of a pair."""
    return f1(len(context.matched), len(context.offered), len(context.wanted), "items")


def soft_f1(context: Context) -> Score:
    """F1 where a hit counts as much as the two items are alike."""
    alike = sum(pair.similarity for _, _, pair in context.hits)
    return f1(alike, len(context.offered), len(context.wanted), "items")


def vital_recall(context: Context) -> Score:
    """Share of the vital gold items that are hit."""
    hit = sum(wanted.vital for wanted, _, _ in context.hits)
    return share(hit, sum(line.vital for line in context.wanted), "vital gold items")


def text_dice(context: Context) -> Score:
    """Mean Dice of the character bigrams of the texts of the hits."""
    return mean([pair.parts.text for _, _, pair in context.hits if pair.parts], "hits")


def kind_accuracy(context: Context) -> Score:
    """Share of the matched pairs that are of one kind."""
    return share(len(context.hits), len(context.matched), "matched pairs", 0.0)


def topic_accuracy(context: Context) -> Score:
    """Share of the hits that have the gold's topic."""
    same = sum(wanted.topic == offered.topic for wanted, offered, _ in context.hits)
    return share(same, len(context.hits), "hits", 0.0)


def of_kind(kind: Kind) -> Scorer:
    """F1 of the items of one kind; 1 where neither side has any, for telling nothing is then right."""

    def scorer(context: Context) -> Score:
        hits = sum(wanted.kind == kind for wanted, _, _ in context.hits)
        return f1(hits, _of_kind(context.offered, kind), _of_kind(context.wanted, kind), f"{kind} items")

    return scorer


def of_topic(topic: Topic) -> Scorer:
    """F1 of the items of one topic: a hit counts where both sides have the topic."""

    def scorer(context: Context) -> Score:
        hits = sum(wanted.topic == topic == offered.topic for wanted, offered, _ in context.hits)
        return f1(hits, _of_topic(context.offered, topic), _of_topic(context.wanted, topic), f"{topic} items")

    return scorer


def _of_kind(lines: tuple[Line, ...], kind: Kind) -> int:
    return sum(line.kind == kind for line in lines)


def _of_topic(lines: tuple[Line, ...], topic: Topic) -> int:
    return sum(line.topic == topic for line in lines)
