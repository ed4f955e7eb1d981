"""What every test needs: a data folder of its own, so that no answer of another run is ever found."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def folder_of_shared_fixtures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What lives longer than a test keeps nothing among the user's own data either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIYAO_DATA_FOLDER", str(tmp_path_factory.mktemp("shared") / "tiyao"))
        yield


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("data") / "tiyao"
    monkeypatch.setenv("TIYAO_DATA_FOLDER", str(folder))
    return folder
