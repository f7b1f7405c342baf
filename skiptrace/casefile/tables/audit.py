"""Tables of the audit trail, and the triggers that let it only grow, on both engines.

Who acted and what the event says in words are sealed together, as `said`; the id of a user, which
names nobody, stands in clear as well, so that their events are found.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
)

from skiptrace.casefile.columns import Sealed
from skiptrace.casefile.tables.base import metadata

audit_event = Table(
    "audit_event",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("order_id", Text, nullable=False, index=True),
    Column("account_id", Text, nullable=False),
    Column("connector_id", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("purposes", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("said", Sealed, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("user_id", Text),
    Column("version", Integer),
    Column("law", Text),
    Index(None, "user_id", "at"),
    Index(None, "account_id", "at"),
    Index(None, "connector_id", "at"),
    Index(None, "at"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("events", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("mac", LargeBinary, nullable=False),
)

SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER audit_event_update BEFORE UPDATE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_event_delete BEFORE DELETE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head
    WHEN NEW.id <> OLD.id OR NEW.events <= OLD.events
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_head_delete BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
)

POSTGRES_TRIGGERS = (
    """
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
    """,
    """
    CREATE TRIGGER audit_event_change BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_event_truncate BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head FOR EACH ROW
    WHEN (NEW.id <> OLD.id OR NEW.events <= OLD.events) EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_head_delete BEFORE DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_head_truncate BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
)

_TRIGGERS = {"sqlite": SQLITE_TRIGGERS, "postgresql": POSTGRES_TRIGGERS}


@event.listens_for(metadata, "after_create")
def _create_triggers(target: MetaData, tx: Connection, **options: object) -> None:
    for text in _TRIGGERS[tx.dialect.name]:
        tx.exec_driver_sql(text)
