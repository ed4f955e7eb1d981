"""The body of an event, no longer than events of platforms are."""

from fastapi import Request

from service.api.limits import bounded

_MOST_BYTES = 1024 * 1024


async def body_of(request: Request) -> bytes:
    """Raises BodyTooLarge."""
    return await Request(request.scope, bounded(request.receive, request.headers, _MOST_BYTES)).body()
