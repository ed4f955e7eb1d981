"""What each address asks of whoever calls it. One table: what is not in it needs a key."""

from schemas.key import Scope

PUBLIC = frozenset({"/healthz", "/docs", "/openapi.json", "/v1/session"})
"""Addresses that anybody may see: they tell nothing of reports, of others' keys, or of what is set up."""
_ADMIN = frozenset({"/metrics"})
_OWN = frozenset({"/mcp"})
"""Calls of many kinds go to one address there: each asks for more than reading by itself."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def needed(method: str, path: str) -> Scope | None:
    """The scope that a request needs; None where it needs no key. What is not read may make work or undo it."""
    if path in PUBLIC:
        return None
    if path in _ADMIN:
        return "admin"
    return "read" if is_reading(method) or path in _OWN else "summarize"


def is_reading(method: str) -> bool:
    """Whether a method only looks."""
    return method in _READING
