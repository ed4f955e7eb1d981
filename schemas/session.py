"""Who is logged in, for pages that cannot send headers with all they ask for."""

from pydantic import Field, SecretStr

from schemas.key import Scope
from schemas.summary import Wire


class Login(Wire):
    key: SecretStr = Field(max_length=200, description="tiyao_…")


class SessionInfo(Wire):
    """`keys`: whether callers must show one. `name` and `scopes` are those of the key that this request shows, in its
    cookie or its headers; null where it shows none that is good."""

    keys: bool
    name: str | None = None
    scopes: tuple[Scope, ...] | None = None
