"""The summaries of jobs, and what they are searched by."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _summaries()
    _items()
    _figures()
    _grams()


def _summaries() -> None:
    op.create_table(
        "summaries",
        sa.Column("id", sa.String(32), sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("batch", sa.String(32)),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("source", sa.LargeBinary, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("issuer", sa.Text),
        sa.Column("region", sa.Text),
        sa.Column("level", sa.String(16)),
        sa.Column("year", sa.Integer),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("summaries_of_batch", "summaries", ["batch"])
    op.create_index("summaries_of_owner", "summaries", ["owner", "created_at_ms", "id"])


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("summary", sa.String(32), sa.ForeignKey("summaries.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("item", sa.String(16), primary_key=True),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("items_by_topic", "items", ["owner", "kind", "topic"])


def _figures() -> None:
    op.create_table(
        "figures",
        sa.Column("summary", sa.String(32), sa.ForeignKey("summaries.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("item", sa.String(16), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("number", sa.Numeric(30, 6)),
    )
    op.create_index("figures_by_name", "figures", ["owner", "name"])


def _grams() -> None:
    op.create_table(
        "grams",
        sa.Column("owner", sa.String(32), primary_key=True),
        sa.Column("gram", sa.String(2), primary_key=True),
        sa.Column("summary", sa.String(32), sa.ForeignKey("summaries.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("item", sa.String(16), primary_key=True),
    )
    op.create_index("grams_of_summary", "grams", ["summary"])
