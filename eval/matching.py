"""Which candidate item tells what which gold item tells.

    S = 0.5·T + 0.3·E + 0.2·N        over the parts that either side has

T is the Dice of character bigrams of the texts, E the F1 of evidence characters (the best of the gold's alternatives),
N the F1 of the figures' numbers. Pairs under TAU, and pairs whose texts share next to nothing, are taken out before the
assignment, so that no such pair can crowd out a good one. Kinds play no part, save that of two equally good assignments
the one with more pairs of one kind is taken.
"""

from collections.abc import Sequence
from typing import NamedTuple

from eval.assignment import assign
from eval.lines import Line
from eval.texts import overlap
from eval.values import Pair, Parts

TAU = 0.35
MIN_TEXT = 0.2
_WEIGHTS = (0.5, 0.3, 0.2)
_SAME_KIND = 1e-6


class Match(NamedTuple):
    """A pair and the two items it is of; one is None for a missed or a spurious item."""

    gold: Line | None
    candidate: Line | None
    pair: Pair


def match(gold: Sequence[Line], candidates: Sequence[Line]) -> tuple[Match, ...]:
    """The matches in the gold's order, missed items in their place; then the spurious candidates."""
    parts = [[compare(wanted, offered) for offered in candidates] for wanted in gold]
    weights = [
        {
            column: similarity(part) + _SAME_KIND * (gold[row].kind == candidates[column].kind)
            for column, part in enumerate(parts[row])
            if part.text >= MIN_TEXT and similarity(part) >= TAU
        }
        for row in range(len(gold))
    ]
    found = assign(weights)
    return (
        *(
            Match(wanted, candidates[found[row]], _paired(wanted, candidates[found[row]], parts[row][found[row]]))
            if row in found
            else Match(wanted, None, _missed(wanted, candidates, parts[row]))
            for row, wanted in enumerate(gold)
        ),
        *(
            Match(None, offered, _spurious(offered, gold, [row[column] for row in parts]))
            for column, offered in enumerate(candidates)
            if column not in found.values()
        ),
    )


def compare(gold: Line, candidate: Line) -> Parts:
    """How alike two items are, part by part."""
    return Parts.model_construct(
        text=overlap(gold.bigrams, candidate.bigrams),
        evidence=evidence_f1(gold, candidate),
        figures=overlap(gold.numbers, candidate.numbers) if gold.numbers or candidate.numbers else None,
    )


def evidence_f1(gold: Line, candidate: Line) -> float | None:
    """F1 of the evidence characters against the alternative that fits best; None where neither side has evidence."""
    cited = candidate.evidence[0]
    if not cited and not any(gold.evidence):
        return None
    return max((overlap(cited, told) for told in gold.evidence), default=0.0)


def similarity(parts: Parts) -> float:
    """The weighted mean of the parts that are there."""
    there = [
        (weight, part)
        for weight, part in zip(_WEIGHTS, (parts.text, parts.evidence, parts.figures), strict=True)
        if part is not None
    ]
    return sum(weight * part for weight, part in there) / sum(weight for weight, _ in there)


def _paired(gold: Line, candidate: Line, parts: Parts) -> Pair:
    kinds = "" if gold.kind == candidate.kind else f"; {gold.kind} in the gold, {candidate.kind} here"
    return Pair(
        gold=gold.id,
        candidate=candidate.id,
        gold_kind=gold.kind,
        candidate_kind=candidate.kind,
        similarity=similarity(parts),
        parts=parts,
        reason=_told(parts) + kinds,
    )


def _missed(gold: Line, candidates: Sequence[Line], parts: Sequence[Parts]) -> Pair:
    return Pair(
        gold=gold.id,
        candidate=None,
        gold_kind=gold.kind,
        candidate_kind=None,
        similarity=0.0,
        parts=None,
        reason="missed" + _nearest(candidates, parts),
    )


def _spurious(candidate: Line, gold: Sequence[Line], parts: Sequence[Parts]) -> Pair:
    return Pair(
        gold=None,
        candidate=candidate.id,
        gold_kind=None,
        candidate_kind=candidate.kind,
        similarity=0.0,
        parts=None,
        reason="spurious" + _nearest(gold, parts),
    )


def _nearest(others: Sequence[Line], parts: Sequence[Parts]) -> str:
    """The item on the other side that comes nearest, and why it is not the partner."""
    if not others:
        return "; nothing on the other side"
    best = max(range(len(others)), key=lambda at: similarity(parts[at]))
    score = similarity(parts[best])
    if score >= TAU and parts[best].text >= MIN_TEXT:
        why = "which has a better partner"
    elif score >= TAU:
        why = f"whose text shares under {MIN_TEXT}"
    else:
        why = f"under {TAU}"
    return f"; nearest is {others[best].id} at {score:.2f}, {why} ({_told(parts[best])})"


def _told(parts: Parts) -> str:
    named = (("text", parts.text), ("evidence", parts.evidence), ("figures", parts.figures))
    return ", ".join(f"{name} {part:.2f}" for name, part in named if part is not None)
