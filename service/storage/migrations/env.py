"""Alembic's way in: the connection is the caller's, and so is its transaction."""

from alembic import context

from service.storage.migrations import TABLE
from service.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, version_table=TABLE)
context.run_migrations()
