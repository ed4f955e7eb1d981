"""Asking the database from a request, beside the event loop."""

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from service.api.owner import owner
from service.errors import NotFound
from service.storage.database import Database

Owner = Annotated[str, Depends(owner)]
"""Whoever asks: part of every question to the database."""
_Result = TypeVar("_Result")
_ID = re.compile("[0-9a-f]{32}")


def _job(job: str) -> str:
    return known(job, "jobs")


def _batch(batch: str) -> str:
    return known(batch, "batches")


def _summary(summary: str) -> str:
    return known(summary, "summaries")


def known(made: str, what: str) -> str:
    """What is no id of ours is nobody's: not every text can be asked for."""
    if not _ID.fullmatch(made):
        raise NotFound(what=f"/v1/{what}/{made}")
    return made


JobId = Annotated[str, Depends(_job)]
BatchId = Annotated[str, Depends(_batch)]
SummaryId = Annotated[str, Depends(_summary)]


def there(found: _Result | None, request: Request) -> _Result:
    """What was found. Raises NotFound for None."""
    if found is None:
        raise NotFound(what=request.url.path)
    return found


async def read(request: Request, ask: Callable[[Any], _Result]) -> _Result:
    """What `ask` finds by a connection. Raises StoreError."""
    return await run_in_threadpool(_read, request.state.database, ask)


async def write(request: Request, change: Callable[[Any], _Result]) -> _Result:
    """What `change` comes to, in one transaction. Raises StoreError."""
    return await run_in_threadpool(_write, request.state.database, change)


def _read(database: Database, ask: Callable[[Any], _Result]) -> _Result:
    with database.reading() as connection:
        return ask(connection)


def _write(database: Database, change: Callable[[Any], _Result]) -> _Result:
    with database.writing() as connection:
        return change(connection)
