"""Opening a database: SQLite on one machine, PostgreSQL for several; made ready at first use, by whoever comes first."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from service.errors import ConfigurationError, SchemaMismatch, StoreError, StoreUnavailable
from service.storage import migrations

SETTING = "TIYAO_DATABASE_URL"
_DRIVERS = {"sqlite": "sqlite", "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
_WRITING = "tiyao_writing"


class Database:
    """Connections to one database, for any number of threads.

    `timeout_seconds` bounds each wait: for a connection, for a lock, for an answer. Nothing is opened or made before
    the first `reading` or `writing`. Raises StoreError for whatever the database or the disk refuses, of it
    StoreUnavailable for what may pass, and SchemaMismatch for tables of another version: those of an SQLite file, and
    of an empty database, are brought up to date instead.
    """

    def __init__(self, url: URL, timeout_seconds: float, connections: int = 4) -> None:
        self.url = url
        self._timeout_seconds = timeout_seconds
        self._connections = connections
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    @property
    def dialect(self) -> str:
        return self.url.get_backend_name()

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database) if self.dialect == "sqlite" and self.url.database else None

    @property
    def shown(self) -> str:
        """Where it is, for people to read: no password."""
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that waits for no other."""
        with _told(), self._ready().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed at the end; on SQLite it holds the lock from its start."""
        with _told(), _begun(self._ready()) as connection:
            yield connection

    def reach(self) -> None:
        """Make sure that it answers, and has what a look at its tables takes."""
        with self.reading() as connection:
            migrations.version(connection)

    def migrate(self) -> None:
        """Bring the tables up to date, wherever they are. Raises SchemaMismatch where they are of a later version."""
        with _told(), self._opened_for_a_while() as engine:
            _prepare(engine, willing=True)

    @contextmanager
    def engine(self, connections: int) -> Iterator[Engine]:
        """An engine for a library that makes its own transactions on the same database."""
        with self.reading():
            """The file is made, and its tables are, by us."""
        with self._opened_for_a_while(connections, own_transactions=True) as engine:
            yield engine

    def close(self) -> None:
        with self._lock:
            if self._engine:
                self._engine.dispose()
            self._engine = None

    @contextmanager
    def _opened_for_a_while(self, connections: int = 1, *, own_transactions: bool = False) -> Iterator[Engine]:
        engine = self._opened(connections, own_transactions=own_transactions)
        try:
            yield engine
        finally:
            engine.dispose()

    def _ready(self) -> Engine:
        with self._lock:
            if self._engine is None:
                engine = self._opened(self._connections)
                try:
                    _prepare(engine, willing=self.dialect == "sqlite")
                except BaseException:
                    engine.dispose()
                    raise
                self._engine = engine
            return self._engine

    def _opened(self, connections: int, *, own_transactions: bool = False) -> Engine:
        if self.file:
            # What models answer repeats what reports say: nobody else's to read.
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self.file.exists():
                self.file.touch(mode=0o600)
        pool = {"pool_size": connections, "pool_timeout": self._timeout_seconds}
        if self.dialect == "sqlite":
            engine = create_engine(self.url, connect_args={"timeout": self._timeout_seconds}, **pool)
            event.listen(engine, "connect", _sqlite_connected)
            if own_transactions:
                event.listen(engine, "connect", _sqlite_begins_itself)
            else:
                event.listen(engine, "begin", _sqlite_begins)
            return engine
        patience = {
            "connect_timeout": max(2, round(self._timeout_seconds)),
            "tcp_user_timeout": round(self._timeout_seconds * 1000),
        }
        engine = create_engine(self.url, connect_args=patience, pool_pre_ping=True, **pool)
        if not own_transactions:
            event.listen(engine, "begin", _postgres_begins(round(self._timeout_seconds * 1000)))
        return engine


def located(url: str | None, folder: Path) -> URL:
    """The address of the database: the one given, else a file in the folder. Raises ConfigurationError."""
    if url is None:
        return URL.create("sqlite", database=str(folder / "tiyao.sqlite3"))
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ConfigurationError(setting=SETTING, reason="reason_database_url") from error
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None or (driver == "sqlite" and parsed.database in (None, "", ":memory:")):
        raise ConfigurationError(setting=SETTING, reason="reason_database_url")
    return parsed.set(drivername=driver)


@contextmanager
def _told() -> Iterator[None]:
    """A database's own errors become ours; of their words, the driver's alone: no statement, no content."""
    try:
        yield
    except SQLAlchemyError as error:
        words = str(getattr(error, "orig", None) or error).strip().splitlines()
        raise _kind(error)(reason=words[0] if words else type(error).__name__) from error
    except OSError as error:
        raise StoreUnavailable(reason=f"{error.strerror}: {error.filename}") from error
    except UnicodeDecodeError as error:
        raise StoreError(reason="content") from error
    except ModuleNotFoundError as error:
        raise StoreError(reason=f"{error.name}: pip install 'tiyao[postgres]'") from error


def _kind(error: SQLAlchemyError) -> type[StoreError]:
    """No server, no room, no lock: these pass. What a statement itself brings about does not."""
    gone = isinstance(error, DBAPIError) and error.connection_invalidated
    passing = isinstance(error, OperationalError | InterfaceError | NoConnection)
    return StoreUnavailable if gone or passing else StoreError


def _begun(engine: Engine) -> Any:
    return engine.execution_options(**{_WRITING: True}).begin()


def _prepare(engine: Engine, *, willing: bool) -> None:
    """Make the tables where there are none. Those of another version are brought up to date, or refused."""
    with engine.connect() as connection:
        found = migrations.version(connection)
    if found == migrations.VERSION:
        return
    if found is not None and (found > migrations.VERSION or not willing):
        raise SchemaMismatch.of(found, migrations.VERSION)
    with _begun(engine) as connection:
        migrations.upgrade(connection)


def _sqlite_connected(connection: sqlite3.Connection, _: object) -> None:
    # The driver's own transactions begin late and never IMMEDIATE: they are begun below instead.
    connection.isolation_level = None
    # Room is given back when rows go; only a database without tables takes this.
    connection.execute("PRAGMA auto_vacuum = FULL")
    connection.execute("PRAGMA journal_mode = WAL")
    # A power cut may cost the last answers, never the database: that is WAL's promise at NORMAL.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _sqlite_begins_itself(connection: sqlite3.Connection, _: object) -> None:
    # Others' transactions would begin late, and fail where somebody else wrote in between.
    connection.isolation_level = "IMMEDIATE"


def _sqlite_begins(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgres_begins(milliseconds: int) -> Any:
    def begins(connection: Connection) -> None:
        # Here, and not as startup options, which connection poolers refuse. No question of ours is worth what it costs to
        # start processes that share its work.
        connection.exec_driver_sql(
            f"SET LOCAL statement_timeout = {milliseconds}; SET LOCAL max_parallel_workers_per_gather = 0"
        )

    return begins
