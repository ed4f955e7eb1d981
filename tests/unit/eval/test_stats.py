"""Statistics with known answers: from tables of the t distribution, and counted by hand."""

import itertools
import math
import random
import time

import pytest

from eval.stats import EXACT_UP_TO, over_repeats, paired, sign_flip, smallest_detectable, t_interval
from eval.student import cumulative, quantile


@pytest.mark.parametrize(
    ("p", "freedom", "t"),
    [
        (0.975, 1, 12.7062),
        (0.975, 2, 4.30265),
        (0.975, 4, 2.77645),
        (0.975, 10, 2.22814),
        (0.95, 17, 1.73961),
        (0.995, 4, 4.60409),
        (0.975, 120, 1.97993),
        (0.8, 4, 0.940965),
        (0.025, 10, -2.22814),
    ],
)
def test_quantiles_of_the_tables(p: float, freedom: int, t: float) -> None:
    assert quantile(p, freedom) == pytest.approx(t, rel=1e-5)
    assert cumulative(quantile(p, freedom), freedom) == pytest.approx(p)


def test_interval_of_one_to_five() -> None:
    interval = t_interval([1, 2, 3, 4, 5])
    assert interval.mean == 3
    assert interval.sd == pytest.approx(math.sqrt(2.5))
    assert interval.low == pytest.approx(3 - 2.776445 * math.sqrt(0.5), rel=1e-6)
    assert interval.high == pytest.approx(3 + 2.776445 * math.sqrt(0.5), rel=1e-6)


def test_one_report_has_no_interval_and_none_no_mean() -> None:
    assert t_interval([0.7]) == (0.7, None, None, 1, None)
    with pytest.raises(ValueError, match="no values"):
        t_interval([])


def test_pairs_are_second_minus_first() -> None:
    change = paired([0.5, 0.6, 0.7, 0.8], [0.6, 0.7, 0.8, 0.9])
    assert change.difference == pytest.approx(0.1)
    assert (change.low, change.high) == (pytest.approx(0.1), pytest.approx(0.1))
    assert change.p == pytest.approx(2 / 16)
    assert change.n == 4
    with pytest.raises(ValueError, match="shorter"):
        paired([1, 2], [1])


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        ([1], 1.0),
        ([1, 1, 1, 1, 1], 2 / 32),
        ([1, 1, -1], 1.0),
        ([3, 1, -1], 6 / 8),
        ([0, 0, 0], 1.0),
        ([-0.1, -0.1, -0.1, -0.1, -0.1, -0.1], 2 / 64),
    ],
)
def test_sign_flip_counted_by_hand(differences: list[float], p: float) -> None:
    assert sign_flip(differences) == pytest.approx(p)


@pytest.mark.parametrize("n", [2, 5, 9, 12])
def test_sign_flip_is_all_patterns(n: int) -> None:
    random.seed(n)
    differences = [random.gauss(0.3, 1) for _ in range(n)]
    patterns = list(itertools.product((1, -1), repeat=n))
    extreme = sum(
        abs(sum(s * d for s, d in zip(signs, differences, strict=True))) >= abs(sum(differences)) - 1e-12
        for signs in patterns
    )
    assert sign_flip(differences) == pytest.approx(extreme / len(patterns))


def test_a_difference_of_zero_plays_no_part() -> None:
    assert sign_flip([3, 0, 1, 0, -1, 0]) == sign_flip([3, 1, -1])
    assert sign_flip([*[0.0] * 1_000, 1, 1, 1, 1, 1, 0.0]) == 2 / 32


@pytest.mark.parametrize("mean", [0.0, 0.25, 0.5, 0.8])
def test_beyond_the_exact_ones_the_test_is_sampled_and_repeatable(mean: float) -> None:
    random.seed(1)
    differences = [random.gauss(mean, 1) for _ in range(EXACT_UP_TO)]
    exact = sign_flip(differences)
    nearly = [*differences, 1e-12]  # one more that has a sign, and changes nothing
    sampled = sign_flip(nearly)
    assert sampled == pytest.approx(exact, rel=0.15, abs=0.0002)
    assert sampled == sign_flip(nearly)


@pytest.mark.parametrize("n", [31, 32, 33, 39, 40, 41, 1_000])
def test_every_difference_is_flipped(n: int) -> None:
    """Of n equal ones the sum is binomial: n heads or none are the only ones as extreme as ours, and never drawn."""
    assert sign_flip([1.0] * n) == 1 / 100_001
    assert sign_flip([1.0, -1.0] * (n // 2) + [1e-3] * (n % 2)) == pytest.approx(1.0, abs=0.15)
    one_sided = sum(math.comb(n, k) for k in range(3 * n // 5 + 1, n + 1)) / 2**n
    heads = 3 * n // 5 + 1
    assert sign_flip([1.0] * heads + [-1.0] * (n - heads)) == pytest.approx(2 * one_sided, rel=0.15, abs=0.0002)


def test_a_thousand_differences_take_bounded_time() -> None:
    random.seed(2)
    differences = [random.gauss(0.3, 1) for _ in range(1_000)]
    began = time.process_time()
    assert sign_flip(differences) == 1 / 100_001
    assert time.process_time() - began < 2


def test_smallest_detectable_difference() -> None:
    # t(.975, 15) = 2.13145, t(.8, 15) = 0.866245; s/√n = 0.1/4.
    assert smallest_detectable(0.1, 16) == pytest.approx((2.13145 + 0.866245) * 0.025, rel=1e-5)


def test_what_is_detectable_is_detected_four_times_in_five() -> None:
    random.seed(3)
    n, sd = 16, 0.1
    true = smallest_detectable(sd, n)
    intervals = (t_interval([random.gauss(true, sd) for _ in range(n)]) for _ in range(400))
    shown = sum((interval.low or 0) > 0 for interval in intervals)
    assert 0.72 < shown / 400 < 0.88


def test_repeats_are_averaged_by_report_first() -> None:
    repeats = over_repeats([[0.4, 0.6], [0.8, 0.8, 0.8], [0.5]])
    assert repeats.means == pytest.approx((0.5, 0.8, 0.5))
    assert repeats.sd == pytest.approx(math.sqrt(0.02 / 3))
    assert over_repeats([[0.5], [0.6]]).sd == 0
