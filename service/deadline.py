"""The time that a report may take of its model."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from service.errors import ModelError

_Result = TypeVar("_Result")


class Deadline:
    """Begins to run where it is made, in an event loop; None is no limit."""

    def __init__(self, seconds: float | None) -> None:
        self._at = None if seconds is None else asyncio.get_running_loop().time() + seconds

    async def keep(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        """The result of the work, which is cancelled when the time is up; ModelError(reason="deadline") then."""
        if self._at is not None and asyncio.get_running_loop().time() >= self._at:
            work.close()
            raise ModelError(reason="deadline")
        try:
            async with asyncio.timeout_at(self._at):
                return await work
        except TimeoutError:
            raise ModelError(reason="deadline") from None
