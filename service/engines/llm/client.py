"""The HTTP client of a model server: one connection pool, no redirects, no response longer than is allowed."""

from collections.abc import AsyncIterator

import httpx2 as httpx
import openai

from service.engines.llm.server import Server


class Oversized(httpx.TransportError):
    """A response is longer than `max_response_bytes`, or packed though nobody asked for that, so that its length cannot
    be told before it is unpacked."""


def connect(server: Server) -> openai.AsyncOpenAI:
    """A client that tries once. Belongs to the event loop in which it is first used, and is to be closed in it."""
    bound = _Bound(server.max_response_bytes)
    return openai.AsyncOpenAI(
        # A key must be given: without one the client would take OPENAI_API_KEY, and send it to whatever server this is.
        api_key=server.api_key or "none",
        base_url=server.base_url,
        timeout=server.timeout_seconds,
        max_retries=0,
        default_headers={"Accept-Encoding": "identity"},
        # A redirect would carry the report to whatever address it names.
        http_client=openai.DefaultAsyncHttpxClient(follow_redirects=False, event_hooks={"response": [bound]}),
    )


class _Bound:
    """What every response passes before its body is read."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes

    async def __call__(self, response: httpx.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise Oversized("packed")
        stream = response.stream
        assert isinstance(stream, httpx.AsyncByteStream)  # noqa: S101
        response.stream = _Measured(stream, self._most_bytes)


class _Measured(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, most_bytes: int) -> None:
        self._stream = stream
        self._left = most_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            self._left -= len(piece)
            if self._left < 0:
                raise Oversized("long")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
