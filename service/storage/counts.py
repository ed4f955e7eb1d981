"""What keys spent of their rates, kept for all processes and over restarts, by the database's clock."""

from sqlalchemy import ColumnElement, Connection, select, update

from service import rates
from service.rates import Rate, Verdict, Window
from service.storage.clock import now_ms
from service.storage.database import Database
from service.storage.tables import spent
from service.storage.upsert import inserting


class DatabaseCounts:
    """`Counts` in rows that several processes share. Raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def spend(self, owner: str, rate: Rate, cost: int) -> Verdict:
        with self._database.writing() as connection:
            window, now = self._locked(connection, owner, rate)
            after, verdict = rates.spent(window, rate, cost, now)
            if after != window:
                connection.execute(update(spent).where(_of(owner, rate)).values(after._asdict()))
        return verdict

    def _locked(self, connection: Connection, owner: str, rate: Rate) -> tuple[Window, int]:
        """The window and the time; nobody else changes it before this transaction ends."""
        columns = (spent.c.number, spent.c.previous, spent.c.current, now_ms())
        wanted = select(*columns).where(_of(owner, rate)).with_for_update()
        row = connection.execute(wanted).one_or_none()
        if row is None:
            new = inserting(self._database.dialect, spent).values(owner=owner, rate=rate.name, **Window()._asdict())
            connection.execute(new.on_conflict_do_nothing())
            row = connection.execute(wanted).one()
        return Window(*row[:3]), row[3]


def _of(owner: str, rate: Rate) -> ColumnElement[bool]:
    return (spent.c.owner == owner) & (spent.c.rate == rate.name)
