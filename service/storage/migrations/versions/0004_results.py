"""The summaries of jobs, and what they are searched by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_GRAMS = sa.Text().with_variant(postgresql.ARRAY(sa.Integer), "postgresql")
_SQLITE = (
    "CREATE VIRTUAL TABLE item_grams USING fts5("
    "grams, content='items', content_rowid='id', tokenize='ascii', detail=none, columnsize=0)",
    "CREATE TRIGGER items_come AFTER INSERT ON items BEGIN "
    "INSERT INTO item_grams (rowid, grams) VALUES (new.id, new.grams); END",
    "CREATE TRIGGER items_go AFTER DELETE ON items BEGIN "
    "INSERT INTO item_grams (item_grams, rowid, grams) VALUES ('delete', old.id, old.grams); END",
)


def upgrade() -> None:
    _summaries()
    _contents()
    _items()
    _index()
    _figures()


def _summaries() -> None:
    op.create_table(
        "summaries",
        sa.Column("number", _ROW, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(32), sa.ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False, unique=True),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("batch", sa.String(32)),
        sa.Column("title", sa.Text),
        sa.Column("issuer", sa.Text),
        sa.Column("region", sa.Text),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("level", sa.String(16)),
        sa.Column("year", sa.Integer),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("summaries_of_owner", "summaries", ["owner", "number"])


def _contents() -> None:
    op.create_table(
        "contents",
        sa.Column(
            "summary",
            _ROW,
            sa.ForeignKey("summaries.number", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("source", sa.LargeBinary, nullable=False),
    )


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("id", _ROW, primary_key=True, autoincrement=False),
        sa.Column("summary", _ROW, sa.ForeignKey("summaries.number", ondelete="CASCADE"), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("item", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("grams", _GRAMS, nullable=False),
    )
    op.create_index("items_of_summary", "items", ["summary"])
    op.create_index("items_of_owner", "items", ["owner", "id"])


def _index() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("items_by_grams", "items", ["grams"], postgresql_using="gin")
        return
    for statement in _SQLITE:
        op.execute(statement)


def _figures() -> None:
    op.create_table(
        "figures",
        sa.Column("item", _ROW, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("modifier", sa.Text),
        sa.Column("direction", sa.String(8)),
        sa.Column("change", sa.String(8)),
    )
