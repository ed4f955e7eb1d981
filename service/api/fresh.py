"""Values that may be some seconds old."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

_Name = TypeVar("_Name", bound=Hashable)
_Value = TypeVar("_Value")
_MOST = 10_000


class Fresh(Generic[_Name, _Value]):
    """What `load` finds for a name, for `seconds` from when it began to look; whoever asks meanwhile gets the same. What
    it raises reaches those who waited, and the next one looks again. Belongs to one event loop."""

    def __init__(
        self,
        load: Callable[[_Name], Awaitable[_Value]],
        seconds: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._load = load
        self._seconds = seconds
        self._now = now
        self._found: dict[_Name, tuple[float, asyncio.Future[_Value]]] = {}

    async def get(self, name: _Name) -> _Value:
        until, value = self._found.get(name, (0.0, None))
        if value is None or self._now() >= until or (value.done() and value.exception() is not None):
            value = asyncio.ensure_future(self._load(name))
            self._make_room()
            self._found[name] = self._now() + self._seconds, value
        return await asyncio.shield(value)

    def forget(self, name: _Name) -> None:
        """Look again when the name is next asked for."""
        self._found.pop(name, None)

    def _make_room(self) -> None:
        if len(self._found) >= _MOST:
            now = self._now()
            kept = {name: entry for name, entry in self._found.items() if entry[0] > now}
            # Names come from callers: there may be any number of them that are asked for once.
            self._found = kept if len(kept) < _MOST else {}
