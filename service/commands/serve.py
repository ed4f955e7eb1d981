"""`tiyao serve`: the HTTP service."""

import uvicorn

from service.api.app import create_app
from service.commands import settings as setting

_GRACE_SECONDS = 30


def run(host: str | None, port: int | None) -> None:
    """Serve until a signal ends it; requests in work get a while to finish."""
    settings = setting.load(host=host, port=port)
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, timeout_graceful_shutdown=_GRACE_SECONDS)
