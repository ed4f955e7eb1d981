"""What the server saw of a run: tokens, the least time that its calls need, and what was asked twice."""

import heapq
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from benchmarks.peers.model import Call

MAPPED = ("lines", "repaired")


class Bill(NamedTuple):
    """Calls and tokens of o200k_base. `form` are those of schemas and tools, which many servers count as prompt."""

    calls: int
    prompt: int
    form: int
    completion: int

    @property
    def total(self) -> int:
        return self.prompt + self.form + self.completion


def bill(calls: Sequence[Call]) -> Bill:
    return Bill(
        len(calls),
        sum(call.prompt_tokens for call in calls),
        sum(call.format_tokens for call in calls),
        sum(call.completion_tokens for call in calls),
    )


def critical_seconds(calls: Sequence[Call], at_once: int) -> float:
    """The time that the calls need of a client that loses none: those about passages `at_once` at a time, the longest
    first, but no less than the longest first question and the longest repair together; behind them the overviews, one
    round after the other.
    """
    spans = {name: [call.due - call.began for call in calls if call.name == name] for name in MAPPED}
    packed = packed_seconds([one for seconds in spans.values() for one in seconds], at_once)
    chain = sum(max(seconds, default=0.0) for seconds in spans.values())
    return max(packed, chain) + busy_seconds(call for call in calls if call.name not in MAPPED)


def packed_seconds(seconds: Iterable[float], at_once: int) -> float:
    """When the last of the works ends, the longest begun first, each by the first of `at_once` that is free."""
    free = [0.0] * at_once
    for one in sorted(seconds, reverse=True):
        heapq.heapreplace(free, free[0] + one)
    return max(free)


def busy_seconds(calls: Iterable[Call]) -> float:
    """How long at least one call was under way."""
    total, reached = 0.0, 0.0
    for began, due in sorted((call.began, call.due) for call in calls):
        total += max(0.0, due - max(began, reached))
        reached = max(reached, due)
    return total


def asked_again(answered: Iterable[Call], later: Iterable[Call]) -> int:
    """How many of the answered questions were asked once more."""
    known = {call.digest for call in answered if call.outcome == "whole"}
    return len(known & {call.digest for call in later})
