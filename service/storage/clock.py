"""The database's clock: the only one that several machines share."""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

DAY_MS = 86_400_000


class now_ms(FunctionElement[int]):  # noqa: N801 - written as the function that it is in SQL
    """Milliseconds since 1970, in SQL."""

    type = BigInteger()
    inherit_cache = True


@compiles(now_ms, "sqlite")
def _sqlite(_: Any, __: Any, **___: Any) -> str:
    return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"


@compiles(now_ms, "postgresql")
def _postgresql(_: Any, __: Any, **___: Any) -> str:
    # Not now(), which stands still in a transaction.
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
