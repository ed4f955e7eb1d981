"""Databases that a whole installation can have to itself."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from service.storage.database import located
from tests.chaos.postgres import Server
from tests.unit.storage.conftest import POSTGRES


def postgres_database() -> Iterator[str]:
    """The address of an empty database on the server that the environment names, gone after the test."""
    server = os.environ.get(POSTGRES)
    if not server:
        pytest.skip(f"no PostgreSQL server: {POSTGRES} is not set (`.ci/services start` starts one)")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(located(server, Path()), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.rsplit("/", 1)[0] + f"/{name}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    yield from postgres_database()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/of/jobs.sqlite3"


@pytest.fixture
def server() -> Iterator[Server]:
    """A PostgreSQL server of the test's own."""
    if not os.environ.get(POSTGRES):
        pytest.skip(f"no PostgreSQL server: {POSTGRES} is not set (`.ci/services start` starts one)")
    made = Server()
    yield made
    made.stop()
