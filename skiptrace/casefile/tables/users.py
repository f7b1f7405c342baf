"""Tables of users: who may act, what is assigned to them, whom they may not search, what they plan.

A change is a new version. Names, logins, what is assigned and who is watched are sealed; a login, a
token and a debtor who may be watched are looked up by their blind keys.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from skiptrace.casefile.columns import Instant, Sealed, YesNo, counted_by, row_mac, sequence
from skiptrace.casefile.tables.base import metadata

users = Table(
    "users",
    metadata,
    sequence(),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Sealed, nullable=False),
    Column("login", Sealed),
    Column("login_index", LargeBinary),
    Column("token_index", LargeBinary),
    Column("roles", Text, nullable=False),
    Column("teams", Sealed, nullable=False),
    Column("active_from", Date, nullable=False),
    Column("active_to", Date),
    Column("at", Instant, nullable=False),
    Column("entered_by", Text, nullable=False),
    row_mac(),
    Unique("id", "version"),
    Index(None, "login_index"),
    Index(None, "token_index"),
    info=counted_by("user", "id"),
)

user_assignment = Table(
    "user_assignment",
    metadata,
    sequence(),
    Column("user_id", Text, nullable=False),
    Column("coverage", Text, nullable=False),
    Column("value", Sealed, nullable=False),
    Column("is_given", YesNo, nullable=False),
    Column("at", Instant, nullable=False),
    Column("entered_by", Text, nullable=False),
    row_mac(),
    Index(None, "user_id"),
    info=counted_by("user", "user_id"),
)

user_use = Table(
    "user_use",
    metadata,
    sequence(),
    Column("user_id", Text, nullable=False),
    Column("day", Date, nullable=False),
    row_mac(),
    Unique("user_id", "day"),
    info=counted_by("user", "user_id"),
)

watched = Table(
    "watched",
    metadata,
    sequence(),
    Column("id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("fact", Sealed, nullable=False),
    Column("is_watched", YesNo, nullable=False),
    Column("at", Instant, nullable=False),
    Column("entered_by", Text, nullable=False),
    row_mac(),
    Index(None, "id"),
    info=counted_by("watched", "id"),
)

watched_key = Table(
    "watched_key",
    metadata,
    sequence(),
    Column("watched_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", LargeBinary, nullable=False),
    row_mac(),
    Index(None, "key"),
    info=counted_by("watched", "watched_id"),
)

write_back_plan = Table(
    "write_back_plan",
    metadata,
    sequence(),
    Column("digest", Text, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("planned_by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    row_mac(),
    Index(None, "digest"),
)
