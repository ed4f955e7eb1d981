"""What every test needs: a data folder of its own, so that no answer of another run is ever found."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("data") / "tiyao"
    monkeypatch.setenv("TIYAO_DATA_FOLDER", str(folder))
    return folder
