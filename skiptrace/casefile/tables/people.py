"""Tables of who is who across accounts, by what people are found, and what was waived of a hold."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from skiptrace.casefile.columns import Sealed, counted_by, row_mac, sequence
from skiptrace.casefile.tables.base import metadata


def _keys_of_subjects(name: str) -> Table:
    """Blind keys of a subject, as often as it is stored anew."""
    return Table(
        name,
        metadata,
        sequence(),
        Column("subject_id", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("key", LargeBinary, nullable=False),
        row_mac(),
        UniqueConstraint("subject_id", "version", "key"),
        Index(None, "key"),
        info=counted_by("subject", "subject_id"),
    )


person_key = _keys_of_subjects("person_key")
find_key = _keys_of_subjects("find_key")

hold_waiver = Table(
    "hold_waiver",
    metadata,
    sequence(),
    Column("account_id", Text, nullable=False),
    Column("waived_on", Date, nullable=False),
    Column("fact", Sealed, nullable=False),
    row_mac(),
    Index(None, "account_id"),
    info=counted_by("account", "account_id"),
)
