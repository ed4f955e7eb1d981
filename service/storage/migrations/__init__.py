"""From what a database has to what this program needs, by Alembic; nobody needs a file of settings for it.

`VERSION` is the newest revision; it stands here so that a database that has it is opened without loading Alembic.
"""

from importlib import resources
from typing import Any

from sqlalchemy import Connection, inspect, text

VERSION = "0007"
TABLE = "tiyao_version"
_BEFORE_VERSIONS = "tiyao_schema"
UNVERSIONED = "0000"
_MIGRATING = 0x7469_7961  # any number that is always the same


def version(connection: Connection) -> str | None:
    """The revision of the database; None for one without tables of ours."""
    names = inspect(connection).get_table_names()
    if TABLE not in names:
        return UNVERSIONED if _BEFORE_VERSIONS in names else None
    found = connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalar_one_or_none()  # noqa: S608
    return str(found) if found else None


def upgrade(connection: Connection, to: str = VERSION) -> None:
    """Bring the tables up to a version, in the caller's transaction; on PostgreSQL one process at a time."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _MIGRATING})
        connection.execute(text("SET LOCAL statement_timeout = 0"))
    config = Config()
    config.set_main_option("script_location", str(resources.files(__name__)))
    scripts = ScriptDirectory.from_config(config)

    def steps(found: Any, _: Any) -> Any:
        return scripts._upgrade_revs(to, found)  # by this name in Alembic's own cookbook

    with EnvironmentContext(config, scripts, fn=steps, destination_rev=to) as environment:
        environment.configure(connection=connection, version_table=TABLE)
        environment.run_migrations()
