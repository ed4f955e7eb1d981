"""How much a clause tells: three logistic models over one set of features (docs/decisions/0003-salience.md).

Does the clause tell anything by itself (`substance`); would an annotator cite it in its matter (`cite`); would its words
stand in the item's text (`tell`). The weights were fitted on gold and rounded; they stand in `weights`.
"""

from collections.abc import Sequence
from math import exp, log, log1p
from typing import NamedTuple

from schemas.document import Kind
from service.engines.extractive import weights
from service.engines.extractive.reading import FEATURES, Reading

# What the company of a clause says: its matter's size and figures, its place in it.
CONTEXT = ("bias", "many", "figures_around", "only_others_count", "place", "alone", "behind_figure", "before_figure")


_BASE = len(FEATURES)


class Ranked(NamedTuple):
    """A clause in its matter: how likely it is cited, and, if cited, told."""

    reading: Reading
    cite: float
    tell: float


def substance(reading: Reading, kind: Kind) -> float:
    """How much a clause tells by itself, 0 to 1."""
    weighted = weights.SUBSTANCE[kind]
    return _logistic(weighted[-1] + sum([weighted[n] for n in reading.active]))


def rank(readings: Sequence[Reading], kind: Kind) -> list[Ranked]:
    """The clauses of a matter with their chances."""
    cited, told = weights.CITE[kind], weights.TEXT[kind]
    c0, c1, c2, c3, c4, c5, c6, c7 = cited[_BASE:]
    t0, t1, t2, t3, t4, t5, t6, t7 = told[_BASE:]
    ranked = []
    for reading, (_, many, around, others, place, alone, behind, before) in zip(
        readings, contexts(readings), strict=True
    ):
        c = c0 + c1 * many + c2 * around + c3 * others + c4 * place + c5 * alone + c6 * behind + c7 * before
        t = t0 + t1 * many + t2 * around + t3 * others + t4 * place + t5 * alone + t6 * behind + t7 * before
        for n in reading.active:
            c += cited[n]
            t += told[n]
        ranked.append(Ranked(reading, 1 / (1 + exp(-c)), 1 / (1 + exp(-t))))
    return ranked


def contexts(readings: Sequence[Reading]) -> list[tuple[float, ...]]:
    """The context vectors of the clauses of a matter, in the order of CONTEXT."""
    headings = sum([r.clause.heading for r in readings])
    many = log(max(1, len(readings) - headings))
    counted = sum([r.figures > 0 for r in readings])
    around, step = log1p(counted), 1 / max(1, len(readings) - 1)
    sentences = [r.clause.sentence for r in readings]
    vectors: list[tuple[float, ...]] = []
    for at, reading in enumerate(readings):
        here = sentences[at]
        follows = at > 0 and sentences[at - 1] == here
        goes_on = at + 1 < len(readings) and sentences[at + 1] == here
        vectors.append(
            (
                1.0,
                many,
                around,
                float(counted > 0 and not reading.figures),
                at * step,
                float(not follows and not goes_on),
                float(at > 0 and readings[at - 1].figures > 0),
                float(goes_on and not reading.figures and readings[at + 1].figures > 0),
            )
        )
    return vectors


def _logistic(z: float) -> float:
    return 1 / (1 + exp(-z))
