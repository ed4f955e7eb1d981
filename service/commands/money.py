"""Money and usage, told to people."""

import time
from collections.abc import Callable
from decimal import Decimal

from schemas.summary import Usage
from service.messages import Language, say
from service.prices import Price


def money(cost: Decimal | None, price: Price | None, language: Language) -> str:
    """An amount with its currency, to a hundredth of a cent; or that no price is known."""
    if cost is None or price is None:
        return say("no_price", language)
    return f"{cost:.4f} {price.currency}".strip()


class Totals:
    """What the reports of a batch cost together, and how long the whole has taken since this was made."""

    def __init__(self, price: Price | None, now: Callable[[], float] = time.monotonic) -> None:
        self._price = price
        self._now = now
        self._began = now()
        self._cost = Decimal(0)
        self._reports = self._calls = self._cached = self._prompt_tokens = self._completion_tokens = 0

    def add(self, usage: Usage) -> None:
        self._reports += 1
        self._calls += usage.calls
        self._cached += usage.cached_calls
        self._prompt_tokens += usage.prompt_tokens
        self._completion_tokens += usage.completion_tokens
        # A float's shortest digits are those of the decimal number that it was made from.
        self._cost += Decimal(repr(usage.cost or 0.0))

    def told(self, language: Language) -> str:
        """A line for people."""
        return say(
            "batch_total",
            language,
            reports=self._reports,
            calls=self._calls,
            cached=self._cached,
            prompt_tokens=self._prompt_tokens,
            completion_tokens=self._completion_tokens,
            cost=money(self._cost if self._price else None, self._price, language),
            seconds=f"{self._now() - self._began:.1f}",
        )
