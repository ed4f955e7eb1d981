"""What every answer tells browsers, and which of their requests are served where there are no keys."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access_errors import ForeignOrigin, ForeignPage
from service.api.access import is_reading

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer that does not say otherwise: a page brings its own policy, and what may be kept says so."""


class SecureHeaders:
    """Adds them, to errors too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending)


def check_origin(method: str, headers: Headers, own_host: str) -> None:
    """Whether a request without a key comes from this machine's own programs and pages. Raises ForeignOrigin.

    A page from elsewhere can make its reader's browser call this machine: under a name of its own that it points here,
    which the Host tells, or blindly, which the Origin tells. No one else has a name without a dot, or an address.
    """
    host = _hostname(f"//{headers.get('host', '')}")
    if not _is_ours(host, own_host):
        raise ForeignOrigin(asker=host)
    if is_reading(method):
        return
    origin = headers.get("origin")
    if headers.get("sec-fetch-site") == "cross-site" or (origin and not _is_ours(_hostname(origin), own_host)):
        raise ForeignOrigin(asker=origin or "cross-site")


def check_own_page(headers: Headers, *, sure: bool) -> None:
    """Whether a request comes from a page of this very service, as browsers tell. Raises ForeignPage where it does not,
    and, to be `sure`, where nothing is told. A page of another port of this machine is another's."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and origin is None and not sure:
        return
    ours = site == "same-origin" if site else _origin(origin or "") == _origin(f"//{headers.get('host', '')}")
    if not ours:
        raise ForeignPage(asker=origin or site or "?")


_DEFAULT_PORTS = (None, 80, 443)


def _origin(url: str) -> tuple[str, int | None]:
    """Host and port; the scheme is not known behind a proxy, nor is the port that it stands for."""
    try:
        found = urlsplit(url)
        port = found.port
    except ValueError:
        return url, -1
    return (found.hostname or "").rstrip(".") or url, None if port in _DEFAULT_PORTS else port


def _hostname(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return "."


def _is_ours(host: str, own_host: str) -> bool:
    if host == own_host.lower() or host.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host
    return True
