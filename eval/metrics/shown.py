"""Metrics for looking at, never for a gate: they say little about whether a summary is right."""

from eval.lines import Line
from eval.metrics.context import Context
from eval.texts import common_subsequence, plain
from eval.values import Score

_ORDER = ("achievement", "problem", "plan")


def rouge_l(context: Context) -> Score:
    """F1 of the longest common subsequence of characters of all texts, kinds in order, each kind in the report's order.

    After Lin 2004. It cannot tell 98.6% from 88.6%.
    """
    wanted, offered = _joined(context.wanted), _joined(context.offered)
    longest = common_subsequence(wanted, offered)
    total = len(wanted) + len(offered)
    return Score(
        value=2 * longest / total if total else 1.0,
        reason=f"{longest} characters in common of {len(offered)} in the summary and {len(wanted)} in the gold",
    )


def coverage(context: Context) -> Score:
    """Share of the report's characters that some item cites; page furniture that the gold knows of aside."""
    body = {at for at, character in enumerate(context.text) if not character.isspace()}
    body -= _furniture(context)
    cited = {at for line in context.offered for at in line.evidence[0]} & body
    return Score(
        value=len(cited) / len(body) if body else 0.0, reason=f"{len(cited)} of {len(body)} characters are cited"
    )


def compression(context: Context) -> Score:
    """Characters of the item texts to characters of the report, blanks aside."""
    told = sum(len("".join(line.text.split())) for line in context.offered)
    whole = len("".join(context.text.split()))
    return Score(
        value=told / whole if whole else 0.0, reason=f"{told} characters tell of a report of {whole} characters"
    )


def _joined(lines: tuple[Line, ...]) -> str:
    order = sorted(lines, key=lambda line: (_ORDER.index(line.kind), min(line.evidence[0], default=0)))
    return "".join(plain(line.text) for line in order)


def _furniture(context: Context) -> set[int]:
    """The characters of the lines that the gold knows as page furniture."""
    if context.gold is None:
        return set()
    known = {line.strip() for line in context.gold.boilerplate}
    found: set[int] = set()
    at = 0
    for line in context.text.splitlines(keepends=True):
        if line.strip() in known:
            found.update(range(at, at + len(line)))
        at += len(line)
    return found
