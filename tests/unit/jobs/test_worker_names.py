"""A worker's name: the same after a restart, never two workers' at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from service.errors import ConfigurationError
from service.jobs.identity import identity
from tests.app.conftest import ROOT

_HOLD = """
import sys
from pathlib import Path
from service.jobs.identity import identity
with identity(None, Path(sys.argv[1])) as name:
    print(name, flush=True)
    sys.stdin.read()
"""


def test_a_name_that_is_given_is_taken(tmp_path: Path) -> None:
    with identity("worker-1", tmp_path / "none") as name:
        assert name == "worker-1"
    assert not (tmp_path / "none").exists()


def test_one_after_another_have_one_name_and_two_at_once_have_two(tmp_path: Path) -> None:
    with identity(None, tmp_path) as first:
        with identity(None, tmp_path) as second:
            assert second != first
        with identity(None, tmp_path) as again:
            assert again == second
    with identity(None, tmp_path) as name:
        assert name == first


def test_who_was_killed_leaves_his_name(tmp_path: Path) -> None:
    held = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert held.stdout is not None
    name = held.stdout.readline().strip()
    with identity(None, tmp_path) as other:
        assert other != name
    held.kill()
    held.communicate()
    with identity(None, tmp_path) as next_one:
        assert next_one == name


def test_a_folder_that_cannot_be_written_is_told_as_a_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigurationError) as told, identity(None, tmp_path / "file"):
        pass
    assert told.value.details["setting"] == "TIYAO_WORKER_ID"
