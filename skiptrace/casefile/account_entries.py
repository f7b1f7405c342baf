"""Account entries as they are read: one obligor's side, with every hold that restrains it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping

from skiptrace.casefile.account_reading import (
    AccountEntry,
    read_accounts,
    read_mail,
    read_subjects,
)
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.standing_holds import standing_holds
from skiptrace.casefile.statements import Tx
from skiptrace.model.account import ObligorRole


def read_entries(tx: Tx, keys: Keyring, obligors: Sequence[RowMapping]) -> list[AccountEntry]:
    """The entries of these obligor rows, in the same order."""
    account_ids = [row["account_id"] for row in obligors]
    accounts = read_accounts(tx, keys, account_ids)
    subjects = read_subjects(tx, keys, [row["subject_id"] for row in obligors])
    holds = standing_holds(tx, keys, account_ids)
    mail = read_mail(tx, account_ids)
    return [
        AccountEntry(
            accounts[row["account_id"]],
            subjects[row["subject_id"]],
            ObligorRole(row["role"]),
            tuple(holds[row["account_id"]]),
            mail.get(row["account_id"]),
        )
        for row in obligors
    ]
