"""A service and the database that it stores in: fixtures of tests that put there what a worker would."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.storage.database import Database, located
from tests.app.conftest import settings


def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stored")


def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(settings(data_folder=folder)), raise_server_exceptions=False) as client:
        yield client


def database(folder: Path) -> Iterator[Database]:
    database = Database(located(None, folder), 10.0)
    yield database
    database.close()
