"""Events of the audit trail are found by user, account, connector and day; rules by version.

The id of the user who acted is written beside each event that one signed. Hashes stay.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from skiptrace.casefile.crypto import Keyring
from skiptrace.model.actor import signed_id
from skiptrace.model.errors import CaseFileError

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_PAGE = 1000
_FOUND_BY = ("user_id", "account_id", "connector_id")
_SQLITE = (
    "audit_event_update",
    """
    CREATE TRIGGER audit_event_update BEFORE UPDATE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
)
_POSTGRES = (
    "audit_event_change ON audit_event",
    """
    CREATE TRIGGER audit_event_change BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
)


def upgrade() -> None:
    """Add the columns, fill the user's, and index."""
    tx, keys = op.get_bind(), context.config.attributes["keyring"]
    op.add_column("audit_event", sa.Column("user_id", sa.Text()))
    op.add_column("audit_event", sa.Column("version", sa.Integer()))
    op.add_column("audit_event", sa.Column("law", sa.Text()))
    guard, anew = _POSTGRES if tx.dialect.name == "postgresql" else _SQLITE
    tx.exec_driver_sql(f"DROP TRIGGER {guard}")
    _write_users(tx, keys)
    tx.exec_driver_sql(anew)
    for name in _FOUND_BY:
        op.create_index(f"ix_audit_event_{name}_at", "audit_event", [name, "at"])
    op.create_index("ix_audit_event_at", "audit_event", ["at"])


def _write_users(tx: sa.Connection, keys: Keyring) -> None:
    table = sa.table("audit_event", sa.column("seq"), sa.column("said"), sa.column("user_id"))
    change = sa.update(table).where(table.c.seq == sa.bindparam("at"))
    for page in _pages(tx, table):
        signed = [{"at": seq, "user_id": _user(keys, seq, said)} for seq, said in page]
        if known := [row for row in signed if row["user_id"]]:
            tx.execute(change.values(user_id=sa.bindparam("user_id")), known)


def _user(keys: Keyring, number: int, said: bytes) -> str:
    """The id that the actor's signature begins with; none where the words cannot be read."""
    try:
        told = json.loads(keys.unseal_text(f"audit_event row {number}.said", said))
    except (CaseFileError, ValueError):
        return ""  # it was changed by hand: the check says so
    return signed_id(told["actor"])


def _pages(tx: sa.Connection, table: sa.TableClause) -> Iterator[list[Any]]:
    last = -1
    query = sa.select(table.c.seq, table.c.said).order_by(table.c.seq).limit(_PAGE)
    while page := list(tx.execute(query.where(table.c.seq > last))):
        yield page
        last = page[-1].seq
