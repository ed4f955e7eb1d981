"""How it stands with the jobs: counted at one moment, by the database's clock."""

from dataclasses import dataclass, field
from typing import get_args

from sqlalchemy import func, select

from schemas.job import JobState
from service.storage.clock import now_ms
from service.storage.database import Database
from service.storage.tables import jobs, workers

_ALIVE_MS = 30_000
"""A worker that was not heard of for so long is not counted on."""


@dataclass(frozen=True, slots=True)
class Census:
    """Jobs by state, how long the oldest queued one waits, workers heard of lately and ever."""

    jobs: dict[JobState, int] = field(default_factory=lambda: dict.fromkeys(get_args(JobState), 0))
    oldest_queued_seconds: float = 0.0
    workers_alive: int = 0
    workers: int = 0


def census(database: Database) -> Census:
    """Blocking; raises StoreError. A database that was never opened has nothing, and stays unmade."""
    if database.file is not None and not database.file.exists():
        return Census()
    waiting = (jobs.c.state == "queued") & jobs.c.started_at_ms.is_(None)
    alive = workers.c.seen_at_ms > now_ms() - _ALIVE_MS
    with database.reading() as connection:
        found = connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state)).all()
        oldest = connection.execute(select(now_ms() - func.min(jobs.c.created_at_ms)).where(waiting)).scalar()
        ever = connection.execute(select(func.count()).select_from(workers)).scalar_one()
        living = connection.execute(select(func.count()).select_from(workers).where(alive)).scalar_one()
    states = Census().jobs
    states.update({state: number for state, number in found if state in states})
    return Census(states, max(0, oldest or 0) / 1000, living, ever)


def queued(database: Database, owner: str) -> int:
    """How many jobs of the owner wait. Blocking; raises StoreError."""
    waiting = select(func.count()).where(jobs.c.owner == owner, jobs.c.state == "queued")
    with database.reading() as connection:
        return connection.execute(waiting).scalar_one()
