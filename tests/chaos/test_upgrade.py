"""A database of an older version, as docs/operations.md says: nothing runs on it before `tiyao migrate`, and nothing is lost."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from service.storage import migrations
from service.storage.database import located
from tests.app.command import tiyao
from tests.chaos.house import House

OLD = "0003"
_ANSWER = text("INSERT INTO replies VALUES (:key, :content, 2, 900, 80, 0, 1, 1)")


def engine_of(url: str) -> Engine:
    return create_engine(located(url, Path()))


def make_old(url: str) -> None:
    """The tables as an older program made them, with an answer in them."""
    engine = engine_of(url)
    with engine.begin() as connection:
        migrations.upgrade(connection, OLD)
        connection.execute(_ANSWER, {"key": "a" * 64, "content": b"{}"})
    engine.dispose()


def check_upgraded(url: str, folder: Path, *, worker: bool) -> None:
    """It serves, works, and has what was there."""
    house = House(url, folder, {"TIYAO_DATABASE_URL": url, "TIYAO_DATA_FOLDER": str(folder / "data")})
    try:
        house.web(worker=worker)
        if not worker:
            house.worker()
        batch = house.post(1)
        house.wait_until_done(batch, 1)
        assert house.committed() == 1
    finally:
        house.close()


def test_on_several_machines_it_waits_to_be_migrated(postgres_url: str, tmp_path: Path) -> None:
    make_old(postgres_url)
    for command in (("serve", "--no-worker", "--port", "0"), ("worker",)):
        refused = tiyao(*command, TIYAO_DATABASE_URL=postgres_url, LANG="en_US.UTF-8")
        assert refused.returncode != 0
        assert OLD in refused.stderr
        assert migrations.VERSION in refused.stderr
        assert "tiyao migrate" in refused.stderr
    for _ in range(2):
        assert tiyao("migrate", TIYAO_DATABASE_URL=postgres_url).returncode == 0
    check_upgraded(postgres_url, tmp_path, worker=False)


def test_a_file_is_brought_up_to_date_when_it_is_opened(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/jobs.sqlite3"
    make_old(url)
    check_upgraded(url, tmp_path, worker=True)


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("worker",), ("migrate",)])
def test_a_later_database_is_refused_and_never_changed(tmp_path: Path, command: tuple[str, ...]) -> None:
    url = f"sqlite:///{tmp_path}/jobs.sqlite3"
    make_old(url)
    later = text(f"UPDATE {migrations.TABLE} SET version_num = '9999'")  # noqa: S608
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.execute(later)
    before = _contents(engine)
    refused = tiyao(*command, TIYAO_DATABASE_URL=url, LANG="en_US.UTF-8")
    assert refused.returncode != 0
    assert "9999" in refused.stderr
    assert _contents(engine) == before
    engine.dispose()


def _contents(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(
            connection.execute(text("SELECT name || coalesce(sql, '') FROM sqlite_master ORDER BY 1")).scalars()
        )
