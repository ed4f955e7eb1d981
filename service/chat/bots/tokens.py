"""An access token of a platform: got when it is first needed, and again before it ends."""

import asyncio
import time
from collections.abc import Awaitable, Callable

_SPARE_SECONDS = 300.0


class Token:
    """`issue` gives a token and the seconds for which it is good. Belongs to one event loop."""

    def __init__(self, issue: Callable[[], Awaitable[tuple[str, float]]]) -> None:
        self._issue = issue
        self._lock = asyncio.Lock()
        self._token, self._until = "", 0.0

    async def get(self) -> str:
        """Raises PlatformFailed."""
        async with self._lock:
            if time.monotonic() >= self._until:
                self._token, seconds = await self._issue()
                self._until = time.monotonic() + max(0.0, seconds - _SPARE_SECONDS)
            return self._token

    def forget(self) -> None:
        """It is good no more, whatever was said."""
        self._until = 0.0
