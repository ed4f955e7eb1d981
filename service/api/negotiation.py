"""What a client sends and wants to have: media types, charsets, weights (RFC 9110, 8.3 and 12.4)."""

from collections.abc import Sequence
from typing import NamedTuple


class MediaType(NamedTuple):
    """A Content-Type in small letters; `charset` is None where none is given."""

    name: str
    charset: str | None


def media_type(header: str | None) -> MediaType:
    """The media type of a Content-Type header; an empty name where there is none."""
    name, *parameters = (header or "").split(";")
    charset = None
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return MediaType(name.strip().lower(), charset)


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type that the Accept header wants most, the first offered of equals; None where it wants none.

    No header means anything. A range says more the closer it names the type: `text/markdown;q=0` forbids it though
    `*/*` stands beside it.
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    weights = {media: _weight(media, ranges) for media in offered}
    best = max(offered, key=lambda media: weights[media])
    return best if weights[best] > 0 else None


class _Range(NamedTuple):
    kind: str
    subtype: str
    weight: float


def _range(part: str) -> _Range:
    name, *parameters = part.split(";")
    kind, _, subtype = name.strip().lower().partition("/")
    weights = [value for key, _, value in (p.partition("=") for p in parameters) if key.strip().lower() == "q"]
    return _Range(kind, subtype or "*" if kind == "*" else subtype, _number(weights[0]) if weights else 1.0)


def _number(text: str) -> float:
    """A weight from 0 to 1; one that is none counts 0."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return min(value, 1.0) if value > 0 else 0.0


def _weight(media: str, ranges: Sequence[_Range]) -> float:
    kind, _, subtype = media.partition("/")
    fitting = [r for r in ranges if r.kind in (kind, "*") and r.subtype in (subtype, "*")]
    closest = max(fitting, key=lambda r: (r.kind != "*", r.subtype != "*", r.weight), default=None)
    return closest.weight if closest else 0.0
