"""What each address asks of whoever calls it. One table: what is not in it needs a key."""

import re

from schemas.key import Scope

PUBLIC = frozenset({"/", "/healthz", "/docs", "/openapi.json", "/v1/session"})
"""Addresses that anybody may see: they tell nothing of reports, of others' keys, or of what is set up."""
_SIGNED = frozenset({"/chat/feishu", "/chat/wecom", "/chat/slack"})
"""Addresses whose requests are signed by a chat platform: that is their key, and their route checks it."""
_SHARED = "/chat/shared/"
"""Addresses below it are signed themselves."""
_ASSETS = re.compile("/assets/[^/]+/[^/]+")
"""What the page loads: the files that come with the program."""
_ADMIN = frozenset({"/metrics"})
_OWN = frozenset({"/mcp"})
"""Calls of many kinds go to one address there: each asks for more than reading by itself."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def needed(method: str, path: str) -> Scope | None:
    """The scope that a request needs; None where it needs no key. What is not read may make work or undo it."""
    if _is_open(method, path):
        return None
    if path in _ADMIN:
        return "admin"
    return "read" if is_reading(method) or path in _OWN else "summarize"


def _is_open(method: str, path: str) -> bool:
    shown = path in PUBLIC or (is_reading(method) and _ASSETS.fullmatch(path) is not None)
    return shown or path in _SIGNED or path.startswith(_SHARED)


def is_reading(method: str) -> bool:
    """Whether a method only looks."""
    return method in _READING
