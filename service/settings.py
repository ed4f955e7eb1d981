"""The settings, read once at the edge and handed down. Every name carries its unit."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, IPvAnyNetwork, SecretStr, field_validator
from pydantic_core import from_json
from pydantic_settings import NoDecode, SettingsConfigDict

from schemas.request import EngineName
from service.bot_settings import BotSettings
from service.errors import ConfigurationError
from service.prices import Price

AnswerFormat = Literal["auto", "json_schema", "tool", "json_object", "text"]

LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["auto", "json", "text"]

SERVING = frozenset(
    {
        "max_body_bytes",
        "body_timeout_seconds",
        "head_timeout_seconds",
        "max_connections",
        "trusted_proxies",
        "host",
        "port",
        "keys",
        "key_cache_seconds",
        "key_requests_per_minute",
        "key_reports_per_day",
        "key_max_queued_jobs",
        "session_hours",
        "login_failures_per_minute",
        "log_level",
        "log_format",
        "worker_metrics_host",
        "worker_metrics_port",
        "max_batch_reports",
        "max_batch_bytes",
        "max_unpacked_bytes",
        "idempotency_hours",
        "retention_days",
        "worker_id",
        "concurrent_jobs",
        "worker_gone_seconds",
        "job_retry_hours",
        "job_retry_wait_max_seconds",
        "job_max_crashes",
        "stop_grace_seconds",
        *BotSettings.model_fields,
        "public_url",
        "chat_wait_seconds",
        "chat_keep_alive_seconds",
        "question_tokens",
        "question_timeout_seconds",
    }
)
"""Settings that only the HTTP service and its workers use."""
STORING = frozenset(
    {
        "keep_replies",
        "data_folder",
        "database_url",
        "database_timeout_seconds",
        "replies_max_bytes",
        "replies_max_age_days",
    }
)
"""Settings of what is kept of a model's work."""
ASKING = STORING | frozenset(
    {
        "base_url",
        "api_key",
        "model",
        "temperature",
        "chunk_tokens",
        "max_answer_tokens",
        "max_response_bytes",
        "request_timeout_seconds",
        "max_attempts",
        "retry_wait_max_seconds",
        "concurrent_calls",
        "answer_format",
        "extra_body",
        "report_timeout_seconds",
        "requests_per_minute",
        "tokens_per_minute",
        "prices",
    }
)
"""Settings that only a model's engine uses."""


class Settings(BotSettings):
    """Read from the environment (`TIYAO_…`) and from a `.env` file in the working directory."""

    model_config = SettingsConfigDict(env_prefix="TIYAO_", env_file=".env", extra="ignore", frozen=True)

    base_url: str | None = Field(
        default=None, description="an OpenAI-compatible model server, e.g. http://127.0.0.1:8000/v1"
    )
    api_key: SecretStr | None = Field(default=None, description="its key; servers that need none take any")
    model: str | None = Field(
        default=None, description="the model's name; with base_url unset, a model of OpenAI's own"
    )
    temperature: float | None = Field(default=0.0, ge=0, le=2, description="empty: the server's own")
    answer_format: AnswerFormat = Field(
        default="auto", description="how the model is held to a format; auto: what its server turns out to take"
    )
    extra_body: Annotated[dict[str, Any], NoDecode] = Field(
        default_factory=dict, description="JSON fields of every request, e.g. to switch thinking off"
    )

    max_characters: int = Field(default=2_000_000, gt=0, description="longest report taken, in code points")
    chunk_tokens: int = Field(default=3_000, ge=200, description="budget of one extract call, in tokens of o200k_base")
    max_answer_tokens: int = Field(default=4_096, ge=256, description="longest answer asked for, in tokens")
    max_response_bytes: int = Field(
        default=8 * 1024 * 1024, ge=64 * 1024, description="longest response of the model server, in bytes"
    )
    request_timeout_seconds: float = Field(default=120.0, gt=0, description="longest time of one model call")
    max_attempts: int = Field(default=4, ge=1, description="tries of one model call")
    retry_wait_max_seconds: float = Field(default=20.0, ge=0, description="longest wait between two tries of a call")
    report_timeout_seconds: float | None = Field(
        default=1_800.0, gt=0, description="then the embedded engine reads what the model has not; empty: no limit"
    )
    concurrent_calls: int = Field(default=8, ge=1, description="model calls at once, of all reports together")
    requests_per_minute: int | None = Field(default=None, ge=1, description="of the model; empty: no limit")
    tokens_per_minute: int | None = Field(default=None, ge=1, description="of the model, both ways; empty: no limit")

    max_file_bytes: int = Field(default=20 * 1024 * 1024, gt=0, description="longest file taken, in bytes")
    max_pages: int = Field(default=1_000, gt=0, description="most pages of a pdf that is read")
    parser_timeout_seconds: float = Field(default=60.0, gt=0, description="longest time for one html, pdf or docx")
    parser_memory_bytes: int = Field(default=1024**3, gt=0, description="most memory of the process that parses")

    keep_replies: bool = Field(default=True, description="whether a model's answers are kept, and never paid for twice")
    data_folder: Path | None = Field(
        default=None, description="holds the SQLite file; unset: tiyao's folder among the user's data"
    )
    database_url: SecretStr | None = Field(
        default=None, description="sqlite:///path or postgresql://user:password@host/name, in place of the file"
    )
    database_timeout_seconds: float = Field(default=5.0, gt=0, description="longest wait for the database")
    replies_max_bytes: int = Field(default=1024**3, gt=0, description="most bytes of answers kept")
    replies_max_age_days: float = Field(default=90.0, gt=0, description="longest that an answer is kept")
    prices: Annotated[dict[str, Price], NoDecode] = Field(
        default={}, description="what models cost: JSON, from a model's name to its Price"
    )
    concurrent_reports: int | None = Field(
        default=None,
        ge=1,
        description="reports of one command at once; unset: 4 with a model, 1 without (each more is a process)",
    )

    max_body_bytes: int = Field(default=16 * 1024 * 1024, gt=0, description="longest request body taken, in bytes")
    body_timeout_seconds: float = Field(
        default=30.0, gt=0, description="longest silence of a client that has not sent its body whole"
    )
    head_timeout_seconds: float = Field(
        default=30.0, gt=0, description="longest that a connection may take to send the head of a request"
    )
    max_connections: int = Field(
        default=800,
        ge=1,
        description="most connections at once; each takes a file descriptor, of which many have 1,024",
    )
    trusted_proxies: Annotated[tuple[IPvAnyNetwork, ...], NoDecode] = Field(
        default=(), description="addresses or networks, separated by commas, whose X-Forwarded-For is believed"
    )
    keys: Literal["auto", "on", "off"] = Field(
        default="auto", description="whether callers must show a key; auto: unless only this machine is listened to"
    )
    key_cache_seconds: float = Field(default=2.0, ge=0, description="longest time until a revoked key is refused")
    key_requests_per_minute: int | None = Field(default=600, ge=1, description="of a key without a limit of its own")
    key_reports_per_day: int | None = Field(default=10_000, ge=1, description="of a key without a limit of its own")
    key_max_queued_jobs: int | None = Field(default=10_000, ge=1, description="of a key without a limit of its own")
    session_hours: float = Field(default=12.0, gt=0, le=24 * 365, description="how long a login on the page is good")
    login_failures_per_minute: int = Field(default=10, ge=1, description="of one address; then it has to wait")
    log_level: LogLevel = Field(default="info", description="of the service's own log; other packages tell warnings")
    log_format: LogFormat = Field(default="auto", description="auto: text on a terminal, else a JSON object a line")
    max_batch_reports: int = Field(default=10_000, ge=1, le=1_000_000, description="most reports of one batch")
    max_batch_bytes: int = Field(default=512 * 1024 * 1024, gt=0, description="longest body of a batch, in bytes")
    max_unpacked_bytes: int = Field(
        default=2 * 1024**3, gt=0, description="most bytes of all files of a zip, unpacked; of one file: max_file_bytes"
    )
    idempotency_hours: float = Field(default=48.0, gt=0, description="how long an Idempotency-Key is remembered")
    retention_days: float | None = Field(
        default=None, gt=0, description="jobs and all of them are deleted so long after their end; empty: never"
    )
    worker_id: str | None = Field(
        default=None,
        pattern="^[A-Za-z0-9._:-]{1,64}$",
        description="a worker's own name, the same after a restart; unset: kept in the data folder",
    )
    concurrent_jobs: int | None = Field(
        default=None, ge=1, le=1_000, description="jobs of one worker at once; unset: 16 with a model, 1 a core without"
    )
    worker_gone_seconds: float = Field(
        default=30.0, ge=0.5, description="without a sign of a worker for so long, others take its jobs over"
    )
    job_retry_hours: float = Field(
        default=24.0, ge=0, description="how long a job whose model server is away is begun again before it fails"
    )
    job_retry_wait_max_seconds: float = Field(default=300.0, gt=0, description="longest wait between two attempts")
    job_max_crashes: int = Field(default=8, ge=0, description="how often a worker may die over a job before it fails")
    stop_grace_seconds: float = Field(default=30.0, ge=0, description="what is in work has so long when it is stopped")
    worker_metrics_host: str = Field(default="127.0.0.1", description="the address of worker_metrics_port")
    worker_metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="where tiyao worker tells its counts to Prometheus, without a key; unset: nowhere",
    )
    public_url: str | None = Field(
        default=None,
        pattern="^https?://[^ ]+$",
        description="where people reach this service, for links in chats; unset: no links",
    )
    chat_wait_seconds: float = Field(
        default=45.0, ge=0, description="a chat tool's call waits so long for a summary; then it is given a job's id"
    )
    chat_keep_alive_seconds: float = Field(
        default=10.0, gt=0, description="a streamed answer says nothing for so long at most"
    )
    question_tokens: int = Field(
        default=4_000, ge=500, description="most of a summary and its report that a model is shown with a question"
    )
    question_timeout_seconds: float = Field(
        default=45.0, gt=0, description="then a question that was put to the model is answered by its words"
    )
    host: str = Field(default="127.0.0.1", description="where tiyao serve listens")
    port: int = Field(default=8000, ge=0, le=65535, description="the port of tiyao serve; 0: any free one")

    @field_validator(
        "base_url",
        "model",
        "api_key",
        "database_url",
        "data_folder",
        "concurrent_reports",
        "retention_days",
        "concurrent_jobs",
        "worker_id",
        "temperature",
        "report_timeout_seconds",
        "requests_per_minute",
        "tokens_per_minute",
        "key_requests_per_minute",
        "key_reports_per_day",
        "key_max_queued_jobs",
        "worker_metrics_port",
        "public_url",
        mode="before",
    )
    @classmethod
    def _blank_is_unset(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _read_list(cls, value: object) -> object:
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value

    @field_validator("prices", "extra_body", mode="before")
    @classmethod
    def _read_json(cls, value: object) -> object:
        # Here rather than by pydantic-settings, whose error for bad JSON is no ValidationError.
        return from_json(value.strip() or "{}") if isinstance(value, str) else value

    @property
    def price(self) -> Price | None:
        """What the configured model costs, if the table has it."""
        return self.prices.get(self.model) if self.model else None

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
