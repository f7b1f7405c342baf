"""Seals anew, under the newest key, what an earlier key sealed; and says what lies under which key.

Rows are taken a few hundred at a time, each lot in a transaction of its own, so that others go on
working meanwhile; one that is broken off leaves every row whole, under the one key or the other.
Of what lies under the key of an account or a subject only this key is sealed anew. The audit
trail's hashes cover the words and not their seal, so the chain stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from skiptrace.casefile.case import CaseFile, reseal_key_check
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.sealing_anew import (
    key_digits,
    seal_lot,
    sealed_columns,
    sealed_tables,
    unguarded,
)
from skiptrace.casefile.statements import Tx

OWNED = 0
"""What `values_by_key` has in a number's place for the keys of accounts and subjects."""


def values_by_key(tx: Tx) -> dict[str, Counter[int]]:
    """How many sealed values each table holds under each key, by the key's number.

    OWNED stands for the keys of accounts and subjects together.
    """
    found: dict[str, Counter[int]] = {}
    for table in sealed_tables():
        counts: Counter[int] = Counter()
        for name in sealed_columns(table):
            key = key_digits(tx, table.c[name])
            query = select(key, func.count()).where(table.c[name].is_not(None)).group_by(key)
            for digits, count in tx.execute(query):
                counts[int(digits, 16)] += count
        found[table.name] = counts
    return found


def reseal(case: CaseFile, keys: Keyring) -> Iterator[tuple[str, int]]:
    """Seal everything under the newest key; gives each table with the rows of each lot.

    CaseFileError for a row that is not as it was written: nothing of its lot is changed.
    """
    with case.write() as tx:
        reseal_key_check(tx, keys)
    for table in sealed_tables():
        after: tuple[Any, ...] | None = None
        while True:
            with case.write() as tx, unguarded(tx, table):
                lot = seal_lot(tx, table, keys, after)
            if lot.last is None:
                break
            after = lot.last
            if lot.done:
                yield table.name, lot.done
