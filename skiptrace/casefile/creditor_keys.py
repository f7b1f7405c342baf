"""Blind keys of the creditors of accounts: whose accounts are whose, and no name in clear."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import bindparam, exists, select

from skiptrace.casefile.account_reading import read_accounts
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Row, Tx, insert_all, is_newest
from skiptrace.casefile.tables.accounts import account as account_table
from skiptrace.casefile.tables.accounts import creditor_key
from skiptrace.model.account import Account

_FIELD = "account.creditor"


def creditor_key_row(keys: Keyring, account: Account, version: int) -> Row:
    """The key of one version of an account; one without a creditor has one too."""
    index = keys.index(_FIELD, plain_creditor(account.creditor))
    return {"account_id": account.id, "version": version, "key": index}


def plain_creditor(name: str) -> str:
    """A creditor's name as it is sought: case and outer blanks do not count."""
    return name.strip().casefold()


def keys_of_creditors(tx: Tx, part: str) -> frozenset[bytes]:
    """The keys of the creditors of whose names that text is a part.

    One account of each creditor is opened, and the keys are found one after the other, however many
    accounts there are.
    """
    wanted = plain_creditor(part)
    found = {account_id: key for key in _every_key(tx) if (account_id := _one_of(tx, key))}
    accounts = read_accounts(tx, sorted(found))
    return frozenset(
        found[i] for i, one in accounts.items() if wanted in plain_creditor(one.creditor)
    )


def _every_key(tx: Tx) -> Iterator[bytes]:
    """Each key that is there, once, each found behind the one before in the index."""
    key = creditor_key.c.key
    behind = select(key).where(key > bindparam("last")).order_by(key).limit(1)
    last: bytes | None = b""
    while (last := tx.execute(behind, {"last": last}).scalar()) is not None:
        yield last


def _one_of(tx: Tx, key: bytes) -> str | None:
    """An account that is that creditor's now; None where every one has another by now."""
    own = creditor_key.c
    newest = is_newest(creditor_key, "account_id")
    return tx.execute(select(own.account_id).where(own.key == key, newest).limit(1)).scalar()


def key_creditors(tx: Tx, keys: Keyring, limit: int) -> int:
    """Give keys to accounts that an older case file took in without; how many, 0 when all have."""
    columns = account_table.c
    same = (creditor_key.c.account_id == columns.id, creditor_key.c.version == columns.version)
    without = select(columns.id, columns.version).where(
        is_newest(account_table, "id"), ~exists().where(*same).correlate(account_table)
    )
    versions = {row.id: row.version for row in tx.execute(without.limit(limit))}
    accounts = read_accounts(tx, list(versions))
    insert_all(
        tx, creditor_key, [creditor_key_row(keys, one, versions[i]) for i, one in accounts.items()]
    )
    return len(versions)
