"""Run by alembic: the scripts work on the connection that `upgrade` hands over."""

from __future__ import annotations

from alembic import context

from skiptrace.casefile.tables.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
