"""What a scorer is given, and the form of what it gives back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from eval import lines
from eval.lines import Line
from eval.matching import Match, match
from eval.values import GoldReport, Pair, Score
from schemas.summary import ReportSummary


@dataclass(frozen=True)
class Context:
    """One report: its text, its gold (None where there is none), and the summary to be scored."""

    text: str
    gold: GoldReport | None
    summary: ReportSummary

    @cached_property
    def wanted(self) -> tuple[Line, ...]:
        """The gold items."""
        return lines.of_gold(self.gold, self.text) if self.gold else ()

    @cached_property
    def offered(self) -> tuple[Line, ...]:
        """The summary's items."""
        return lines.of_summary(self.summary, self.text)

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """How the items were matched, missed and spurious ones included; empty without gold."""
        return match(self.wanted, self.offered) if self.gold else ()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The matches as values."""
        return tuple(one.pair for one in self.matches)

    @cached_property
    def matched(self) -> tuple[tuple[Line, Line, Pair], ...]:
        """The matches that have both sides, whatever their kinds: gold, candidate, pair."""
        return tuple((one.gold, one.candidate, one.pair) for one in self.matches if one.gold and one.candidate)

    @cached_property
    def hits(self) -> tuple[tuple[Line, Line, Pair], ...]:
        """The matched pairs of one kind: what counts as found."""
        return tuple(row for row in self.matched if row[0].kind == row[1].kind)


Scorer = Callable[[Context], Score]


def share(good: float, total: float, what: str, empty: float = 1.0) -> Score:
    """good / total; `empty` where there is nothing to count."""
    if not total:
        return Score(value=empty, reason=f"no {what}")
    shown = f"{good:g}" if good == int(good) else f"{good:.2f}"
    return Score(value=good / total, reason=f"{shown} of {total:g} {what}")


def f1(hits: float, offered: int, wanted: int, what: str) -> Score:
    """2·hits / (offered + wanted); 1 where both sides are empty: nothing to tell, and nothing told."""
    if not offered + wanted:
        return Score(value=1.0, reason=f"no {what} on either side")
    shown = f"{hits:g}" if hits == int(hits) else f"{hits:.2f}"
    return Score(
        value=2 * hits / (offered + wanted),
        reason=f"{shown} hit, {offered} {what} in the summary, {wanted} in the gold",
    )


def mean(values: Sequence[float], what: str) -> Score:
    """The mean; 0 where there is nothing to average, for then nothing was found."""
    if not values:
        return Score(value=0.0, reason=f"no {what}")
    return Score(value=sum(values) / len(values), reason=f"mean of {len(values)} {what}")
