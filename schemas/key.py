"""A key of the service, as it is told of. Times are RFC 3339 in UTC."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from schemas.summary import Wire

Scope = Literal["summarize", "read", "admin"]
KeyState = Literal["usable", "expired", "revoked"]

SCOPES: tuple[Scope, ...] = ("summarize", "read", "admin")
LOCAL_OWNER = "local"
"""Who has what is made while keys are off."""


class KeyLimits(Wire):
    """What a key may do. Null: as the service is set up."""

    requests_per_minute: int | None = Field(default=None, ge=1)
    reports_per_day: int | None = Field(default=None, ge=1)
    max_queued_jobs: int | None = Field(default=None, ge=1)
    max_body_bytes: int | None = Field(default=None, ge=1)


class Key(Wire):
    """A key without its secret. What is made with it belongs to its `owner`: itself, or `local`, which also has what was
    made while keys were off."""

    id: str
    owner: str
    name: str
    scopes: tuple[Scope, ...]
    limits: KeyLimits
    state: KeyState
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = Field(default=None, description="to the minute")
