"""Every store that there is, empty: one contract for all of them."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from service.storage.database import Database, located
from service.storage.records import DatabaseRecords, MemoryRecords, Records

POSTGRES = "TIYAO_TEST_POSTGRES_URL"
KINDS = ("memory", "sqlite", "postgres")


def postgres_schema() -> Iterator[str]:
    """The address of an empty schema on the server that the environment names, gone after the test."""
    server = os.environ.get(POSTGRES)
    if not server:
        pytest.skip(f"no PostgreSQL server: {POSTGRES} is not set (`.ci/services start` starts one)")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(located(server, Path()), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    yield f"{server}?options=-csearch_path%3D{name}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    admin.dispose()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    yield from postgres_schema()


@pytest.fixture(params=KINDS[1:])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database that several processes can share."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/of/replies.sqlite3"


@pytest.fixture(params=KINDS)
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    """An empty store."""
    made: Records = MemoryRecords()
    if request.param == "sqlite":
        made = at(f"sqlite:///{tmp_path}/of/replies.sqlite3")
    if request.param == "postgres":
        made = at(request.getfixturevalue("postgres_url"))
    yield made
    made.close()


def at(url: str, timeout_seconds: float = 10.0) -> DatabaseRecords:
    return DatabaseRecords(Database(located(url, Path()), timeout_seconds))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database."""
    made = Database(located(database_url, Path()), 10.0)
    yield made
    made.close()
