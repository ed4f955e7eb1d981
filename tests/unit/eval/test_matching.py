"""Assignment and matching: optimal, masked before, fast enough."""

import itertools
import random
import time

import pytest

from eval.assignment import assign
from eval.lines import Line
from eval.matching import MIN_TEXT, TAU, compare, match, similarity
from eval.quantities import Amount, Told
from eval.texts import bag, bigrams
from eval.values import Parts


def line(
    number: str, text: str, evidence: tuple[range, ...] = (), figures: tuple[str, ...] = (), kind: str = "plan"
) -> Line:
    told = tuple(Told("", Amount(value, ""), None, None) for value in figures)
    return Line(
        id=number,
        kind=kind,
        topic="other",
        vital=True,
        text=text,
        bigrams=bigrams(text),
        evidence=tuple(frozenset(one) for one in evidence) or (frozenset(),),
        figures=told,
        numbers=bag(figures),
    )


def best(weights: list[dict[int, float]], columns: int) -> float:
    """The greatest total weight, by trying everything."""
    places = [*range(columns), *(None for _ in weights)]
    return max(
        sum(weights[row][column] for row, column in enumerate(chosen) if column in weights[row])
        for chosen in set(itertools.permutations(places, len(weights)))
    )


@pytest.mark.parametrize("seed", range(60))
def test_no_assignment_weighs_more(seed: int) -> None:
    random.seed(seed)
    rows, columns = random.randint(0, 4), random.randint(0, 4)
    weights = [{c: random.choice((0.2, 0.5, random.random())) for c in range(columns) if random.random() < 0.6}
               for _ in range(rows)]  # fmt: skip
    found = assign(weights)
    assert len(set(found.values())) == len(found)
    assert all(column in weights[row] for row, column in found.items())
    assert sum(weights[row][column] for row, column in found.items()) == pytest.approx(best(weights, columns))


def test_greed_is_not_optimal() -> None:
    assert assign([{0: 0.9, 1: 0.8}, {0: 0.8}]) == {0: 1, 1: 0}


def test_a_hundred_by_a_hundred_in_no_time() -> None:
    random.seed(7)
    weights = [{column: random.random() for column in range(100)} for _ in range(100)]
    began = time.perf_counter()
    assert len(assign(weights)) == 100
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (Parts(text=0.8, evidence=0.5, figures=0.5), 0.65),
        (Parts(text=0.8, evidence=0.5, figures=None), 0.55 / 0.8),
        (Parts(text=0.8, evidence=None, figures=0.5), 0.5 / 0.7),
        (Parts(text=0.8, evidence=None, figures=None), 0.8),
    ],
)
def test_similarity_is_renormalised_over_what_is_there(parts: Parts, expected: float) -> None:
    assert similarity(parts) == pytest.approx(expected)


def test_parts_by_hand() -> None:
    one = line("g1", "查办案件128起", (range(10), range(40, 60)), ("128", "5"))
    other = line("a1", "查办案件138起", (range(50, 60),), ("128",))
    parts = compare(one, other)
    assert parts.text == pytest.approx(2 * 5 / 14)  # all but 12 and 28, 13 and 38
    assert parts.evidence == pytest.approx(20 / 30)  # the second alternative is the better one
    assert parts.figures == pytest.approx(2 / 3)


def test_pairs_under_the_threshold_and_pairs_of_strangers_are_masked_before() -> None:
    # By the sum alone the stranger (same evidence, other text) would take the candidate from the one who fits.
    stranger = line("g1", "全县法治督察全面完成", (range(100),))
    fits = line("g2", "举办普法讲座七十五场", (range(90, 110),))
    offered = line("a1", "举办普法讲座七十五场次", (range(100),))
    assert similarity(compare(stranger, offered)) > TAU
    assert compare(stranger, offered).text < MIN_TEXT
    first, second = match((stranger, fits), (offered,))
    assert (first.pair.gold, first.pair.candidate) == ("g1", None)
    assert "shares under" in first.pair.reason
    assert (second.pair.gold, second.pair.candidate) == ("g2", "a1")


def test_of_equally_good_partners_the_one_of_the_same_kind_is_taken() -> None:
    gold = (line("g1", "推进平台建设", kind="achievement"), line("g2", "推进平台建设", kind="plan"))
    offered = (line("n1", "推进平台建设", kind="plan"), line("a1", "推进平台建设", kind="achievement"))
    assert [(one.pair.gold, one.pair.candidate) for one in match(gold, offered)] == [("g1", "a1"), ("g2", "n1")]


def test_nothing_matches_nothing() -> None:
    assert match((), ()) == ()
    (missed,) = match((line("g1", "推进平台建设"),), ())
    assert missed.pair.reason == "missed; nothing on the other side"
