"""The settings, read once at the edge and handed down. Every name carries its unit."""

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.request import EngineName
from service.errors import ConfigurationError

SERVING = frozenset({"max_body_bytes", "host", "port"})
"""Settings that only the HTTP service uses."""
ASKING = frozenset(
    {
        "base_url",
        "api_key",
        "model",
        "temperature",
        "chunk_tokens",
        "max_answer_tokens",
        "request_timeout_seconds",
        "max_attempts",
        "retry_wait_max_seconds",
        "concurrent_calls",
    }
)
"""Settings that only a model's engine uses."""


class Settings(BaseSettings):
    """Read from the environment (`TIYAO_…`) and from a `.env` file in the working directory."""

    model_config = SettingsConfigDict(env_prefix="TIYAO_", env_file=".env", extra="ignore", frozen=True)

    base_url: str | None = Field(
        default=None, description="an OpenAI-compatible model server, e.g. http://127.0.0.1:8000/v1"
    )
    api_key: SecretStr | None = Field(default=None, description="its key; servers that need none take any")
    model: str | None = Field(
        default=None, description="the model's name; with base_url unset, a model of OpenAI's own"
    )
    temperature: float = Field(default=0.0, ge=0, le=2)

    max_characters: int = Field(default=2_000_000, gt=0, description="longest report taken, in code points")
    chunk_tokens: int = Field(default=3_000, ge=200, description="budget of one extract call, in tokens of o200k_base")
    max_answer_tokens: int = Field(default=4_096, ge=256)
    request_timeout_seconds: float = Field(default=120.0, gt=0)
    max_attempts: int = Field(default=4, ge=1, description="tries of one model call")
    retry_wait_max_seconds: float = Field(default=20.0, ge=0)
    concurrent_calls: int = Field(default=8, ge=1)

    max_file_bytes: int = Field(default=20 * 1024 * 1024, gt=0, description="longest file taken, in bytes")
    max_pages: int = Field(default=1_000, gt=0, description="most pages of a pdf that is read")
    parser_timeout_seconds: float = Field(default=60.0, gt=0, description="longest time for one html, pdf or docx")
    parser_memory_bytes: int = Field(default=1024**3, gt=0, description="most memory of the process that parses")

    concurrent_reports: int | None = Field(
        default=None,
        ge=1,
        description="reports of one command at once; unset: 4 with a model, 1 without (each more is a process)",
    )

    max_body_bytes: int = Field(default=16 * 1024 * 1024, gt=0, description="longest request body taken, in bytes")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)

    @field_validator("base_url", "model", "api_key", "concurrent_reports", mode="before")
    @classmethod
    def _blank_is_unset(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @property
    def has_model(self) -> bool:
        """Whether a model is configured: without one the embedded engine answers."""
        return self.model is not None


def check_model(settings: Settings, engine: EngineName | None = None) -> None:
    """Raises ConfigurationError where a model is asked for, by name or by naming a server, and none is set."""
    if engine == "extractive" or settings.has_model:
        return
    if settings.base_url is not None:
        raise ConfigurationError(setting="TIYAO_MODEL", reason="reason_model_of_server")
    if engine == "llm":
        raise ConfigurationError(setting="TIYAO_MODEL", reason="reason_model_unset")
