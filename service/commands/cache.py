"""`tiyao cache`: the paid answers that are kept, told and cleared."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from service import build
from service.commands import settings as setting
from service.commands.terminal import emit
from service.errors import Unconfirmed
from service.messages import Language, say
from service.settings import ASKING, SERVING, STORING, Settings

if TYPE_CHECKING:
    from service.storage.records import Records

_UNUSED = (SERVING | ASKING) - STORING


def stats(as_json: bool, language: Language) -> None:
    """Print how much is kept and what it saved."""
    settings = setting.load(_UNUSED)
    with _records(settings) as (records, where):
        told = _told(records, where)
    if as_json:
        limits = {"max_bytes": settings.replies_max_bytes, "max_age_days": settings.replies_max_age_days}
        emit(json.dumps(told | limits, ensure_ascii=False, indent=2) + "\n")
    else:
        emit(_lines(told, language))


def clear(older_than_days: float | None, confirmed: bool, language: Language) -> None:
    """Remove the answers kept, or those stored longer ago. Raises Unconfirmed where nobody can be asked."""
    # Here, not above: help and mistakes need no database.
    from service.storage.clock import DAY_MS

    before = None if older_than_days is None else round(time.time() * 1000 - older_than_days * DAY_MS)
    with _records(setting.load(_UNUSED)) as (records, where):
        if not confirmed:
            _ask(older_than_days, where, language)
        number = records.clear(before)
    emit(say("cache_cleared", language, number=number) + "\n")


def _ask(older_than_days: float | None, where: str, language: Language) -> None:
    if not sys.stdin.isatty():
        raise Unconfirmed(option="--yes")
    question = "cache_clear_all" if older_than_days is None else "cache_clear_older"
    typer.confirm(say(question, language, days=f"{older_than_days or 0:g}", where=where), abort=True, err=True)


@contextmanager
def _records(settings: Settings) -> "Iterator[tuple[Records, str]]":
    """The rows, and where they are for people to read. No file is made where none is."""
    from service.storage.records import DatabaseRecords, MemoryRecords

    database = build.database(settings)
    missing = database.file is not None and not database.file.exists()
    records: Records = MemoryRecords() if missing else DatabaseRecords(database)
    try:
        yield records, database.shown
    finally:
        records.close()


def _told(records: "Records", where: str) -> dict[str, Any]:
    kept = records.stats()
    oldest = None if kept.oldest_ms is None else datetime.fromtimestamp(kept.oldest_ms / 1000, UTC)
    return {
        "where": where,
        "replies": kept.number,
        "bytes": kept.bytes,
        "oldest": oldest.isoformat(timespec="seconds") if oldest else None,
        "saved_calls": kept.hits,
        "saved_prompt_tokens": kept.saved_prompt_tokens,
        "saved_completion_tokens": kept.saved_completion_tokens,
    }


def _lines(told: dict[str, Any], language: Language) -> str:
    from rich.filesize import decimal

    shown = told | {
        "bytes": decimal(told["bytes"]),
        "tokens": told["saved_prompt_tokens"] + told["saved_completion_tokens"],
    }
    lines = [say("cache_kept", language, **shown)]
    if told["oldest"]:
        oldest = datetime.fromisoformat(told["oldest"]).astimezone()
        lines.append(say("cache_oldest", language, oldest=f"{oldest:%Y-%m-%d %H:%M}"))
        lines.append(say("cache_saved", language, **shown))
    return "\n".join(lines) + "\n"
