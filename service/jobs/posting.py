"""What becomes of a request for jobs: rows that workers find. The same request with the same key again makes nothing."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service.errors import KeyReused
from service.storage import batches, jobs, repeats, summaries
from service.storage.database import Database
from service.storage.jobs import NewJob
from service.storage.repeats import Repeat

_AT_ONCE = 200
_AT_ONCE_BYTES = 16 * 1024 * 1024


class Posted(NamedTuple):
    """The id of the job or the batch, and whether this request made it."""

    id: str
    made: bool


class Key(NamedTuple):
    """A request's Idempotency-Key, and a digest of what is asked for."""

    value: str
    request: str


class NewBatch(NamedTuple):
    name: str
    options: SummaryOptions


def digest(what: str, new: Iterable[NewJob]) -> str:
    """A SHA-256, in hex, of all that a request asks for; `what` tells one kind of request from another."""
    total = hashlib.sha256()
    _feed(total, what.encode())
    for job in new:
        for part in (job.name, job.options.model_dump_json(), str(job.suffix), str(job.charset)):
            _feed(total, part.encode())
        _feed(total, job.data)
    return total.hexdigest()


def post_job(database: Database, owner: str, job: NewJob, key: Key | None) -> Posted:
    """A job of its own. Raises KeyReused where the key came with another request before."""
    with database.writing() as connection:
        if key and (before := _before(connection, owner, key)):
            return before
        made = jobs.add(connection, owner, job)
        if key and not repeats.note(connection, owner, key.value, Repeat(key.request, made)):
            jobs.remove(connection, owner, made)
            return _of_another(connection, owner, key)
        return Posted(made, True)


def post_done(database: Database, owner: str, job: NewJob, summary: ReportSummary, source: str, key: Key) -> Posted:
    """A job that was done while its caller waited, with its result; not made where the key's request was done before.
    Raises KeyReused."""
    with database.writing() as connection:
        if before := _before(connection, owner, key):
            return before
        made = jobs.add_done(connection, owner, job, summary.usage.seconds)
        summaries.save(connection, made, summary, source)
        repeats.note(connection, owner, key.value, Repeat(key.request, made.id))
        return Posted(made.id, True)


def post_batch(database: Database, owner: str, batch: NewBatch, new: Iterable[NewJob], key: Key | None) -> Posted:
    """A batch, all of it or nothing. Many small transactions, so that nobody waits long for the database; until the last
    one nobody sees it. Raises KeyReused."""
    if key:
        with database.writing() as connection:
            if before := _before(connection, owner, key):
                return before
    with database.writing() as connection:
        made = batches.begin(connection, owner, batch.name, batch.options)
    try:
        position = 0
        for some in _portions(new):
            with database.writing() as connection:
                jobs.arrive(connection, owner, made, position, some)
            position += len(some)
        with database.writing() as connection:
            if key and not repeats.note(connection, owner, key.value, Repeat(key.request, made)):
                batches.remove(connection, owner, made)
                return _of_another(connection, owner, key)
            batches.complete(connection, made)
    except BaseException:
        with database.writing() as connection:
            batches.remove(connection, owner, made)
        raise
    return Posted(made, True)


def _before(connection: Any, owner: str, key: Key) -> Posted | None:
    """What the key's first request made, if that is still there. Raises KeyReused."""
    before = repeats.find(connection, owner, key.value)
    if before is None:
        return None
    there = jobs.get(connection, owner, before.made) or batches.get(connection, owner, before.made)
    if there is None:
        repeats.forget(connection, owner, key.value)
        return None
    if before.request != key.request:
        raise KeyReused(key=key.value)
    return Posted(before.made, False)


def _of_another(connection: Any, owner: str, key: Key) -> Posted:
    """What a request made that came with the same key at the same time, and was first."""
    before = _before(connection, owner, key)
    assert before is not None  # noqa: S101 - it was just found to be there
    return before


def _portions(new: Iterable[NewJob]) -> Iterator[Sequence[NewJob]]:
    """Portions of bounded number and bytes."""
    portion: list[NewJob] = []
    size = 0
    for job in new:
        portion.append(job)
        size += len(job.data)
        if len(portion) >= _AT_ONCE or size >= _AT_ONCE_BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _feed(total: "hashlib._Hash", part: bytes) -> None:
    total.update(len(part).to_bytes(8, "big"))
    total.update(part)
