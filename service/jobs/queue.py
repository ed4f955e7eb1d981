"""The queue of runs, by DBOS: what is handed out to whom, and handed out again when a worker restarts.

The jobs' own rows decide; a run that the queue hands out twice, or too late, is found to be over when it is begun.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig
from dbos import error as failures

from service.errors import SchemaMismatch
from service.storage.database import Database

Run = Callable[[str, int], Awaitable[None]]

_QUEUE, _WORKFLOW, _NAME = "reports", "summarize", "tiyao"
_PROGRAM = "1"
"""Runs are taken by workers of this program whatever its version: a run is begun anew, never replayed."""
_POLL_SECONDS = 0.1
_ALONE, _OF_A_BATCH = 1, 10
_AT_ONCE = 1_000
_CONNECTIONS = 8
_SEPARATOR = "-"


def migrate(database: Database) -> None:
    """Make or bring up to date the queue's own tables."""
    _quiet()
    DBOS.migrate(database.url.render_as_string(hide_password=False))


class Queue:
    """The queue as a worker has it. Blocking, safe from several threads."""

    def __init__(self, client: DBOSClient) -> None:
        self._client = client

    def put(self, connection: Any, runs: Iterable[tuple[str, int, bool]]) -> None:
        """Put runs into the queue, in the caller's transaction: job, run, and whether somebody waits for it alone."""
        for job, run, alone in runs:
            self._client.enqueue_in_transaction(
                connection,
                {
                    "workflow_name": _WORKFLOW,
                    "queue_name": _QUEUE,
                    "workflow_id": f"{job}{_SEPARATOR}{run}",
                    "priority": _ALONE if alone else _OF_A_BATCH,
                },
                job,
                run,
            )

    def handed_out(self) -> dict[str, tuple[str, tuple[str, int]]]:
        """The runs that are with workers: by the queue's own id, the worker, the job and the run."""
        pending = self._client.list_workflows(status="PENDING", name=_WORKFLOW, load_input=False, load_output=False)
        return {one.workflow_id: (one.executor_id or "", _run(one.workflow_id)) for one in pending}

    def withdraw(self, ids: Iterable[str]) -> None:
        """Never hand these out again."""
        self._client.cancel_workflows(list(ids))

    def forget_ended(self) -> int:
        """Remove the queue's memory of runs that have ended; how many."""
        ended = self._client.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
            name=_WORKFLOW,
            load_input=False,
            load_output=False,
            limit=_AT_ONCE,
        )
        if ended:
            self._client.delete_workflows([one.workflow_id for one in ended])
        return len(ended)

    async def close(self, grace_seconds: float) -> None:
        """Take no more runs out, and end when those in work have, or that time is up."""
        # Beside the event loop: it waits for threads that may be waiting for the loop.
        await asyncio.to_thread(
            DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=max(1, round(grace_seconds))
        )
        # It made its own threads the loop's, and they have ended with it.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())


@asynccontextmanager
async def working(database: Database, worker: str, at_once: int, run: Run) -> AsyncIterator[Queue]:
    """Take runs out of the queue and do them, so many at once, in the event loop that is running; those that a worker
    of the same name left behind first. It is the caller's to close the queue. Raises SchemaMismatch where the queue's tables are missing or too old."""
    _quiet()
    with database.engine(_CONNECTIONS + at_once // 8) as engine:
        DBOS(config=_config(database, engine, worker))

        @DBOS.workflow(name=_WORKFLOW)
        async def summarize(job: str, number: int) -> None:
            await run(job, number)

        _launch()
        await DBOS.register_queue_async(
            _QUEUE, worker_concurrency=at_once, polling_interval_sec=_POLL_SECONDS, on_conflict="always_update"
        )
        # Of its own accord it would wait for a database that is away, and longer than that is.
        yield Queue(DBOSClient(system_database_engine=engine, application_name=_NAME, retry_connection_errors=False))


def _launch() -> None:
    try:
        DBOS.launch()
    except failures.DBOSInitializationError as error:
        raise SchemaMismatch.of("-", "dbos") from error


def _config(database: Database, engine: Any, worker: str) -> DBOSConfig:
    return {
        "name": _NAME,
        "system_database_url": database.url.render_as_string(hide_password=False),
        "system_database_engine": engine,
        "application_version": _PROGRAM,
        "executor_id": worker,
        "run_migrations": False,
        "enable_otlp": False,
        "log_level": "WARNING",
    }


def _run(workflow: str) -> tuple[str, int]:
    job, _, run = workflow.rpartition(_SEPARATOR)
    return job, int(run)


def _quiet() -> None:
    # Its migrations and polls are no news to whoever runs the service.
    logging.getLogger("dbos").setLevel(logging.WARNING)
