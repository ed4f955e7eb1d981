"""Inserting a row that may be there already."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def inserting(dialect: str, table: Table) -> Any:
    """An insert that takes `ON CONFLICT`: the two dialects have the same words for it, but no common class."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
