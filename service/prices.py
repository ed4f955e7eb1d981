"""What calls cost, in exact decimal numbers."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_MILLION = 1_000_000
_Rate = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]


class Price(BaseModel):
    """The price of a model per million tokens, in `currency`. What the server took from its own cache of prompts costs
    `cached_input_per_million`, the price of other input where none is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input_per_million: _Rate
    output_per_million: _Rate
    cached_input_per_million: _Rate | None = None
    currency: str = Field(default="", max_length=8)

    def cost(self, prompt_tokens: int, completion_tokens: int, cached_prompt_tokens: int = 0) -> Decimal:
        """The money for the tokens; `cached_prompt_tokens` are among `prompt_tokens`."""
        cached_rate = self.input_per_million if self.cached_input_per_million is None else self.cached_input_per_million
        fresh = (prompt_tokens - cached_prompt_tokens) * self.input_per_million
        return (fresh + cached_prompt_tokens * cached_rate + completion_tokens * self.output_per_million) / _MILLION
