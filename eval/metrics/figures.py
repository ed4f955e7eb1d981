"""Whether the figures are the gold's, pooled over the report: it does not matter in which item a figure stands.

Three strengths of "the same": the number; number and unit family; these and name, direction and change.
"""

from collections.abc import Sequence
from functools import lru_cache

from eval.assignment import assign
from eval.lines import Line
from eval.metrics.context import Context, f1, share
from eval.quantities import Amount, Told
from eval.texts import bag, dice
from eval.values import Score

MIN_NAME = 0.3
"""Dice of character bigrams from which on two names name the same: annotators name freely, the engine quotes."""


def value_f1(context: Context) -> Score:
    """F1 of the numbers alone."""
    wanted, offered = _figures(context.wanted), _figures(context.offered)
    same = bag(figure.amount.number for figure in wanted) & bag(figure.amount.number for figure in offered)
    return f1(len(same), len(offered), len(wanted), "figures")


def precision(context: Context) -> Score:
    """Share of the summary's figures that the gold has, by number and unit family."""
    return share(_same(context), len(_figures(context.offered)), "figures of the summary", 0.0)


def recall(context: Context) -> Score:
    """Share of the gold's figures that the summary has, by number and unit family."""
    return share(_same(context), len(_figures(context.wanted)), "gold figures")


def figure_f1(context: Context) -> Score:
    """F1 of the figures by number and unit family."""
    return f1(_same(context), len(_figures(context.offered)), len(_figures(context.wanted)), "figures")


def full_f1(context: Context) -> Score:
    """F1 of the figures by number, unit family, name, and direction and change where the gold tells them."""
    wanted, offered = _figures(context.wanted), _figures(context.offered)
    places: dict[Amount, list[int]] = {}
    for at, figure in enumerate(offered):
        places.setdefault(figure.amount, []).append(at)
    alike = [
        {at: score for at in places.get(figure.amount, ()) if (score := _likeness(figure, offered[at]))}
        for figure in wanted
    ]
    return f1(len(assign(alike)), len(offered), len(wanted), "figures")


def direction_f1(context: Context) -> Score:
    """F1 of the figures that rise or fall, by number, unit family and direction."""
    wanted, offered = (
        bag((figure.amount, figure.direction) for figure in _figures(lines) if figure.direction)
        for lines in (context.wanted, context.offered)
    )
    return f1(len(wanted & offered), len(offered), len(wanted), "figures with a direction")


def change_f1(context: Context) -> Score:
    """F1 of the ends of changes, by number, unit family and end (from, to)."""
    wanted, offered = (
        bag((figure.amount, figure.change) for figure in _figures(lines) if figure.change)
        for lines in (context.wanted, context.offered)
    )
    return f1(len(wanted & offered), len(offered), len(wanted), "ends of changes")


def _figures(lines: Sequence[Line]) -> list[Told]:
    return [figure for line in lines for figure in line.figures]


def _same(context: Context) -> int:
    wanted, offered = (bag(figure.amount for figure in _figures(lines)) for lines in (context.wanted, context.offered))
    return len(wanted & offered)


def _likeness(wanted: Told, offered: Told) -> float:
    """How well two figures of one amount agree; 0 where they are not the same. Every pair that is counts alike, almost."""
    if wanted.direction not in (None, offered.direction) or wanted.change not in (None, offered.change):
        return 0.0
    named = _named_alike(wanted.name, offered.name)
    return 1.0 + named / 1000 if named >= MIN_NAME else 0.0


@lru_cache(maxsize=16_384)
def _named_alike(one: str, other: str) -> float:
    return dice(one, other)
