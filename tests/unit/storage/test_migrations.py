"""Migrations lead from any version to the tables as they are declared, and nothing is lost on the way."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from schemas.reply import Reply
from service.errors import SchemaMismatch
from service.storage import migrations, tables
from service.storage.clock import now_ms
from service.storage.database import Database, located
from service.storage.records import DatabaseRecords

KEY = "a" * 64
REPLY = Reply("{}", 900, 80)


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(located(database_url, Path()), 10)


def test_the_version_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.VERSION


def _is_comparable(_: object, name: str | None, *__: object) -> bool:
    """All but the index that each database has in its own way: FTS5's is tables that SQLite makes by itself."""
    return name != "items_by_grams" and not (name or "").startswith("item_grams")


def test_the_migrations_make_what_is_declared(database: Database) -> None:
    database.migrate()
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": migrations.TABLE, "include_object": _is_comparable}
        )
        assert compare_metadata(context, tables.metadata) == []
        assert migrations.version(connection) == migrations.VERSION
    database.close()


def _unversioned(database: Database) -> None:
    """The database as it was before there were versions, with an answer in it."""
    DatabaseRecords(database).put(KEY, REPLY, 5)
    with database.writing() as connection:
        if database.dialect == "sqlite":
            connection.execute(text("DROP TABLE item_grams"))
        for name in (migrations.TABLE, *(t.name for t in reversed(tables.metadata.sorted_tables))):
            if name != "replies":
                connection.execute(text(f'DROP TABLE "{name}"'))
        connection.execute(text("CREATE TABLE tiyao_schema (version INTEGER)"))
        connection.execute(text("INSERT INTO tiyao_schema VALUES (1)"))
    database.close()


def test_answers_of_an_older_database_are_kept(database: Database) -> None:
    _unversioned(database)
    records = DatabaseRecords(database)
    if database.dialect == "postgresql":  # others may be running on it: it is for its owner to say when
        with pytest.raises(SchemaMismatch, match="schema 0000"):
            records.get(KEY, 0)
    database.migrate()
    assert records.get(KEY, 0) == REPLY
    with database.reading() as connection:
        assert migrations.version(connection) == migrations.VERSION
    records.close()


def test_the_clock_is_the_databases(database: Database) -> None:
    with database.reading() as connection:
        first = connection.execute(now_ms().select()).scalar_one()
        second = connection.execute(now_ms().select()).scalar_one()
    database.close()
    assert 1_700_000_000_000 < first <= second < first + 60_000
