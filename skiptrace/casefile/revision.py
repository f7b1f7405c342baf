"""The revision of a case file's schema, read without alembic."""

from __future__ import annotations

from sqlalchemy import Connection, column, inspect, select, table

from skiptrace.model.errors import CaseFileError

REVISIONS = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0010", "0012", "0013",
    "0014", "0015", "0016", "0017", "0018", "0019", "0020", "0023",
)  # fmt: skip
"""Every revision there was, oldest first; the last is the one this skiptrace works with."""


def stored_revision(tx: Connection) -> str | None:
    """The revision that the database is at; None for a database without a case file."""
    if not inspect(tx).has_table("alembic_version"):
        return None
    versions = table("alembic_version", column("version_num"))
    found = tx.execute(select(versions.c.version_num)).scalars().all()
    if len(found) > 1:
        raise CaseFileError(f"the case file names {len(found)} schemas: run no migration on it")
    return found[0] if found else None


def check_revision(tx: Connection) -> None:
    """CaseFileError unless the database holds a case file of exactly this skiptrace's schema."""
    revision = stored_revision(tx)
    if revision == REVISIONS[-1]:
        return
    if revision is None:
        raise CaseFileError("the database holds no case file: create one first")
    if revision in REVISIONS:
        raise CaseFileError(
            f"the case file has the older schema {revision}; "
            f"this skiptrace needs {REVISIONS[-1]}: run `skiptrace migrate`"
        )
    raise CaseFileError(
        f"the case file has schema {revision}, which this skiptrace does not know: "
        "it was written by a newer version"
    )
