"""The tables, in one place. `VERSION` is written into each database, so that a later one can tell what it finds."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, String, Table

VERSION = 1

metadata = MetaData()

schema = Table("tiyao_schema", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

# Times are milliseconds since 1970. `content` is UTF-8 in which lone surrogates may stand, hence no text column;
# `bytes` is its length, kept apart so that adding up reads no content.
replies = Table(
    "replies",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("hits", BigInteger, nullable=False),
    Column("stored_at_ms", BigInteger, nullable=False, index=True),
    Column("used_at_ms", BigInteger, nullable=False, index=True),
)
