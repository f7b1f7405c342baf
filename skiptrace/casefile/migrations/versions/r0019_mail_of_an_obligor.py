"""Whose mail came back: one obligor's says nothing of another's address.

Of what is there already nobody knows; it goes on counting for everybody on its account.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("returned_mail", sa.Column("subject_id", sa.Text()))
