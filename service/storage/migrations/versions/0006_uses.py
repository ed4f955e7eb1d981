"""Which jobs' summaries rest on which answers; whose a key's things are; a request's key found by what it made."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "uses",
        sa.Column("job", sa.String(32), sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
    )
    op.create_index("uses_of_key", "uses", ["key"])
    op.create_index("repeats_by_made", "repeats", ["made"])
    op.add_column("keys", sa.Column("owner", sa.String(32), nullable=True))
