"""How long a client is willing to wait: `Prefer: wait=N`, `Prefer: respond-async` (RFC 7240)."""

import re
from typing import NamedTuple

_PART = re.compile(r'(?:[^,"]|"[^"]*")+')
_MAX_SECONDS = 3_600


class Patience(NamedTuple):
    """`seconds` that a client waits; None as long as it takes. `said` is what of its preferences is kept to."""

    seconds: float | None
    said: str | None


def patience(header: str | None) -> Patience:
    """The preference of a Prefer header; the first of each name counts, what cannot be read does not."""
    found: dict[str, str] = {}
    for part in _PART.findall(header or ""):
        name, _, value = part.partition(";")[0].partition("=")
        found.setdefault(name.strip().lower(), value.strip().strip('"'))
    wait = found.get("wait", "")
    if wait.isascii() and wait.isdecimal():
        return Patience(min(float(wait[:9]), _MAX_SECONDS), f"wait={wait}")
    return Patience(0.0, "respond-async") if "respond-async" in found else Patience(None, None)
