"""Where the model is, how it is called, and how much may be asked of it: settings as one value."""

from dataclasses import dataclass, field
from typing import Any, Literal

from service.errors import ConfigurationError
from service.settings import AnswerFormat, Settings

OPENAI = "https://api.openai.com/v1"

Rung = Literal["json_schema", "tool", "json_object", "text"]
"""How a server is asked to hold to a format, the strictest first."""


@dataclass(frozen=True, slots=True)
class Server:
    """One model of one OpenAI-compatible server. `max_answer_tokens` bounds each answer, `max_response_bytes` what comes
    over the wire; None of a rate is no limit; `extra_body` goes into every request and wins over what stands there."""

    model: str
    base_url: str = OPENAI
    api_key: str = ""
    temperature: float | None = 0.0
    max_answer_tokens: int = 4_096
    max_response_bytes: int = 8 * 1024 * 1024
    timeout_seconds: float = 120.0
    concurrent_calls: int = 8
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    answer_format: AnswerFormat = "auto"
    extra_body: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_settings(cls, settings: Settings) -> "Server":
        """Raises ConfigurationError where the settings name no model."""
        if settings.model is None:
            raise ConfigurationError(setting="TIYAO_MODEL", reason="reason_model_unset")
        return cls(
            model=settings.model,
            base_url=settings.base_url or OPENAI,
            api_key=settings.api_key.get_secret_value() if settings.api_key else "",
            temperature=settings.temperature,
            max_answer_tokens=settings.max_answer_tokens,
            max_response_bytes=settings.max_response_bytes,
            timeout_seconds=settings.request_timeout_seconds,
            concurrent_calls=settings.concurrent_calls,
            requests_per_minute=settings.requests_per_minute,
            tokens_per_minute=settings.tokens_per_minute,
            answer_format=settings.answer_format,
            extra_body=settings.extra_body,
        )
