"""`tiyao migrate`: brings the database up to what this program needs."""

from service import build
from service.commands import settings as setting
from service.commands.terminal import emit
from service.messages import Language, say


def run(language: Language) -> None:
    """Raises StoreError where the database cannot be used, SchemaMismatch where a later program made its tables."""
    # Here, not above: help and mistakes need none of it.
    from service.jobs import worker

    database = build.database(setting.load())
    try:
        worker.prepare(database)
        emit(say("migrated", language, where=database.shown) + "\n")
    finally:
        database.close()
