"""Money is counted exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.prices import Price
from service.settings import Settings

TOKENS = st.integers(0, 10**9)


def settings(prices: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TIYAO_PRICES", prices)
    return Settings(_env_file=None)  # type: ignore[call-arg]


def test_the_table_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    table = '{"m": {"input_per_million": 0.1, "output_per_million": "0.30", "currency": "CNY"}}'
    assert settings(table, monkeypatch).prices == {
        "m": Price(input_per_million=Decimal("0.1"), output_per_million=Decimal("0.3"), currency="CNY")
    }


@pytest.mark.parametrize("unset", ["", " "])
def test_no_table(unset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(unset, monkeypatch).prices == {}


@pytest.mark.parametrize("table", ["nonsense", "[]", '"m"', "{"])
def test_a_table_that_is_no_json_object_is_refused(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError):
        settings(table, monkeypatch)


@pytest.mark.parametrize(
    "price",
    [
        '{"input_per_million": 1}',
        '{"input_per_million": -1, "output_per_million": 1}',
        '{"input_per_million": 1, "output_per_million": 1, "per_call": 2}',
        '{"input_per_million": "x", "output_per_million": 1}',
        '{"input_per_million": "Infinity", "output_per_million": 1}',
        '{"input_per_million": "NaN", "output_per_million": 1}',
    ],
)
def test_a_price_that_makes_no_sense_is_refused(price: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError):
        settings(f'{{"m": {price}}}', monkeypatch)


def test_a_cost_by_hand() -> None:
    price = Price(input_per_million=Decimal(2), output_per_million=Decimal(8), cached_input_per_million=Decimal("0.5"))
    assert price.cost(1_000_000, 0) == 2
    assert price.cost(0, 250_000) == 2
    assert price.cost(3_000, 500, cached_prompt_tokens=1_000) == Decimal("0.0085")
    assert price.model_copy(update={"cached_input_per_million": None}).cost(3_000, 500, 1_000) == Decimal("0.01")


@given(calls=st.lists(st.tuples(TOKENS, TOKENS), max_size=5))
def test_the_sum_of_the_costs_is_the_cost_of_the_sums(calls: list[tuple[int, int]]) -> None:
    price = Price(input_per_million=Decimal("0.137"), output_per_million=Decimal("0.411"))
    total = price.cost(sum(prompt for prompt, _ in calls), sum(completion for _, completion in calls))
    assert sum((price.cost(*call) for call in calls), Decimal(0)) == total
