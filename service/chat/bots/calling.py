"""Requests to a platform's API, with its failures as ours."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx2

from service.chat.bots.port import PlatformName
from service.chat_errors import PlatformFailed
from service.errors import FileTooLarge

_PAUSES_SECONDS = (0.5, 2.0)
_PASSING = frozenset({429, 500, 502, 503, 504})


class Caller:
    """A client of one platform. Redirects are not followed: they would carry what only the platform is to see."""

    def __init__(self, platform: PlatformName, base_url: str, timeout_seconds: float) -> None:
        self.platform = platform
        self._client = httpx2.AsyncClient(base_url=base_url, timeout=timeout_seconds)

    async def json(
        self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None, **query: str
    ) -> dict[str, Any]:
        """What the API answers, tried again where its failure may pass. Raises PlatformFailed."""
        for pause in (*_PAUSES_SECONDS, None):
            try:
                response = await self._client.request(method, path, params=query, json=body, headers=headers)
            except httpx2.HTTPError as error:
                reason = type(error).__name__
            else:
                if response.status_code not in _PASSING:
                    return self._read(response)
                reason = f"HTTP {response.status_code}"
            if pause is None:
                break
            await asyncio.sleep(pause)
        raise PlatformFailed(platform=self.platform, reason=reason)

    async def download(
        self, url: str, most_bytes: int, headers: Mapping[str, str] | None = None, **query: str
    ) -> bytes:
        """The content of an address, read no further than the limit. Raises FileTooLarge, PlatformFailed."""
        async with self._streamed(url, headers, query) as response:
            if response.status_code != 200:
                raise PlatformFailed(platform=self.platform, reason=f"HTTP {response.status_code}")
            data = bytearray()
            async for part in response.aiter_bytes():
                data += part
                if len(data) > most_bytes:
                    raise FileTooLarge(limit=most_bytes)
        return bytes(data)

    async def close(self) -> None:
        await self._client.aclose()

    @asynccontextmanager
    async def _streamed(
        self, url: str, headers: Mapping[str, str] | None, query: Mapping[str, str]
    ) -> AsyncIterator[httpx2.Response]:
        try:
            async with self._client.stream("GET", url, params=query or None, headers=headers) as response:
                yield response
        except httpx2.HTTPError as error:
            raise PlatformFailed(platform=self.platform, reason=type(error).__name__) from error

    def _read(self, response: httpx2.Response) -> dict[str, Any]:
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise PlatformFailed(platform=self.platform, reason=f"HTTP {response.status_code}")
        return answer
