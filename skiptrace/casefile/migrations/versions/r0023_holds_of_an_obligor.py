"""Whom a hold is about: one obligor's death, stay or attorney restrains that one alone.

Of the holds that are there already nobody knows; they go on restraining whoever is on the account.
Likewise which piece of returned mail left a notice undelivered; each that is there may have.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("hold", sa.Column("subject_id", sa.Text()))
    op.add_column("returned_mail", sa.Column("undelivered", sa.Boolean()))
