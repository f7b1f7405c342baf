"""Who may be who: blind keys of every subject, and the subjects that share one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeAlias

from sqlalchemy import ColumnElement, FromClause, Table, exists, select

from matching.same_person import identity_keys, identity_of
from skiptrace.casefile.account_reading import read_subjects
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Row, Tx, chunks, insert_all, is_newest, require_whole
from skiptrace.casefile.tables.accounts import subject as subject_table
from skiptrace.casefile.tables.people import person_key
from skiptrace.model.subject import Subject

KeyRows: TypeAlias = Callable[[Keyring, Subject, int], list[Row]]
"""Makes the key rows of one version of a subject."""

_FIELD = "person.key"
_mine, _theirs = person_key.alias("mine"), person_key.alias("theirs")


def _is_current(key: FromClause) -> ColumnElement[bool]:
    later = person_key.alias()
    same = later.c.subject_id == key.c.subject_id
    return ~exists().where(same, later.c.version > key.c.version).correlate(key)


_PAIRS = (
    select(_mine.c.subject_id, _theirs.c.subject_id)
    .distinct()
    .join(_theirs, _theirs.c.key == _mine.c.key)
    .where(
        is_wanted(_mine.c.subject_id),
        _theirs.c.subject_id != _mine.c.subject_id,
        _is_current(_mine),
        _is_current(_theirs),
    )
)
"""Whoever shares a key with a wanted subject."""


def person_key_rows(keys: Keyring, subject: Subject, version: int) -> list[Row]:
    """The keys of one version of a subject; one of them is its own, so that none has no key."""
    texts = {f"subject {subject.id}", *identity_keys(identity_of(subject))}
    indexes = sorted({keys.index(_FIELD, text) for text in texts})
    return [{"subject_id": subject.id, "version": version, "key": index} for index in indexes]


def sharing_a_key(
    tx: Tx, subject_ids: Iterable[str], most: int
) -> dict[str, frozenset[str]] | None:
    """By subject, those that share a key with it or, through others, with one that does.

    None where keys lead to more than `most` subjects: what a crowd shares, such as one telephone,
    ties everybody to everybody.
    """
    neighbours: dict[str, frozenset[str]] = {}
    wanted = set(subject_ids)
    seen = set(wanted)
    while wanted:
        found = direct_sharers(tx, wanted)
        neighbours |= found
        wanted = {other for others in found.values() for other in others} - seen
        seen |= wanted
        if len(seen) > most:
            return None
    return neighbours


def direct_sharers(tx: Tx, subject_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """By subject, those that share a key with it; who shares none is left out."""
    wanted = sorted(set(subject_ids))
    require_whole(tx, person_key, wanted)  # none is missing, none was added
    found: dict[str, set[str]] = defaultdict(set)
    for piece in chunks(wanted):
        for one, other in tx.execute(_PAIRS, {"wanted": piece}):
            found[one].add(other)
    return {one: frozenset(others) for one, others in found.items()}


def key_unkeyed(tx: Tx, keys: Keyring, limit: int, table: Table, rows_of: KeyRows) -> int:
    """Give keys to subjects that an older case file took in without; how many, 0 when all have.

    `table` is one of keys of subjects, `rows_of` makes its rows.
    """
    columns = subject_table.c
    has_keys = exists().where(table.c.subject_id == columns.id, table.c.version == columns.version)
    without = select(columns.id, columns.version).where(
        is_newest(subject_table, "id"), ~has_keys.correlate(subject_table)
    )
    versions = {row.id: row.version for row in tx.execute(without.limit(limit))}
    subjects = read_subjects(tx, list(versions))
    rows = [r for i, one in subjects.items() for r in rows_of(keys, one, versions[i])]
    insert_all(tx, table, rows)
    return len(versions)
