"""What the scores of a few reports allow to be said: intervals, paired differences, the smallest that can be seen.

The report is the unit: repeats of one report are averaged first (`over_repeats`). Formulas: `docs/metrics.md`.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import getitem
from statistics import fmean, stdev, variance
from typing import NamedTuple

from eval.student import quantile

EXACT_UP_TO = 30
_FLIPS = 100_000
_ENOUGH = 1_000
_SEED = 20_240_607
_ALIKE = 1e-9  # sums that differ by less are one, as floats go


class Interval(NamedTuple):
    """A mean with its t interval; `low` and `high` are None for fewer than two reports. `sd` is of the reports."""

    mean: float
    low: float | None
    high: float | None
    n: int
    sd: float | None


class Paired(NamedTuple):
    """Second minus first, over the same reports.

    `p` is of the two-sided sign-flip test; `detectable` is the smallest true difference that so many reports with this
    spread would show (None for fewer than two reports).
    """

    difference: float
    low: float | None
    high: float | None
    p: float
    detectable: float | None
    n: int


class Repeats(NamedTuple):
    """The mean of every report over its repeats, and the standard deviation between repeats of one report."""

    means: tuple[float, ...]
    sd: float


def t_interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """Mean ± t·s/√n. Raises ValueError for no values."""
    if not values:
        raise ValueError("no values")
    n, mean = len(values), fmean(values)
    if n == 1:
        return Interval(mean, None, None, 1, None)
    sd = stdev(values)
    half = quantile((1 + confidence) / 2, n - 1) * sd / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n, sd)


def paired(first: Sequence[float], second: Sequence[float], confidence: float = 0.95) -> Paired:
    """How much more the second has than the first, report by report. Raises ValueError for unequal or no reports."""
    differences = [b - a for a, b in zip(first, second, strict=True)]
    interval = t_interval(differences, confidence)
    sd = interval.sd
    detectable = None if sd is None else smallest_detectable(sd, interval.n, 1 - confidence)
    return Paired(interval.mean, interval.low, interval.high, sign_flip(differences), detectable, interval.n)


def smallest_detectable(sd: float, n: int, alpha: float = 0.05, power: float = 0.8) -> float:
    """The true mean difference that n pairs with this standard deviation show with the given power (Bloom 1995)."""
    return (quantile(1 - alpha / 2, n - 1) + quantile(power, n - 1)) * sd / math.sqrt(n)


def sign_flip(differences: Sequence[float]) -> float:
    """Two-sided p of the paired permutation test (Fisher 1935): the share of all 2ⁿ sign patterns as extreme as ours.

    A difference of 0 has no sign, and plays no part. Exact up to EXACT_UP_TO others; beyond, by random patterns of a
    fixed seed: until 1,000 are as extreme, which leaves p uncertain by 3% of itself (Besag & Clifford 1991), at most
    100,000, ours counted among them (Phipson & Smyth 2010).
    """
    sizes = [abs(difference) for difference in differences if difference]
    observed = abs(math.fsum(differences)) - _ALIKE
    return _exact(sizes, observed) if len(sizes) <= EXACT_UP_TO else _sampled(sizes, observed)


def _exact(sizes: Sequence[float], observed: float) -> float:
    half = len(sizes) // 2
    left, right = _sums(sizes[:half]), sorted(_sums(sizes[half:]))
    extreme = sum(
        len(right) - bisect_left(right, observed - one) + bisect_right(right, -observed - one) for one in left
    )
    return min(1.0, extreme / (1 << len(sizes)))


def _sampled(sizes: Sequence[float], observed: float) -> float:
    # Eight signs are one random byte, and what they sum to is looked up.
    tables = [_sums(sizes[at : at + 8]) for at in range(0, len(sizes), 8)]
    tables[-1] *= 256 // len(tables[-1])
    flip = random.Random(_SEED)
    extreme = 0
    for count in range(1, _FLIPS + 1):
        signs = flip.randbytes(len(tables))
        extreme += abs(sum(map(getitem, tables, signs))) >= observed
        if extreme == _ENOUGH:
            return extreme / count
    return (extreme + 1) / (_FLIPS + 1)


def over_repeats(rows: Sequence[Sequence[float]]) -> Repeats:
    """`rows` holds the repeats of each report. The deviation is pooled over the reports; 0 where none is repeated."""
    spread = [(variance(row), len(row) - 1) for row in rows if len(row) > 1]
    freedom = sum(weight for _, weight in spread)
    pooled = sum(one * weight for one, weight in spread) / freedom if freedom else 0.0
    return Repeats(tuple(fmean(row) for row in rows), math.sqrt(pooled))


def _sums(sizes: Sequence[float]) -> list[float]:
    """The sums of all sign patterns."""
    sums = [0.0]
    for size in sizes:
        sums = [one + sign for one in sums for sign in (size, -size)]
    return sums
